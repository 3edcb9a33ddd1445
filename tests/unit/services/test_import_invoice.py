"""A file becomes a DRAFT of a seller and a customer that are found or made."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dunlin.domain.customer import EmailPreferences
from dunlin.domain.document import InvoiceDocument, PaymentMeans
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.imported import ImportedInvoice
from dunlin.domain.invoice import Status
from dunlin.domain.seller import BankAccount
from dunlin.services.import_invoice import Imported, import_invoice
from tests.builders import a_document
from tests.records_world import Records

MEANS = (PaymentMeans("48", card_last4="1234"), PaymentMeans("58", iban="NL91", bic="ABNANL2A", account_name="Vis"))
UNREACHABLE = "Buyer Ltd has no e-mail address: add a contact before the invoice is sent"


def _document(email: str = "ada@buyer.example", **changes: Any) -> InvoiceDocument:
    document = a_document()
    return replace(document, buyer=replace(document.buyer, email=email), payment_means=MEANS, **changes)


def _file(document: InvoiceDocument | None = None, **changes: Any) -> ImportedInvoice:
    found = ImportedInvoice("R-1", date(2026, 11, 20), date(2026, 12, 20), document or _document())
    return replace(found, **changes)


def _import(records: Records, found: ImportedInvoice) -> Imported:
    return import_invoice(
        found,
        sender_address="us@x.example",
        sellers=records.sellers,
        customers=records.customers,
        invoices=records.invoices,
        known=records.known,
        **records.acting,
    )


def test_a_file_of_strangers_makes_a_seller_a_customer_and_a_draft() -> None:
    records = Records()
    imported = _import(records, _file(attachments=2))
    assert (imported.new_seller, imported.new_customer) == (True, True)
    assert (imported.warnings, imported.attachments) == ((), 2)
    assert imported.seller.bank == BankAccount("NL91", "ABNANL2A", "Vis")
    assert imported.invoice.status is Status.DRAFT
    assert imported.invoice.seller_id == imported.seller.seller_id
    assert imported.invoice.customer_id == imported.customer.customer_id
    assert records.invoices.get_with_document(imported.invoice.invoice_id) == (imported.invoice, imported.document)
    assert records.told == ("invoice.created",)


def test_the_next_file_of_the_same_parties_makes_an_invoice_only() -> None:
    records = Records()
    first, second = _import(records, _file()), _import(records, _file(number="R-2"))
    assert (second.new_seller, second.new_customer) == (False, False)
    assert (second.seller, second.customer) == (first.seller, first.customer)
    assert len(records.invoices.stored) == 2


def test_the_same_file_again_is_the_same_invoice_and_nothing_is_done() -> None:
    records = Records()
    first, again = _import(records, _file()), _import(records, _file())
    assert (first.known_already, again.known_already) == (False, True)
    assert (again.invoice, again.document) == (first.invoice, first.document)
    assert (again.new_seller, again.new_customer) == (False, False)
    assert again.warnings == ("invoice R-1 was imported before from the same content; nothing was changed",)
    assert records.told == ("invoice.created",)


def test_the_same_file_again_shows_the_invoice_as_it_is_now() -> None:
    records = Records()
    first = _import(records, _file()).invoice
    paid = records.invoices.stored[first.invoice_id] = replace(first, status=Status.PAID, version=5)
    assert _import(records, _file()).invoice == paid


@pytest.mark.parametrize(
    "other", [_file(_document(notes=("Another one",))), _file(issue_date=date(2026, 11, 19))], ids=["content", "date"]
)
def test_another_invoice_of_the_same_number_is_refused_and_changes_nothing(other: ImportedInvoice) -> None:
    records = Records()
    first = _import(records, _file())
    with pytest.raises(AlreadyExists) as refusal:
        _import(records, other)
    assert refusal.value.existing_id == first.invoice.invoice_id
    assert records.invoices.get_with_document(first.invoice.invoice_id) == (first.invoice, first.document)
    assert (len(records.sellers.stored), len(records.customers.stored), len(records.invoices.stored)) == (1, 1, 1)


def test_warnings_of_the_file_come_first_then_the_due_date_then_who_cannot_be_reached() -> None:
    imported = _import(Records(), _file(_document(email=""), due_date=None, warnings=("line 1 is odd",)))
    odd, due, unreachable = imported.warnings
    assert odd == "line 1 is odd"
    assert due == "no due date was given: 2026-12-20 follows from 30 days' payment terms"
    assert unreachable == UNREACHABLE


def test_a_customer_whom_somebody_gave_an_address_since_can_be_reached() -> None:
    records = Records()
    first = _import(records, _file(_document(email="")))
    records.customers.put(replace(first.customer, preferences=EmailPreferences(to=("ap@buyer.example",))))
    assert _import(records, _file(_document(email=""), number="R-2")).warnings == ()


def test_a_file_without_an_account_leaves_the_sellers_bank_empty() -> None:
    document = replace(_document(), payment_means=(PaymentMeans("10"),))
    assert _import(Records(), _file(document)).seller.bank == BankAccount()
