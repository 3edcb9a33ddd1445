"""What went wrong in public at others who send invoices and reminders, each as a story that must not happen here."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest
import time_machine
from botocore.exceptions import ReadTimeoutError

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice, Payment, Status, pay
from dunlin.services.change_invoice import change_invoice
from dunlin.services.write_change import Told
from local.mail import Mail
from tests import aws
from tests.builders import CLERK
from tests.functional import outbound, reminders, world
from tests.functional.reminders import DUE, FIRST, OPENED
from tests.wire import KilledError, tapped

# A kill flushes no metrics.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")
_POST = "sesv2.SendEmail"


def about(invoice: Invoice, mails: list[Mail]) -> list[str]:
    """What kinds of mail the customer got about it, in order."""
    return [mail.tags["kind"] for mail in mails if mail.tags["invoice_id"] == invoice.invoice_id]


def come_in(invoice: Invoice) -> None:
    """All that is owed is paid."""
    change_invoice(
        invoice.invoice_id,
        lambda before: pay(before, Payment("pay_1", before.balance.amount, wiring.now().date()), now=wiring.now()),
        lambda _: Told("test.happened", "it came in"),
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
    )


def lost() -> None:
    """SES has taken the mail, and its answer does not come."""
    raise ReadTimeoutError(endpoint_url="https://email.us-east-1.amazonaws.com")


def test_the_same_reminder_on_every_cron_run(aws_world: None) -> None:
    """Whatever ever fired fires again each day, beside the sweep: three reminders, each once."""
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST - timedelta(days=1))
        fired = reminders.fired()
        with tapped() as wire:
            for _ in range(45):
                clock.shift(timedelta(days=1))
                fired += reminders.fired()
                reminders.run(*fired[-6:])
                reminders.minute()

    sent = [each.reminder.number for each in wiring.messages().of_invoice(invoice.invoice_id) if each.reminder]
    assert sorted(sent) == [1, 2, 3]
    assert about(invoice, wire.mails) == ["reminder"] * 3


def test_twenty_two_copies_in_a_day(aws_world: None) -> None:
    """The worker dies when SES has taken the mail; the queue brings the message again and again: one copy."""
    message_id = outbound.plan(outbound.store())
    with tapped(at=_POST, when="after") as died, pytest.raises(KilledError):
        outbound.run_deliver(message_id)
    with time_machine.travel(wiring.now(), tick=False) as clock, tapped() as wire:
        for _ in range(22):
            clock.shift(timedelta(hours=1))
            outbound.run_deliver(message_id, *outbound.run_sweep())

    assert len(died.mails) == 1
    assert wire.mails == []
    [email] = outbound.emails(message_id)
    assert email.status is EmailStatus.NEEDS_REVIEW  # no event came: a person looks


def test_a_reminder_for_a_paid_invoice(aws_world: None) -> None:
    """The payment is booked when the reminder is decided, written and drawn, one call before it is claimed."""
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST)
        fired = reminders.fired()
        with tapped(at="s3.PutObject", when="after", then=lambda: come_in(invoice)) as wire:
            reminders.run(*fired)
            for _ in range(3):
                clock.shift(timedelta(days=20))
                reminders.run(*fired)
                reminders.minute()

    assert wire.at is None  # it was paid at that moment
    assert about(invoice, wire.mails) == []
    [email] = [each for each in wiring.messages().of_invoice(invoice.invoice_id) if each.reminder]
    assert (email.status, email.status_code) == (EmailStatus.CANCELLED, "invoice_paid")


def test_an_invoice_for_who_has_paid_it_meanwhile(aws_world: None) -> None:
    """The same with the first mail, which no plan of reminders holds up."""
    invoice = outbound.store()
    message_id = outbound.plan(invoice)
    with tapped(at="s3.PutObject", when="after", then=lambda: come_in(invoice)) as wire:
        outbound.run_deliver(message_id, message_id)

    assert wire.at is None
    assert wire.mails == []
    [email] = outbound.emails(message_id)
    assert (email.status, email.status_code) == (EmailStatus.CANCELLED, "invoice_paid")
    assert wiring.invoices().get(invoice.invoice_id).status is Status.PAID


def test_past_due_mail_the_morning_after_the_first_send(aws_world: None) -> None:
    """An invoice that is sent long after its due date: its customer has had it for days before the first reminder."""
    with time_machine.travel(datetime(2027, 4, 6, 16, 0, tzinfo=UTC), tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        with tapped() as wire:
            clock.shift(timedelta(hours=17))  # the next morning, at nine
            reminders.run(*reminders.fired())
            reminders.minute()
            first_morning = list(wire.mails)
            for _ in range(7):
                clock.shift(timedelta(days=1))
                reminders.run(*reminders.fired())
                reminders.minute()

    assert invoice.due_date == DUE
    assert about(invoice, first_morning) == []
    when = [mail.sent_at.date() for mail in wire.mails]
    assert when
    assert when[0] >= date(2027, 4, 9)  # three days are between any two mails


def test_a_missed_day_is_caught_up(aws_world: None) -> None:
    """On the day of the reminder nothing runs, and its schedule is gone: it goes out when something runs again."""
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST)
        assert reminders.fired()
        clock.move_to(FIRST + timedelta(days=2))
        with tapped() as wire:
            reminders.minute()

    assert about(invoice, wire.mails) == ["reminder"]
    assert "dunning.repaired" in world.told(invoice.invoice_id)


def test_sent_although_the_mail_server_failed(aws_world: None) -> None:
    """What SES does not take is not told as sent, and opens no invoice: it has failed, and says why."""
    boto3.client("sesv2").delete_email_identity(EmailIdentity=aws.SENDER_DOMAIN)
    invoice = outbound.store()
    message_id = outbound.plan(invoice)
    with tapped() as wire:
        outbound.run_deliver(message_id, message_id)

    assert wire.calls.count(_POST) == 1
    assert wire.mails == []
    [email] = outbound.emails(message_id)
    assert (email.status, email.status_code) == (EmailStatus.FAILED, "MessageRejected")
    stored = wiring.invoices().get(invoice.invoice_id)
    assert (stored.status, stored.sent_at) == (Status.POSTED, None)
    assert not {"email.sent", "invoice.sent"} & set(world.told(invoice.invoice_id))


def test_failed_although_the_mail_had_left(aws_world: None) -> None:
    """The other way round: SES has taken it and its answer is lost. It is neither sent again nor given up."""
    invoice = outbound.store()
    message_id = outbound.plan(invoice)
    with time_machine.travel(wiring.now(), tick=False) as clock, tapped(at=_POST, when="after", then=lost) as wire:
        outbound.run_deliver(message_id)
        for _ in range(4):
            clock.shift(timedelta(minutes=6))  # events are late, and within the time that they are given
            outbound.run_deliver(message_id, *outbound.run_sweep())
        [unsure] = outbound.emails(message_id)
        outbound.run_engage(wire.mails[0], "Send", "Delivery")

    assert unsure.status is EmailStatus.AMBIGUOUS
    assert len(wire.mails) == 1
    [email] = outbound.emails(message_id)
    assert email.status is EmailStatus.DELIVERED
    assert wiring.invoices().get(invoice.invoice_id).status is Status.OPEN


def test_one_bad_invoice_stops_all(aws_world: None) -> None:
    """The first of the batch cannot even be read: everybody else's mail leaves, and it alone comes again."""
    invoices = [outbound.store(number=str(number)) for number in range(4)]
    planned = [outbound.plan(each) for each in invoices]
    broken = invoices[0]
    boto3.client("dynamodb").update_item(
        TableName=os.environ["INVOICES_TABLE"],
        Key={"invoice_id": {"S": broken.invoice_id}, "part": {"S": "head"}},
        UpdateExpression="SET payments = :nonsense",
        ExpressionAttributeValues={":nonsense": {"S": "{"}},
    )
    with tapped() as wire:
        failed = outbound.run_deliver(*planned)

    assert failed == ["m-0"]
    assert Counter(mail.tags["invoice_id"] for mail in wire.mails) == {each.invoice_id: 1 for each in invoices[1:]}


def test_a_digest_sent_57_times_because_the_mark_came_after_the_send(aws_world: None) -> None:
    """Every worker dies right after SES has taken the mail, 57 times over: the mark was there before."""
    message_id = outbound.plan(outbound.store())
    mails: list[Mail] = []
    died = 0
    for _ in range(57):
        with tapped(at=_POST, when="after") as wire:
            try:
                outbound.run_deliver(message_id)
            except KilledError:
                died += 1
        mails += wire.mails

    assert (len(mails), died) == (1, 1)
