"""That an invoice or a reminder was sent is told exactly when it was: by the fake and by DynamoDB alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind, Reminded
from dunlin.services.ports.sending import Change, Messages
from tests.builders import NOW, a_customer, a_document, a_message, a_seller, an_entry, an_invoice, some_emails
from tests.fakes_sending import FakeMessages

TOLD = ("invoice.sent", "reminder.sent")


@dataclass(frozen=True)
class Subject:
    """A store with one invoice, and the types of what its timeline tells."""

    messages: Messages
    invoice: Invoice
    types: Callable[[], list[str]]
    stored: Callable[[], tuple[Status, datetime | None]]
    looked_at: Callable[[], bool]

    def plan(self, kind: MessageKind = MessageKind.INVOICE) -> tuple[Email, ...]:
        """A message to two people."""
        message = a_message(self.invoice, kind=kind)
        emails = some_emails(message, "ada@buyer.example", "bob@buyer.example")
        self.messages.plan(message, emails, invoice=self.invoice, entry=an_entry(entry_id="tml_planned"))
        return emails

    def told(self) -> list[str]:
        return [each for each in self.types() if each in TOLD]


def _fake(status: Status) -> Subject:
    store = FakeMessages(an_invoice(status=status), a_document(), a_customer(), a_seller())

    def stored() -> tuple[Status, datetime | None]:
        return store.invoice.status, store.invoice.sent_at

    return Subject(
        store, store.invoice, lambda: [entry.type for entry in store.entries], stored, lambda: store.look_at is not None
    )


def _dynamodb(status: Status) -> Subject:
    wiring.sellers().put(a_seller(version=0))
    wiring.customers().put(a_customer(version=0))
    invoice = an_invoice(status=status)
    wiring.invoices().add(invoice, a_document(), entry=an_entry())

    def types() -> list[str]:
        return [entry.type for entry in wiring.timeline().list(invoice.invoice_id, limit=50).items]

    def stored() -> tuple[Status, datetime | None]:
        found = wiring.invoices().get(invoice.invoice_id)
        return found.status, found.sent_at

    def looked_at() -> bool:
        return bool(wiring.dunnings().due(now=NOW, limit=1))

    return Subject(wiring.messages(), wiring.invoices().get(invoice.invoice_id), types, stored, looked_at)


@pytest.fixture(params=["fake", "dynamodb"])
def having(request: pytest.FixtureRequest) -> Callable[[Status], Subject]:
    """The store, with an invoice in that status."""
    if request.param == "fake":
        return _fake
    request.getfixturevalue("aws_world")
    return _dynamodb


def left(email: Email, status: EmailStatus = EmailStatus.SENT, **changes: Any) -> Change:
    """Evidence that the mail left; what the sender thinks of the invoice may be out of date."""
    after = replace(email, status=status, wake_at=None, sent_at=NOW)
    entry = an_entry(entry_id=f"tml_{email.email_id}_{status.lower()}", type=f"email.{status.lower()}")
    return Change(email, after, entry, opens_invoice=after.kind is MessageKind.INVOICE, **changes)


def test_an_invoice_is_told_as_sent_by_the_first_mail_that_left_and_by_no_other(
    having: Callable[[Status], Subject],
) -> None:
    subject = having(Status.POSTED)
    for email in subject.plan():
        subject.messages.change(left(email, EmailStatus.DELIVERED))
    assert subject.told() == ["invoice.sent"]


@pytest.mark.parametrize("status", [Status.PARTIALLY_PAID, Status.PAID])
def test_what_was_paid_before_it_was_sent_is_told_as_sent_and_has_its_reminders_looked_at(
    having: Callable[[Status], Subject], status: Status
) -> None:
    """Of what was paid meanwhile, too: the money may be given back."""
    subject = having(status)
    for email in subject.plan():
        subject.messages.change(left(email, EmailStatus.DELIVERED))
    assert subject.told() == ["invoice.sent"]
    assert subject.stored() == (status, NOW)
    assert subject.looked_at()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.OPEN])
def test_an_invoice_that_a_mail_does_not_open_is_not_told_as_sent(
    having: Callable[[Status], Subject], status: Status
) -> None:
    subject = having(status)
    first, _ = subject.plan()
    subject.messages.change(left(first))
    assert subject.told() == []


@pytest.mark.parametrize("status", [EmailStatus.FAILED, EmailStatus.SUPPRESSED])
def test_a_mail_that_did_not_leave_sends_nothing(having: Callable[[Status], Subject], status: EmailStatus) -> None:
    subject = having(Status.POSTED)
    first, _ = subject.plan()
    subject.messages.change(left(first, status))
    assert subject.told() == []


def test_a_step_that_is_lost_tells_nothing(having: Callable[[Status], Subject]) -> None:
    subject = having(Status.POSTED)
    first, _ = subject.plan()
    with pytest.raises(ClaimLost):
        subject.messages.change(left(replace(first, status=EmailStatus.AMBIGUOUS)))
    assert subject.told() == []


def test_a_reminder_is_told_as_sent_once_for_each_person(having: Callable[[Status], Subject]) -> None:
    subject = having(Status.OPEN)
    for email in subject.plan(MessageKind.REMINDER):
        step = left(email)
        subject.messages.change(step)
        subject.messages.change(left(step.after, EmailStatus.DELIVERED))
    assert subject.told() == ["reminder.sent", "reminder.sent"]


def test_a_reminder_says_which_it_was_and_what_was_owed() -> None:
    said = Reminded(2, "wfl_1", 3, 1, 15125, "EUR", 15, "2026-001", "Buyer Ltd")
    store = FakeMessages(an_invoice(status=Status.OPEN), a_document(), a_customer(), a_seller())
    message = a_message(store.invoice, kind=MessageKind.REMINDER, reminder=said)
    (email,) = some_emails(message)
    store.plan(message, (email,), invoice=store.invoice, entry=an_entry())
    store.change(left(email))
    assert store.entries[-1].data == {
        "email_id": email.email_id,
        "message_id": message.message_id,
        "kind": "reminder",
        "number": "2",
        "workflow_id": "wfl_1",
        "workflow_version": "3",
        "amount": "15125",
        "currency": "EUR",
        "days_late": "15",
    }
