"""What a mail asks for: by the state of its invoice, and by how it is paid."""

from dataclasses import replace

from dunlin.domain.invoice import Status
from dunlin.domain.seller import BankAccount
from dunlin.rendering.email import render_mail
from tests.unit.rendering.mail_builders import (
    DIRECT_DEBIT,
    LINK,
    TRANSFER,
    a_document,
    a_mail,
    a_paid_mail,
    a_payment,
    a_seller,
    an_invoice,
    read,
    seen,
)

BANK = BankAccount(iban="DE89370400440532013000", bic="COBADEFFXXX", account_name="Veluwe Inkasso")


def test_a_draft_is_a_marked_copy_that_asks_for_nothing() -> None:
    mail = render_mail(a_mail(draft=True, button="Pay now", subject="Your paper"))

    assert mail.subject == "Draft: Your paper"
    for part in (seen(mail), read(mail)):
        assert "Draft copy. This is not a request for payment; please do not pay." in part
        assert "Pay now" not in part
        assert "IBAN" not in part
        assert "Amount due" not in part
        assert LINK not in part


def test_an_invoice_that_is_a_draft_is_sent_as_one_whoever_forgot_to_say_so() -> None:
    assert render_mail(a_mail(invoice=an_invoice(status=Status.DRAFT))).subject.startswith("Draft: ")


def test_a_paid_invoice_is_a_copy_with_thanks_and_no_request() -> None:
    mail = render_mail(a_paid_mail(button="Pay now"))

    assert mail.subject == "Invoice 2026-0417 from Veluwe Papier (paid)"
    for part in (seen(mail), read(mail)):
        assert "This invoice has been paid. Thank you!" in part
        assert "View invoice" in part
        assert "1 December 2026" in part
        assert "Pay now" not in part
        assert "Please pay" not in part
        assert "IBAN" not in part


def test_an_invoice_paid_in_advance_still_names_its_amount() -> None:
    mail = render_mail(a_mail(invoice=an_invoice(status=Status.PAID, payable=0)))

    assert "Amount paid:" in mail.text
    assert "€1,240.50" in mail.text
    assert "Paid on" not in mail.text


def test_after_a_part_payment_only_the_rest_is_asked_for() -> None:
    invoice = an_invoice(status=Status.PARTIALLY_PAID, payments=(a_payment(24050),))
    mail = render_mail(a_mail(invoice=invoice))

    for part in (seen(mail), read(mail)):
        assert "We have received €240.50 of €1,240.50, thank you. Please pay the remaining €1,000.00" in part


def test_what_is_collected_by_direct_debit_is_not_asked_for() -> None:
    mail = render_mail(a_mail(document=a_document(payment_means=(DIRECT_DEBIT,)), seller=a_seller(bank=BANK)))

    for part in (seen(mail), read(mail)):
        assert "We will collect €1,240.50 by direct debit" in part
        assert "View invoice" in part
        assert "IBAN" not in part
        assert "Please pay" not in part


def test_bank_details_are_the_document_s_else_the_seller_s_else_none() -> None:
    seller = a_seller(bank=BANK)
    no_reference = replace(TRANSFER, reference="", account_name="")

    own = render_mail(a_mail(seller=seller, document=a_document(payment_means=(no_reference,)))).text
    default = render_mail(a_mail(seller=seller, document=a_document(payment_means=()))).text
    by_card = render_mail(
        a_mail(seller=seller, document=a_document(payment_means=(replace(TRANSFER, code="48"),)))
    ).text
    none = render_mail(a_mail(document=a_document(payment_means=()))).text

    assert "NL57 RABO 0107 3075 10" in own
    assert "Reference:     2026-0417" in own
    assert "DE89 3704 0044 0532 0130 00" in default
    assert "Veluwe Inkasso" in default
    assert "Bank details" not in by_card
    assert "Bank details" not in none


def test_an_account_without_iban_is_printed_by_its_number() -> None:
    bank = BankAccount(account_number="12-3456-7890123-00")
    text = render_mail(a_mail(seller=a_seller(bank=bank), document=a_document(payment_means=()))).text

    assert "Account number:" in text
    assert "IBAN" not in text
