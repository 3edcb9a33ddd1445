"""What became of a reminder: opened, answered, paid; and what a page of them comes to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dunlin.domain.dunning.activity import Activity, activity, settled_on, totals
from dunlin.domain.dunning.charges import Charge, ChargeKind, Waiver
from dunlin.domain.dunning.hold import HoldKind, PromiseState
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Counts
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.money import Money
from tests.builders import CLERK
from tests.dunning_builders import a_hold, a_promise, dunned, owed
from tests.reminded import a_reminder, delivered

# Late in the evening in London, and the next morning in Auckland.
LEFT = datetime(2027, 3, 8, 22, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def became(invoice: Invoice | None = None, *, within: int = 7, zone: str = "Europe/London", **of: Any) -> Activity:
    """Of a reminder to Ada that left in the evening of 8 March."""
    invoice = invoice or owed()
    (email,) = a_reminder(invoice, decided=LEFT)
    return activity(delivered(email, **of), invoice, within=within, zone=zone)


def paid(*days: date) -> Invoice:
    """Paid in equal parts."""
    part = 15125 // len(days)
    payments = tuple(Payment(f"pay_{number}", part, day) for number, day in enumerate(days))
    return owed(status=Status.PAID, payments=payments)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 7), (None, None, False)),
        (date(2027, 3, 8), (date(2027, 3, 8), 0, True)),
        (date(2027, 3, 15), (date(2027, 3, 15), 7, True)),
        (date(2027, 3, 16), (date(2027, 3, 16), 8, False)),
    ],
)
def test_whether_it_was_paid_after_the_reminder(day: date, expected: tuple[date | None, int | None, bool]) -> None:
    found = became(paid(day))
    assert (found.paid_on, found.paid_after_days, found.paid_within) == expected


def test_days_are_those_of_the_zone() -> None:
    assert became(paid(date(2027, 3, 9)), zone="Pacific/Auckland").paid_after_days == 0
    assert became(paid(date(2027, 3, 8)), zone="Pacific/Auckland").paid_on is None


def test_it_is_paid_with_the_last_payment_or_the_last_waiver() -> None:
    assert settled_on(paid(date(2027, 3, 20), date(2027, 3, 10))) == date(2027, 3, 20)
    waived = Waiver(CLERK, "goodwill", datetime(2027, 4, 1, tzinfo=UTC))
    fee = Charge("chg_1", ChargeKind.FEE, 500, date(2027, 3, 8), 1, waived=waived)
    assert settled_on(replace(paid(date(2027, 3, 20)), charges=(fee,))) == date(2027, 4, 1)


@pytest.mark.parametrize("status", [Status.OPEN, Status.PARTIALLY_PAID, Status.VOID])
def test_what_is_still_owed_or_void_is_not_paid(status: Status) -> None:
    part = Payment("pay_1", 100, date(2027, 3, 10))
    assert became(owed(status=status, payments=(part,))).paid_on is None


@pytest.mark.parametrize("state", PromiseState)
def test_a_promise_after_the_reminder_is_its_answer(state: PromiseState) -> None:
    made = a_promise(date(2027, 3, 20), judged_at=LEFT + 300 * HOUR, made_at=LEFT + HOUR, state=state)
    (found,) = became(owed(dunning=dunned(promise=made))).responses
    assert (found.kind, found.state, found.on, found.amount) == ("promise", state.value, date(2027, 3, 20), 15125)


def test_a_dispute_and_a_promise_come_in_the_order_in_which_they_were_made() -> None:
    made = a_promise(date(2027, 3, 20), judged_at=LEFT + 300 * HOUR, made_at=LEFT + 2 * HOUR)
    dispute = a_hold(HoldKind.DISPUTE, since=LEFT + HOUR, reason="wrong quantity")
    found = became(owed(dunning=dunned(promise=made, holds=(dispute, a_hold(since=LEFT + HOUR))))).responses
    assert [(each.kind.value, each.state, each.reason) for each in found] == [
        ("dispute", "open", "wrong quantity"),
        ("promise", "open", ""),
    ]


def test_an_answer_before_the_reminder_is_none_to_it() -> None:
    made = a_promise(date(2027, 3, 20), judged_at=LEFT, made_at=LEFT - HOUR)
    held = dunned(promise=made, holds=(a_hold(HoldKind.DISPUTE, since=LEFT - HOUR),))
    assert became(owed(dunning=held)).responses == ()


@pytest.mark.parametrize("status", [EmailStatus.PLANNED, EmailStatus.CANCELLED, EmailStatus.FAILED])
def test_nothing_comes_of_a_mail_that_has_not_left(status: EmailStatus) -> None:
    found = became(paid(date(2027, 3, 9)), status=status, sent_at=None)
    assert (found.paid_on, found.responses, totals([found]).reminders) == (None, (), 0)


@pytest.mark.parametrize(
    ("status", "counts", "arrived", "opened"),
    [
        (EmailStatus.SENT, Counts(), False, False),
        (EmailStatus.SENT, Counts(machine_opens=3, unknown_opens=2), False, False),
        (EmailStatus.SENT, Counts(human_opens=1), True, True),
        (EmailStatus.DELIVERED, Counts(machine_clicks=1), True, False),
        (EmailStatus.DELIVERED, Counts(human_clicks=1), True, True),
        (EmailStatus.COMPLAINED, Counts(), True, False),
        (EmailStatus.BOUNCED, Counts(), False, False),
    ],
)
def test_whom_it_reached_and_who_opened_it(status: EmailStatus, counts: Counts, *, arrived: bool, opened: bool) -> None:
    found = became(status=status, counts=counts)
    assert (found.arrived, found.opened) == (arrived, opened)
    assert (totals([found]).people_reached, totals([found]).opened) == (arrived, opened)


def test_totals_count_people_reminders_and_invoices_once() -> None:
    invoice, other = paid(date(2027, 3, 16)), owed(number="2026-002", currency="USD")
    mails = [
        *a_reminder(other, decided=LEFT + 9 * HOUR, amount=700),
        *a_reminder(invoice, "ada@buyer.example", "bob@buyer.example", decided=LEFT + 8 * HOUR, number=2, amount=16000),
        *a_reminder(invoice, "Ada@buyer.example", decided=LEFT, amount=15125),
    ]
    rows = [
        activity(delivered(each, counts=Counts(human_opens=2)), of, within=7, zone="UTC")
        for each, of in zip(mails, (other, invoice, invoice, invoice), strict=True)
    ]
    found = totals(rows)
    assert (found.mails, found.reminders, found.people_reached, found.opened) == (4, 3, 2, 3)
    assert (found.invoices, found.paid_within) == (2, 1)
    assert found.asked == (Money(16000, "EUR"), Money(700, "USD"))
