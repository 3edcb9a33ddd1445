"""`deliver` dies before and after each AWS call of a send: no mail twice, none lost, and everything comes to an end."""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Status
from tests import aws
from tests.functional import outbound, world
from tests.wire import KilledError, Wire, tapped

# A send to one recipient, in order: see test_budgets.
CALLS = 7
ENDS = {EmailStatus.DELIVERED, EmailStatus.NEEDS_REVIEW}


def repeat_everything(message_id: str, *, wires: list[Wire]) -> None:
    """Every queue message and every event comes twice more, and hours pass with a sweep now and then."""
    told: set[str] = set()
    with time_machine.travel(wiring.now(), tick=False) as clock:
        for _ in range(6):
            with tapped() as wire:
                for _ in range(2):
                    outbound.run_deliver(message_id)
                for queued in outbound.run_sweep():
                    outbound.run_deliver(queued, queued)
            wires.append(wire)
            for mail in (mail for each in wires for mail in each.mails if mail.message_id not in told):
                outbound.run_engage(mail, "Send", "Delivery")
                outbound.run_engage(mail, "Delivery", "Send")
                told.add(mail.message_id)
            clock.shift(timedelta(minutes=20))


# A real kill flushes no metrics; this one passes Powertools' `finally`.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_kill_at_any_call_neither_doubles_nor_loses_the_mail(aws_world: None, at: int, when: str) -> None:
    invoice = outbound.store()
    message_id = outbound.plan(invoice)
    aws.outbox()
    wires = []
    with tapped(at=at, when=when) as wire, pytest.raises(KilledError):
        outbound.run_deliver(message_id)
    wires.append(wire)

    repeat_everything(message_id, wires=wires)

    accepted = Counter(mail.email_id for each in wires for mail in each.mails)
    [email] = outbound.emails(message_id)
    assert max(accepted.values(), default=0) <= 1
    assert email.status in ENDS
    # Accepted means delivered in the end; what never left is with a person, and says so.
    assert bool(accepted) is (email.status is EmailStatus.DELIVERED)
    stored = wiring.invoices().get(invoice.invoice_id)
    assert stored.status is (Status.OPEN if accepted else Status.POSTED)
    assert stored.delivery.recipients == 1
    assert world.told(invoice.invoice_id).count("invoice.sent") == bool(accepted)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(3))
def test_a_kill_while_an_event_is_recorded_neither_doubles_nor_loses_it(aws_world: None, at: int, when: str) -> None:
    invoice = outbound.store()
    message_id = outbound.plan(invoice)
    with tapped() as wire:
        outbound.run_deliver(message_id)
    [mail] = wire.mails
    with tapped(at=at, when=when), contextlib.suppress(KilledError):
        outbound.run_engage(mail, "Delivery", "Open")
    for _ in range(2):
        outbound.run_engage(mail, "Delivery", "Open")

    [email] = outbound.emails(message_id)
    # The tests' events are made anew each time, so each has an instant, and a key, of its own: distinct opens.
    assert email.status is EmailStatus.DELIVERED
    assert email.counts.human_opens == sum(event.name == "Open" for event in email.events)
    assert wiring.invoices().get(invoice.invoice_id).delivery.counts == {"delivered": 1, "engaged": 1}


def test_two_workers_on_the_same_message_send_it_once(aws_world: None) -> None:
    message_id = outbound.plan(outbound.store("ada@buyer.example", "bob@buyer.example"))
    with tapped() as wire:
        outbound.run_deliver(message_id, message_id, message_id)

    assert Counter(mail.recipients for mail in wire.mails) == {
        ("ada@buyer.example",): 1,
        ("bob@buyer.example",): 1,
    }


def test_a_message_that_never_reached_the_queue_is_sent_by_the_sweep(aws_world: None) -> None:
    invoice = outbound.store()
    with tapped(at=3) as wire, pytest.raises(KilledError):
        outbound.plan(invoice)
    assert wire.calls[-1] == "dynamodb.TransactWriteItems"
    assert aws.outbox() == []

    with time_machine.travel(wiring.now() + timedelta(minutes=3), tick=False), tapped() as wire:
        outbound.run_deliver(*outbound.run_sweep())

    assert len(wire.mails) == 1


def test_a_poisoned_message_does_not_stop_its_neighbours(aws_world: None) -> None:
    first = outbound.plan(outbound.store(number="1"))
    second = outbound.plan(outbound.store(number="2"))
    with tapped() as wire:
        failed = outbound.run_deliver(first, "msg_nobody_knows", second)

    assert failed == ["m-1"]
    assert len(wire.mails) == 2
