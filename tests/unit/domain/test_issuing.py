"""From parties, lines and dates to a DRAFT."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.issuing import draft, due_date, revise
from dunlin.domain.money import LARGEST, Money
from tests.builders import NOW, a_customer, a_document, a_line, a_seller, an_invoice

ISSUED = date(2026, 11, 20)


def _draft(document: InvoiceDocument | None = None, **changes: Any) -> Invoice:
    given = {"number": "2026-001", "issue_date": ISSUED, "due": ISSUED, "seller": a_seller(), "customer": a_customer()}
    return draft(document or a_document(), **{**given, **changes}, now=NOW)


def _prepaid(more: int) -> InvoiceDocument:
    document = a_document()
    return replace(document, totals=replace(document.totals, payable=-more, prepaid=document.totals.payable + more))


def test_a_draft_owes_what_its_document_asks_for() -> None:
    invoice = _draft()
    assert (invoice.status, invoice.version, invoice.balance) == (Status.DRAFT, 0, Money(15125, "EUR"))
    assert invoice.created_at == invoice.updated_at == NOW


def test_the_same_number_of_the_same_seller_is_the_same_invoice() -> None:
    assert _draft().invoice_id == _draft(a_document(a_line("Eel"))).invoice_id


def test_another_number_or_another_seller_is_another_invoice() -> None:
    ids = {
        _draft().invoice_id,
        _draft(number="2026-002").invoice_id,
        _draft(seller=a_seller(seller_id="s2")).invoice_id,
    }
    assert len(ids) == 3


def test_the_customer_is_listed_by_the_name_it_goes_by() -> None:
    party = replace(a_customer().party, trading_name="Buyer's Best")
    assert _draft(customer=a_customer(party=party)).customer_name == "Buyer's Best"
    assert _draft().customer_name == "Buyer Ltd"


@pytest.mark.parametrize("number", ["", "  ", "x" * 101, "A\n1", "A\t1", "A\x001"])
def test_a_number_is_one_short_line(number: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _draft(number=number)
    assert [problem.where for problem in refusal.value.problems] == ["/number"]


@pytest.mark.parametrize("number", ["1", "RE/2026-11 № 7", "x" * 100])
def test_numbers_may_hold_what_people_put_into_numbers(number: str) -> None:
    assert _draft(number=number).number == number


def test_an_invoice_without_lines_or_with_money_to_give_back_is_refused_with_all_reasons_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        _draft(replace(_prepaid(500), lines=()))
    assert [problem.where for problem in refusal.value.problems] == ["/lines", "/totals/payable"]
    assert "EUR -5.00" in refusal.value.problems[1].message


def test_an_invoice_over_more_than_anybody_owes_is_refused() -> None:
    document = a_document(replace(a_line(), net=LARGEST + 1))
    with pytest.raises(InvalidInput) as refusal:
        _draft(document)
    assert [problem.where for problem in refusal.value.problems] == ["/totals"]


def test_an_invoice_over_nothing_may_be_issued() -> None:
    assert _draft(_prepaid(0)).payable == 0


def test_a_stated_due_date_needs_no_note() -> None:
    due = due_date(ISSUED, issued=ISSUED, seller=a_seller())
    assert (due.on, due.note) == (ISSUED, "")


def test_a_missing_due_date_follows_from_the_sellers_terms_and_says_so() -> None:
    due = due_date(None, issued=ISSUED, seller=a_seller(payment_terms_days=14))
    assert due.on == date(2026, 12, 4)
    assert due.note == "no due date was given: 2026-12-04 follows from 14 days' payment terms"


def test_an_issue_date_at_the_end_of_time_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not plausible") as refusal:
        due_date(None, issued=date.max, seller=a_seller())
    assert refusal.value.problems[0].where == "/issue_date"


def test_nothing_is_due_before_it_is_issued() -> None:
    with pytest.raises(InvalidInput, match="is before the issue date") as refusal:
        due_date(ISSUED - timedelta(days=1), issued=ISSUED, seller=a_seller())
    assert refusal.value.problems[0].where == "/due_date"


def test_a_revised_draft_keeps_its_number_and_asks_for_the_new_sum() -> None:
    before, later = _draft(), NOW + timedelta(hours=1)
    document = a_document(a_line(price="20"))
    after = revise(before, document, issue_date=ISSUED + timedelta(days=1), due=ISSUED + timedelta(days=9), now=later)
    assert after.payable == document.totals.payable == 24200
    assert (after.issue_date, after.due_date) == (date(2026, 11, 21), date(2026, 11, 29))
    assert (after.invoice_id, after.number, after.created_at, after.updated_at) == (
        before.invoice_id,
        before.number,
        NOW,
        later,
    )


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.DRAFT])
def test_only_a_draft_can_be_revised(status: Status) -> None:
    with pytest.raises(Conflict, match=f"is {status}: only its due date") as refusal:
        revise(an_invoice(status=status), a_document(), issue_date=ISSUED, due=ISSUED, now=NOW)
    assert refusal.value.code == "wrong_status"


def test_a_draft_is_not_revised_into_something_that_cannot_be_issued() -> None:
    with pytest.raises(InvalidInput):
        revise(_draft(), _prepaid(1), issue_date=ISSUED, due=ISSUED, now=NOW)
