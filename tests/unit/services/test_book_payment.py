"""Every payment is booked once, and what no invoice takes is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dunlin.domain.errors import InvalidInput, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.remittance import IncomingPayment, Unplaced
from dunlin.services.book_payment import Booked, Outcome, book_payment
from tests.records_world import Records


def incoming(amount: int = 15125, **changes: Any) -> IncomingPayment:
    money = IncomingPayment("pay_1", amount, "EUR", date(2026, 11, 25), "transfer", "2026-001", "stripe")
    return replace(money, **changes)


def book(records: Records, invoice: Invoice | str, money: IncomingPayment | None = None, **how: Any) -> Booked:
    return book_payment(
        invoice if isinstance(invoice, str) else invoice.invoice_id,
        money or incoming(),
        invoices=records.invoices,
        outbox=records.outbox,
        unapplied=records.money,
        **records.acting,
        **how,
    )


def test_a_payment_of_what_is_owed_settles_the_invoice_and_is_told() -> None:
    records = Records()
    booked = book(records, records.with_invoice())
    assert booked.invoice
    assert (booked.outcome, booked.invoice.status, booked.rest, booked.why) == (Outcome.APPLIED, Status.PAID, 0, None)
    entry = records.invoices.timeline.entries[-1]
    assert (entry.type, entry.text) == ("payment.recorded", "EUR 151.25 came in: it is paid")
    assert entry.data["source"] == "stripe"
    assert not records.money.get("pay_1").waits


def test_of_more_than_is_owed_the_part_that_is_owed_is_applied_and_the_rest_waits() -> None:
    records = Records()
    booked = book(records, records.with_invoice(), incoming(20000))
    assert booked.invoice
    assert (booked.outcome, booked.invoice.status, booked.invoice.balance.amount) == (Outcome.APPLIED, Status.PAID, 0)
    assert (booked.rest, booked.why) == (4875, Unplaced.MORE_THAN_OWED)
    [waiting] = records.money.waiting(limit=9).items
    assert (waiting.unapplied, waiting.why, waiting.invoice_id) == (4875, booked.why, booked.invoice.invoice_id)
    entry = records.invoices.timeline.entries[-1]
    assert entry.text == "EUR 151.25 came in: it is paid; EUR 48.75 more came in than was owed, and wait to be placed"
    assert entry.data["unapplied"] == "4875"


@pytest.mark.parametrize(
    ("status", "money", "why"),
    [
        (Status.PAID, incoming(), Unplaced.PAID_ALREADY),
        (Status.VOID, incoming(), Unplaced.VOID),
        (Status.DRAFT, incoming(), Unplaced.NOT_POSTED),
        (Status.OPEN, incoming(currency="DKK"), Unplaced.OTHER_CURRENCY),
    ],
)
def test_what_the_invoice_does_not_take_is_kept_with_the_reason_and_told(
    status: Status, money: IncomingPayment, why: Unplaced
) -> None:
    records = Records()
    invoice = records.with_invoice(status=status)
    booked = book(records, invoice, money)
    assert (booked.outcome, booked.invoice, booked.rest, booked.why) == (Outcome.UNAPPLIED, invoice, 15125, why)
    assert records.invoices.get(invoice.invoice_id) == invoice
    assert records.told == ("payment.unapplied",)
    assert records.money.get("pay_1").waits


@pytest.mark.parametrize(("invoice_id", "why"), [("inv_none", Unplaced.UNKNOWN_INVOICE), ("", Unplaced.AMBIGUOUS)])
def test_money_for_no_invoice_is_kept_too(invoice_id: str, why: Unplaced) -> None:
    records = Records()
    booked = book(records, invoice_id, why=why)
    assert (booked.outcome, booked.invoice, booked.why) == (Outcome.UNAPPLIED, None, why)
    assert records.money.get("pay_1").waits


@pytest.mark.parametrize("amount", [100, 15125, 20000])
def test_the_same_money_twice_is_known(amount: int) -> None:
    records = Records()
    invoice = records.with_invoice()
    first, again = book(records, invoice, incoming(amount)), book(records, invoice, incoming(amount))
    assert (again.outcome, again.invoice) == (Outcome.KNOWN, first.invoice)
    assert records.told == ("payment.recorded",)


def test_the_same_money_for_another_invoice_is_known() -> None:
    records = Records()
    book(records, records.with_invoice(), incoming(100))
    other = records.with_invoice(number="2026-002")
    assert book(records, other, incoming(100)).outcome is Outcome.KNOWN
    assert records.invoices.get(other.invoice_id) == other


def test_the_same_money_that_was_kept_is_known() -> None:
    records = Records()
    book(records, "")
    assert book(records, records.with_invoice()).outcome is Outcome.KNOWN
    assert records.told == ("payment.unmatched",)


def test_two_workers_with_the_same_money_book_it_once() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _forget(book(records, invoice)))
    booked = book(records, invoice)
    assert booked.invoice
    assert (booked.outcome, booked.invoice.status) == (Outcome.KNOWN, Status.PAID)
    assert records.told == ("payment.recorded",)


def test_a_payment_that_comes_second_is_judged_by_what_the_first_has_left() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _forget(book(records, invoice, incoming(15000, payment_id="pay_2"))))
    booked = book(records, invoice)
    assert (booked.outcome, booked.rest) == (Outcome.APPLIED, 15000)


def test_a_person_is_told_instead_and_nothing_is_kept() -> None:
    records = Records()
    invoice = records.with_invoice()
    for wrong in (incoming(15126), incoming(currency="DKK"), incoming(0)):
        with pytest.raises(InvalidInput):
            book(records, invoice, wrong, strict=True)
    with pytest.raises(NotFound):
        book(records, "inv_none", strict=True)
    assert (records.told, records.money.stored) == ((), {})


def test_an_invoice_that_never_holds_still_is_given_up_and_nothing_is_kept() -> None:
    records = Records()
    invoice = records.with_invoice()

    def stir() -> None:
        stored = records.invoices.stored[invoice.invoice_id]
        records.invoices.stored[invoice.invoice_id] = replace(stored, version=stored.version + 1)

    records.invoices.meanwhile.extend([stir] * 100)
    with pytest.raises(StaleVersion):
        book(records, invoice)
    assert records.money.stored == {}


def _forget(_: object) -> None:
    """What somebody else's call answers is theirs."""
