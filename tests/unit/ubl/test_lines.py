"""Lines as people write them: prices per hundred, discounts, missing things, lines within lines."""

from decimal import Decimal

from dunlin.domain.totals import Adjustment
from tests.unit.ubl.files import SMALL, changed, problems, read

_PRICE = '<cac:Price><cbc:PriceAmount currencyID="EUR">25</cbc:PriceAmount></cac:Price>'
_CATEGORY = "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:ClassifiedTaxCategory>"


def test_a_price_may_be_for_a_hundred_and_have_many_decimals() -> None:
    price = (
        '<cac:Price><cbc:PriceAmount currencyID="EUR">2499.999999875</cbc:PriceAmount>'
        "<cbc:BaseQuantity>100</cbc:BaseQuantity></cac:Price>"
    )
    invoice = read(changed((_PRICE, price)))
    assert invoice.document.lines[0].unit_price == Decimal("2499.999999875")
    assert invoice.document.lines[0].base_quantity == 100
    assert invoice.warnings == ()


def test_a_price_for_no_units_is_refused() -> None:
    price = _PRICE.replace("</cac:Price>", "<cbc:BaseQuantity>0</cbc:BaseQuantity></cac:Price>")
    assert problems(changed((_PRICE, price))) == {
        "/Invoice/cac:InvoiceLine/cac:Price/cbc:BaseQuantity": "a price cannot be for 0 units"
    }


def test_a_lines_own_allowance_is_part_of_its_amount() -> None:
    allowance = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>"
        '<cbc:Amount currencyID="EUR">4.00</cbc:Amount></cac:AllowanceCharge>'
    )
    invoice = read(changed(("    <cac:Item>", f"{allowance}<cac:Item>"), (">25<", ">26<")))
    assert invoice.warnings == ()
    assert invoice.document.lines[0].adjustments == (
        Adjustment(False, 400, "Loyalty", tax_category="S", tax_rate=Decimal(20)),
    )


def test_a_stated_amount_counts_where_percent_and_base_say_otherwise() -> None:
    def charge(factor: str) -> str:
        return (
            "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
            f"<cbc:MultiplierFactorNumeric>{factor}</cbc:MultiplierFactorNumeric>"
            '<cbc:Amount currencyID="EUR">10.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">90.00</cbc:BaseAmount>'
            "</cac:AllowanceCharge>"
        )

    odd = read(changed(("    <cac:Item>", f"{charge('10')}<cac:Item>"), (">25<", ">22.5<")))
    assert odd.document.lines[0].adjustments[0].amount == 1000
    assert odd.warnings == (
        "An allowance or charge states EUR 10.00, but 10 % of EUR 90.00 is EUR 9.00. The stated amount counts.",
    )


def test_a_multiplier_that_is_a_factor_becomes_a_percentage() -> None:
    charge = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>1</cbc:ChargeIndicator>"
        "<cbc:MultiplierFactorNumeric>0.1</cbc:MultiplierFactorNumeric>"
        '<cbc:Amount currencyID="EUR">9.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">90.00</cbc:BaseAmount>'
        "</cac:AllowanceCharge>"
    )
    invoice = read(changed(("    <cac:Item>", f"{charge}<cac:Item>"), (">25<", ">22.75<")))
    assert invoice.document.lines[0].adjustments[0].percent == 10
    assert invoice.warnings == ()


def test_an_allowance_that_does_not_say_which_way_it_goes_is_refused() -> None:
    allowance = '<cac:AllowanceCharge><cbc:Amount currencyID="EUR">4.00</cbc:Amount></cac:AllowanceCharge>'
    found = problems(changed(("    <cac:Item>", f"{allowance}<cac:Item>")))
    assert list(found) == ["/Invoice/cac:InvoiceLine/cac:AllowanceCharge/cbc:ChargeIndicator"]


def test_a_line_without_a_price_gets_the_one_that_follows() -> None:
    invoice = read(changed((_PRICE, "")))
    assert invoice.document.lines[0].unit_price == 25
    assert invoice.warnings == ("Line 1 states no price; 25.000000 follows from its amount.",)


def test_a_line_without_a_quantity_is_one_of_its_kind() -> None:
    invoice = read(changed(('<cbc:InvoicedQuantity unitCode="HUR">4</cbc:InvoicedQuantity>', ""), (">25<", ">100<")))
    assert invoice.document.lines[0].quantity == 1
    assert invoice.warnings == ("Line 1 states no quantity; 1 was taken.",)


def test_lines_within_a_line_are_mentioned_and_left_out() -> None:
    invoice = read(changed((_PRICE, f"{_PRICE}<cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID></cac:SubInvoiceLine>")))
    assert len(invoice.document.lines) == 1
    assert invoice.warnings == ("Line 1 has lines of its own, which are not printed; its own amount counts.",)


def test_a_nameless_item_goes_by_its_description() -> None:
    named = read(changed(("<cbc:Name>Repairs</cbc:Name>", "<cbc:Description>Repairs\n of May</cbc:Description>")))
    line = named.document.lines[0]
    assert (line.name, line.description) == ("Repairs of May", "")
    assert list(problems(changed(("<cbc:Name>Repairs</cbc:Name>", "")))) == [
        "/Invoice/cac:InvoiceLine/cac:Item/cbc:Name"
    ]


def test_several_descriptions_and_notes_keep_their_own_lines() -> None:
    described = "<cbc:Description>  of May \n  and June</cbc:Description><cbc:Description>on site</cbc:Description>"
    invoice = read(changed(("<cbc:Name>Repairs</cbc:Name>", f"{described}<cbc:Name> Repairs </cbc:Name>")))
    assert invoice.document.lines[0].name == "Repairs"
    assert invoice.document.lines[0].description == "of May\nand June\non site"


def test_a_line_without_a_category_falls_under_the_only_one_there_is() -> None:
    assert read(changed((_CATEGORY, ""))).document.lines[0].tax_rate == 20
    row = SMALL[SMALL.index("    <cac:TaxSubtotal>") : SMALL.index("  </cac:TaxTotal>")]
    other = row.replace(">S<", ">E<").replace(">20<", ">0<").replace(">20.00<", ">0.00<")
    found = problems(changed((_CATEGORY, ""), (row, row + other)))
    assert found == {"/Invoice/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory": "the tax category is missing"}


def test_a_rate_beside_its_category_counts_as_older_files_have_it() -> None:
    stated = "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:TaxCategory>"
    beside = "<cbc:Percent>20</cbc:Percent><cac:TaxCategory><cbc:ID>S</cbc:ID></cac:TaxCategory>"
    assert read(changed((_CATEGORY, ""), (stated, beside))).document.lines[0].tax_rate == 20
    found = problems(changed((_CATEGORY, ""), (stated, beside.replace(">20<", ">999999999999999<"))))
    assert "a tax rate of 999999999999999 % cannot be" in found.values()


def test_a_tax_rate_beyond_reason_is_refused() -> None:
    found = problems(changed((f"{_CATEGORY}", _CATEGORY.replace(">20<", ">2000<"))))
    assert "a tax rate of 2000 % cannot be" in found.values()
