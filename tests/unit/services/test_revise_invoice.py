"""A draft's content is replaced; of what is owed only the due date moves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import Conflict, InvalidInput, StaleVersion
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.party import Party
from dunlin.services.revise_invoice import revise_invoice
from tests.builders import a_document, a_line
from tests.records_world import Records


def _records(**invoice: Any) -> tuple[Records, Invoice]:
    records = Records()
    records.with_seller(payment_terms_days=10)
    records.with_customer()
    return records, records.with_invoice(**{"status": Status.DRAFT, **invoice})


def _dearer(seller: Party, buyer: Party) -> InvoiceDocument:
    return replace(a_document(a_line(price="20")), seller=seller, buyer=replace(buyer, contact_name="Ada"))


def _revise(records: Records, invoice: Invoice, **given: Any) -> tuple[Invoice, InvoiceDocument]:
    asked = {"document": None, "issue_date": None, "due": None, **given}
    return revise_invoice(
        invoice.invoice_id,
        sellers=records.sellers,
        customers=records.customers,
        invoices=records.invoices,
        **asked,
        outbox=records.outbox,
        **records.acting,
    )


def test_a_drafts_new_content_replaces_the_old_and_the_timeline_tells_the_sums() -> None:
    records, draft = _records()
    invoice, document = _revise(records, draft, document=_dearer, due=date(2027, 1, 5))
    assert (invoice.payable, invoice.due_date, invoice.issue_date) == (24200, date(2027, 1, 5), draft.issue_date)
    assert document.buyer.contact_name == "Ada"
    assert records.invoices.get_with_document(draft.invoice_id) == (invoice, document)
    entry = records.invoices.timeline.entries[-1]
    assert (entry.type, entry.text) == ("invoice.revised", "The draft was changed: EUR 151.25 became EUR 242.00")


def test_a_new_issue_date_without_a_due_date_follows_the_sellers_terms() -> None:
    records, draft = _records()
    invoice, _ = _revise(records, draft, document=_dearer, issue_date=date(2026, 12, 1))
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 12, 1), date(2026, 12, 11))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.POSTED, Status.OPEN, Status.PARTIALLY_PAID])
def test_the_due_date_alone_moves_while_something_is_owed(status: Status) -> None:
    records, before = _records(status=status)
    invoice, document = _revise(records, before, due=date(2027, 1, 5))
    assert (invoice.due_date, invoice.status, document) == (date(2027, 1, 5), status, a_document())
    assert records.told == ("invoice.due_date_moved",)
    assert records.invoices.timeline.entries[-1].text == "The due date moved from 2026-12-20 to 2027-01-05"


def test_a_posted_invoice_keeps_its_content() -> None:
    records, posted = _records(status=Status.POSTED)
    with pytest.raises(Conflict, match="is POSTED: only its due date can be changed"):
        _revise(records, posted, document=_dearer)
    assert records.invoices.get_with_document(posted.invoice_id) == (posted, a_document())


def test_a_caller_who_saw_another_version_is_refused() -> None:
    records, draft = _records(version=4)
    with pytest.raises(StaleVersion, match="at version 4, not 3"):
        _revise(records, draft, document=_dearer, version=3)
    assert records.told == ()


def test_a_change_that_somebody_made_meanwhile_is_not_overwritten() -> None:
    records, draft = _records()

    def posted_meanwhile() -> None:
        records.invoices.stored[draft.invoice_id] = replace(draft, status=Status.POSTED, version=draft.version + 1)

    records.invoices.meanwhile.append(posted_meanwhile)
    with pytest.raises(StaleVersion):
        _revise(records, draft, document=_dearer)
    assert records.invoices.documents[draft.invoice_id] == a_document()


def test_a_due_date_before_the_issue_date_is_refused_in_either_way() -> None:
    records, draft = _records()
    for document in (None, _dearer):
        with pytest.raises(InvalidInput, match="before the issue date"):
            _revise(records, draft, document=document, due=date(2026, 11, 1))
    assert records.told == ()
