"""Ports of reports: the fakes and DynamoDB keep the same promises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from dunlin import wiring
from dunlin.adapters.dynamodb import reminders as adapter
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.ports.reports import Ledger, ReminderQuery, Reminders
from tests.builders import NOW, a_customer, an_invoice
from tests.fakes_reports import FakeLedger, FakeReminders
from tests.reminded import a_reminder
from tests.stored_reminders import store_owed, store_reminder

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Subject:
    """Both ports over one store, and how it is filled."""

    reminders: Reminders
    ledger: Ledger
    owe: Callable[..., Invoice]
    remind: Callable[[tuple[Email, ...], Invoice], None]

    def all(self, query: ReminderQuery, limit: int) -> list[str]:
        """The mails of all pages, in order."""
        found: list[str] = []
        page = self.reminders.list(query, limit=limit)
        found += [email.email_id for email, _ in page.items]
        while page.next:
            page = self.reminders.list(query, limit=limit, after=page.next)
            assert len(page.items) <= limit
            found += [email.email_id for email, _ in page.items]
        return found


def _fake() -> Subject:
    reminders, ledger = FakeReminders(), FakeLedger()

    def owe(**changes: Any) -> Invoice:
        invoice = an_invoice(**{"status": Status.OPEN, **changes})
        reminders.invoices[invoice.invoice_id] = invoice
        ledger.invoices.append(invoice)
        return invoice

    def remind(emails: tuple[Email, ...], _: Invoice) -> None:
        reminders.emails.extend(emails)

    return Subject(reminders, ledger, owe, remind)


@pytest.fixture(params=["fake", "dynamodb", "dynamodb that stops early"])
def subject(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Subject:
    if request.param == "fake":
        return _fake()
    request.getfixturevalue("aws_world")
    if request.param != "dynamodb":
        monkeypatch.setattr(adapter, "MOST_READ", 2)
    return Subject(wiring.reminders(), wiring.ledger(), store_owed, store_reminder)


def reminded(subject: Subject, many: int = 9) -> list[Email]:
    """Mails, hour by hour, of two customers, two workflows and three reminders."""
    found: list[Email] = []
    for each in range(many):
        customer = a_customer(customer_id=f"cus_{each % 2}")
        # Numbers by which the mails lie in both shards, in turns.
        invoice = subject.owe(number=f"i-{each}", customer=customer)
        said = {"number": each % 3 + 1, "workflow_id": f"wf_{each % 4 // 2}"}
        emails = a_reminder(invoice, "ada@buyer.example", decided=NOW + each * HOUR, **said)
        subject.remind(emails, invoice)
        found += emails
    return found


@pytest.mark.parametrize("limit", [1, 2, 4, 50])
def test_reminders_come_page_by_page_the_last_decided_first(subject: Subject, limit: int) -> None:
    mails = reminded(subject)
    assert subject.all(ReminderQuery(), limit) == [each.email_id for each in reversed(mails)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (ReminderQuery(customer_id="cus_1"), [7, 5, 3, 1]),
        (ReminderQuery(workflow_id="wf_1"), [7, 6, 3, 2]),
        (ReminderQuery(number=3), [8, 5, 2]),
        (ReminderQuery(customer_id="cus_0", number=3), [8, 2]),
        (ReminderQuery(customer_id="cus_9"), []),
        (ReminderQuery(since=NOW + 7 * HOUR), [8, 7]),
        (ReminderQuery(until=NOW + 2 * HOUR), [1, 0]),
        (ReminderQuery(since=NOW + 2 * HOUR, until=NOW + 5 * HOUR, number=1), [3]),
        (ReminderQuery(since=NOW + 5 * HOUR, until=NOW + 2 * HOUR), []),
    ],
)
def test_reminders_are_found_by_time_customer_workflow_and_number(
    subject: Subject, query: ReminderQuery, wanted: list[int]
) -> None:
    mails = reminded(subject)
    for limit in (1, 2, 50):
        assert subject.all(query, limit) == [mails[each].email_id for each in wanted]


def test_a_page_that_would_begin_before_the_time_that_is_asked_for_is_empty(subject: Subject) -> None:
    reminded(subject)
    first = subject.reminders.list(ReminderQuery(), limit=7)
    assert subject.reminders.list(ReminderQuery(since=NOW + 5 * HOUR), limit=7, after=first.next).items == ()


def test_all_mails_of_a_reminder_come_each_with_its_invoice(subject: Subject) -> None:
    invoice = subject.owe()
    emails = a_reminder(invoice, "ada@buyer.example", "bob@buyer.example")
    subject.remind(emails, invoice)
    page = subject.reminders.list(ReminderQuery(), limit=2)
    assert sorted((email.email_id, of.invoice_id, of.balance) for email, of in page.items) == [
        (each.email_id, invoice.invoice_id, invoice.balance) for each in emails
    ]
    assert {email.reminder for email, _ in page.items} == {emails[0].reminder}
    assert page.next is None


def test_invoices_are_walked_by_due_date_from_anywhere(subject: Subject) -> None:
    for number, day in enumerate((5, 3, 9, 3)):
        customer = a_customer(customer_id=f"cus_{number % 2}")
        subject.owe(number=f"n-{number}", customer=customer, due_date=date(2027, 1, day))
    walked = list(subject.ledger.walk())
    assert [each.due_date.day for _, each in walked] == [3, 3, 5, 9]
    assert list(subject.ledger.walk(after=walked[1][0])) == walked[2:]
    assert [each.due_date.day for _, each in subject.ledger.walk(customer_id="cus_0")] == [5, 9]
    assert list(subject.ledger.walk(customer_id="cus_0", after=walked[2][0])) == walked[3:]
