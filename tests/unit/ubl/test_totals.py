"""The totals that follow from the lines must be the file's; a difference names both figures."""

from decimal import Decimal

import pytest

from dunlin.domain.totals import TaxGroup
from tests.unit.ubl.files import SMALL, changed, problems, read

_SUMS = "/Invoice/cac:LegalMonetaryTotal"
_ROW = "/Invoice/cac:TaxTotal/cac:TaxSubtotal"


@pytest.mark.parametrize(
    ("element", "old", "where", "message"),
    [
        (
            "LineExtensionAmount",
            "100.00",
            _SUMS,
            "LineExtensionAmount states EUR 9.00, but the lines add up to EUR 100.00",
        ),
        (
            "TaxExclusiveAmount",
            "100.00",
            _SUMS,
            "TaxExclusiveAmount states EUR 9.00, but lines, allowances and charges make EUR 100.00",
        ),
        (
            "TaxInclusiveAmount",
            "120.00",
            _SUMS,
            "TaxInclusiveAmount states EUR 9.00, but with the tax that follows it is EUR 120.00",
        ),
        (
            "PayableAmount",
            "120.00",
            _SUMS,
            "PayableAmount states EUR 9.00, but tax inclusive less prepaid plus rounding is EUR 120.00",
        ),
        (
            "TaxableAmount",
            "100.00",
            _ROW,
            "TaxableAmount states EUR 9.00, but lines, allowances and charges of category S at 20 % make EUR 100.00",
        ),
    ],
)
def test_a_total_that_does_not_follow_names_both_figures(element: str, old: str, where: str, message: str) -> None:
    total = f'<cbc:{element} currencyID="EUR">{old}<'
    first = SMALL.index(total)
    xml = SMALL[:first] + SMALL[first:].replace(f">{old}<", ">9.00<", 1)
    assert problems(xml) == {f"{where}/cbc:{element}": message}


def test_allowances_and_charges_must_add_up_too() -> None:
    stated = '<cbc:AllowanceTotalAmount currencyID="EUR">1.00</cbc:AllowanceTotalAmount>'
    found = problems(changed(("    <cbc:PayableAmount", f"    {stated}<cbc:PayableAmount")))
    assert found == {
        f"{_SUMS}/cbc:AllowanceTotalAmount": "AllowanceTotalAmount states EUR 1.00, "
        "but the allowances add up to EUR 0.00"
    }


def test_the_tax_of_a_group_must_be_its_rate_rounded_half_up() -> None:
    found = problems(changed((">20.00<", ">20.01<"), (">120.00<", ">120.01<")))
    assert found[f"{_ROW}/cbc:TaxAmount"] == (
        "TaxAmount states EUR 20.01, but the tax of category S at 20 % is EUR 20.00"
    )
    assert len(found) == 4


def test_prepaid_and_rounding_amounts_lead_to_what_is_payable() -> None:
    paid = '<cbc:PrepaidAmount currencyID="EUR">50.02</cbc:PrepaidAmount>'
    rounding = '<cbc:PayableRoundingAmount currencyID="EUR">0.02</cbc:PayableRoundingAmount>'
    totals = read(
        changed(
            (
                '    <cbc:PayableAmount currencyID="EUR">120.00',
                f'{paid}{rounding}<cbc:PayableAmount currencyID="EUR">70.00',
            )
        )
    ).document.totals
    assert (totals.prepaid, totals.rounding, totals.payable) == (5002, 2, 7000)


def test_a_tax_row_of_nothing_is_fine_and_one_of_something_is_not() -> None:
    row = SMALL[SMALL.index("    <cac:TaxSubtotal>") : SMALL.index("  </cac:TaxTotal>")]
    nothing = row.replace(">100.00<", ">0.00<").replace(">20.00<", ">0.00<").replace(">S<", ">E<")
    assert read(changed((row, row + nothing.replace(">20<", ">0<")))).document.totals.payable == 12000
    found = problems(changed((row, row + row.replace(">20<", ">10<"))))
    assert found[f"{_ROW}[2]/cbc:TaxableAmount"].startswith("TaxableAmount states EUR 100.00, but")


def test_a_category_without_its_row_is_named() -> None:
    found = problems(changed(("<cac:TaxCategory><cbc:ID>S", "<cac:TaxCategory><cbc:ID>Z")))
    assert found[_ROW] == "the tax breakdown has no row for category S at 20 %"


@pytest.mark.parametrize("element", ["TaxExemptionReason", "TaxExemptionReasonCode"])
def test_why_no_tax_is_due_comes_along(element: str) -> None:
    xml = changed(
        ("<cbc:Percent>20</cbc:Percent></cac:TaxC", f"<cbc:{element}>VATEX-EU-AE</cbc:{element}></cac:TaxC"),
        ("<cbc:Percent>20</cbc:Percent>", ""),
        ("<cbc:ID>S<", "<cbc:ID>AE<"),
        (">20.00<", ">0.00<"),
        (">120.00<", ">100.00<"),
    )
    assert read(xml).document.totals.tax_groups == (TaxGroup("AE", Decimal(0), 10000, 0, "VATEX-EU-AE"),)


def test_an_invoice_without_any_tax_is_outside_its_scope() -> None:
    tax = SMALL[SMALL.index("  <cac:TaxTotal>") : SMALL.index("  <cac:LegalMonetaryTotal>")]
    category = "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:ClassifiedTaxCategory>"
    totals = read(changed((tax, ""), (category, ""), (">120.00<", ">100.00<"))).document.totals
    assert totals.tax_groups == (TaxGroup("O", Decimal(0), 10000, 0),)


def test_yen_have_no_decimals_and_dinars_three() -> None:
    yen = changed(("EUR", "JPY"), (".00<", "<"))
    assert read(yen).document.totals.payable == 120
    assert any(
        "more decimals than JPY" in message
        for message in problems(changed(("EUR", "JPY"), (">120.00<", ">120.50<"))).values()
    )
    dinars = changed(("EUR", "KWD"), (">100.00<", ">100.005<"), (">20.00<", ">20.001<"), (">120.00<", ">120.006<"))
    assert read(dinars).document.totals.payable == 120006


def test_a_negative_amount_to_pay_is_nothing_to_ask_for() -> None:
    paid = '<cbc:PrepaidAmount currencyID="EUR">130.00</cbc:PrepaidAmount>'
    found = problems(
        changed(
            ('    <cbc:PayableAmount currencyID="EUR">120.00', f'    {paid}<cbc:PayableAmount currencyID="EUR">-10.00')
        )
    )
    assert found == {
        f"{_SUMS}/cbc:PayableAmount": "nothing can be asked for: the amount to pay is negative (EUR -10.00)"
    }


def test_an_invoice_paid_in_advance_comes_in_with_a_warning() -> None:
    paid = '<cbc:PrepaidAmount currencyID="EUR">120.00</cbc:PrepaidAmount>'
    invoice = read(
        changed(
            ('    <cbc:PayableAmount currencyID="EUR">120.00', f'    {paid}<cbc:PayableAmount currencyID="EUR">0.00')
        )
    )
    assert invoice.document.totals.payable == 0
    assert invoice.warnings == ("The amount to pay is zero: there is nothing to ask for.",)
