"""An invoice is created once, as a DRAFT."""

from datetime import date
from typing import Any

import pytest

from dunlin.domain.errors import AlreadyExists, InvalidInput
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.create_invoice import create_invoice
from tests.builders import a_customer, a_document, a_line, a_seller
from tests.records_world import Records

ISSUED = date(2026, 11, 20)


def _create(records: Records, **changes: Any) -> tuple[Invoice, str]:
    given = {"number": "2026-001", "issue_date": ISSUED, "due": date(2026, 12, 1), "document": a_document(), **changes}
    seller = a_seller(payment_terms_days=14)
    return create_invoice(seller, a_customer(), invoices=records.invoices, **given, **records.acting)


def test_it_is_stored_with_its_document_and_told_once() -> None:
    records = Records()
    invoice, note = _create(records)
    assert records.invoices.get_with_document(invoice.invoice_id) == (invoice, a_document())
    assert (invoice.status, invoice.due_date, note) == (Status.DRAFT, date(2026, 12, 1), "")
    [entry] = records.invoices.timeline.entries
    assert (entry.type, entry.data) == (
        "invoice.created",
        {
            "seller_id": "sel_1",
            "customer_id": "cus_1",
            "invoice_number": "2026-001",
            "status": "DRAFT",
            "balance": "15125",
            "currency": "EUR",
            "due_date": "2026-12-01",
        },
    )
    assert entry.text == "Invoice 2026-001 over EUR 151.25 was created from JSON"


def test_a_due_date_that_nobody_gave_is_explained_to_the_caller_and_on_the_timeline() -> None:
    records = Records()
    invoice, note = _create(records, due=None, source="UBL")
    assert invoice.due_date == date(2026, 12, 4)
    assert "14 days' payment terms" in note
    [entry] = records.invoices.timeline.entries
    assert (entry.data["due_date"], entry.data["due_date_note"]) == ("2026-12-04", note)
    assert entry.text.endswith("created from UBL")


def test_a_number_is_given_once_and_the_refusal_names_the_invoice_that_has_it() -> None:
    records = Records()
    first, _ = _create(records)
    with pytest.raises(AlreadyExists) as refusal:
        _create(records, document=a_document(a_line("Eel")))
    assert refusal.value.existing_id == first.invoice_id
    assert records.invoices.documents[first.invoice_id] == a_document()
    assert records.told == ("invoice.created",)


@pytest.mark.parametrize("wrong", [{"number": ""}, {"due": date(2026, 11, 19)}])
def test_what_cannot_be_issued_is_not_stored(wrong: dict[str, Any]) -> None:
    records = Records()
    with pytest.raises(InvalidInput):
        _create(records, **wrong)
    assert not records.invoices.stored
    assert records.told == ()
