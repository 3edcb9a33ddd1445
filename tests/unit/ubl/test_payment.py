"""By when and how it is to be paid."""

from datetime import date

import pytest

from dunlin.domain.document import PaymentMeans
from tests.unit.ubl.files import changed, read, with_header

_DUE = "  <cbc:DueDate>2026-12-02</cbc:DueDate>\n"


def _means(xml: str) -> PaymentMeans:
    return read(with_header(f"<cac:PaymentMeans>{xml}</cac:PaymentMeans>")).document.payment_means[0]


@pytest.mark.parametrize("element", ["PaymentMeans", "PaymentTerms"])
def test_a_due_date_may_stand_with_the_payment(element: str) -> None:
    due = f"<cac:{element}><cbc:PaymentDueDate>2026-12-24</cbc:PaymentDueDate></cac:{element}>"
    assert read(changed((_DUE, due))).due_date == date(2026, 12, 24)


def test_no_due_date_leaves_it_to_the_sellers_terms() -> None:
    assert read(changed((_DUE, ""))).due_date is None


def test_the_latest_of_several_due_dates_counts() -> None:
    due = "".join(
        f"<cac:PaymentMeans><cbc:PaymentDueDate>2026-12-{day}</cbc:PaymentDueDate></cac:PaymentMeans>"
        for day in (10, 24)
    )
    invoice = read(changed((_DUE, due)))
    assert invoice.due_date == date(2026, 12, 24)
    assert invoice.warnings == ("The file names 2 due dates; the latest, 2026-12-24, was taken.",)


def test_due_before_it_was_issued_is_due_on_that_day() -> None:
    invoice = read(changed(("2026-12-02", "2026-10-01")))
    assert invoice.due_date == invoice.issue_date
    assert invoice.warnings == (
        "The due date 2026-10-01 is before the issue date 2026-11-02: it was taken as due on the day of issue.",
    )


def test_an_iban_loses_its_spaces() -> None:
    account = (
        '<cbc:PaymentMeansCode name="Credit transfer">30</cbc:PaymentMeansCode><cbc:PaymentID>RF18</cbc:PaymentID>'
        "<cac:PayeeFinancialAccount><cbc:ID>NL57 RABO 0107307510</cbc:ID><cbc:Name>Aalto</cbc:Name>"
        "<cac:FinancialInstitutionBranch><cbc:ID>RABONL2U</cbc:ID></cac:FinancialInstitutionBranch>"
        "</cac:PayeeFinancialAccount>"
    )
    assert _means(account) == PaymentMeans("30", "Credit transfer", "RF18", "NL57RABO0107307510", "RABONL2U", "Aalto")


def test_an_iban_with_wrong_check_digits_is_only_an_account_number() -> None:
    account = "<cac:PayeeFinancialAccount><cbc:ID>DK1212341234123412</cbc:ID></cac:PayeeFinancialAccount>"
    invoice = read(with_header(f"<cac:PaymentMeans>{account}</cac:PaymentMeans>"))
    assert invoice.document.payment_means == (PaymentMeans(account_number="DK1212341234123412"),)
    assert "its check digits are wrong" in invoice.warnings[0]


def test_only_the_end_of_a_card_number_is_kept() -> None:
    card = (
        "<cac:CardAccount><cbc:PrimaryAccountNumberID>4111111111111234</cbc:PrimaryAccountNumberID></cac:CardAccount>"
    )
    assert _means(card) == PaymentMeans(card_last4="1234")


def test_a_direct_debit_names_mandate_and_creditor() -> None:
    seller_id = '<cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98ZZZ09999999999</cbc:ID></cac:PartyIdentification>'
    mandate = "<cac:PaymentMandate><cbc:ID>M-7</cbc:ID></cac:PaymentMandate>"
    xml = with_header(f"<cac:PaymentMeans><cbc:PaymentMeansCode>59</cbc:PaymentMeansCode>{mandate}</cac:PaymentMeans>")
    xml = changed(("SupplierParty><cac:Party>", f"SupplierParty><cac:Party>{seller_id}"), xml=xml)
    document = read(xml).document
    assert document.payment_means == (PaymentMeans("59", mandate_id="M-7", creditor_id="DE98ZZZ09999999999"),)
    assert document.seller.other_ids == ()


def test_several_terms_stand_below_each_other() -> None:
    terms = "".join(
        f"<cac:PaymentTerms><cbc:Note>{note}</cbc:Note></cac:PaymentTerms>" for note in ("30 days", "2 % within 10")
    )
    assert read(with_header(terms)).document.payment_terms == "30 days\n2 % within 10"
