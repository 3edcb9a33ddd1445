"""Automatic payment from the schedule to the receipt, over the queues, the schedules and the webhooks of the stack."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.invoice import Status
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.attempt import collection_id
from dunlin.domain.payments.event import EventKind
from tests import aws
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.autopay.bank import (
    HOUR,
    Bank,
    body,
    collect,
    deliver,
    mails,
    owed,
    paid_once,
    settle,
    stored,
    the_day,
    told,
    turn,
)
from tests.functional.functions import invoke
from tests.functional.http import Client
from tests.functional.portal.visitor import tell
from tests.functional.reminders import fired


def test_its_schedule_fires_at_the_hour_and_it_is_charged(bank: Bank) -> None:
    with time_machine.travel(HOUR - timedelta(days=2), tick=False):
        invoice = owed()
        turn(invoice)
    (schedule,) = aws.schedules().values()
    assert schedule["ScheduleExpression"] == f"at({HOUR:%Y-%m-%dT%H:%M:%S})"
    with the_day():
        deliver(*fired())
        assert collect() == []
        assert told(invoice) == ["autopay.planned", "autopay.due", "autopay.charging"]
        assert paid_once(invoice)
        assert len(bank.charges) == 1


def test_a_lost_schedule_is_made_up_by_the_sweep(bank: Bank) -> None:
    with time_machine.travel(HOUR - timedelta(days=2), tick=False):
        invoice = owed()
        turn(invoice)
    for name in aws.schedules():
        aws.forget_schedule(name)
    with the_day() as clock:
        settle(clock, times=1)
        assert paid_once(invoice)
        assert len(bank.charges) == 1


def test_a_lost_queue_message_is_made_up_by_the_sweep(bank: Bank) -> None:
    with the_day() as clock:
        invoice = owed()
        turn(invoice)
        assert len(aws.outbox_bodies("COLLECT_QUEUE_URL")) == 1  # and nobody ever sees it again
        aws.outbox_bodies()
        assert not bank.charges
        settle(clock, times=1)
        assert paid_once(invoice)
        assert len(bank.charges) == 1


def test_a_provider_that_is_down_is_asked_again_as_the_same_attempt(bank: Bank) -> None:
    with the_day() as clock:
        invoice = owed()
        turn(invoice)
        bank.down = True
        assert len(collect()) == 1
        settle(clock, times=2)
        bank.down = False
        settle(clock, times=1)
        assert paid_once(invoice)
        assert len(set(bank.asked)) == 1
        assert mails(invoice, MessageKind.AUTOPAY_FAILED) == 0


def test_a_payment_between_the_decision_and_the_charge_stops_it(bank: Bank) -> None:
    client = Client()
    with the_day():
        invoice = owed()
        turn(invoice)
        path = f"/v1/invoices/{invoice.invoice_id}/payments"
        answer = client.post(path, bodies.a_payment(amount=15_125), key="1")
        assert answer.status == HTTPStatus.CREATED, answer.content
        collect()
        assert not bank.asked
        assert stored(invoice).status is Status.PAID


def test_one_poisoned_message_does_not_stop_its_neighbours(bank: Bank) -> None:
    with the_day():
        invoice = owed()
        turn(invoice)
        assert collect('{"turn": {"invoice_id": "inv_nobody"}}', "no JSON", body(invoice)) == ["record-1", "record-2"]
        assert paid_once(invoice)


def test_a_debit_that_a_webhook_takes_back_is_told_and_tried_again(bank: Bank) -> None:
    with the_day() as clock:
        invoice = owed(means="processes")
        turn(invoice)
        collect()
        settle(clock, times=1)
        clock.shift(timedelta(days=4))
        attempt = wiring.attempts().get(invoice.invoice_id, collection_id(invoice.invoice_id, 1))
        failed = bank.event(attempt, EventKind.FAILED, reason="insufficient_funds")
        for _ in range(3):
            assert tell("test", *bank.webhook(failed)).status == HTTPStatus.OK
        settle(clock, times=1)
        assert mails(invoice, MessageKind.AUTOPAY_FAILED) == 1
        dunning = stored(invoice).dunning
        assert dunning
        assert [each.code for each in dunning.tries] == ["insufficient_funds"]
        assert (dunning.decided, dunning.holds) == ("autopay", ())
        assert "did not work" in str(world.sent()[-1].raw_data)


def test_no_reminder_goes_out_while_it_works_and_after_the_last_refusal_they_go_on(bank: Bank) -> None:
    with the_day() as clock:
        invoice = owed(means="declines", workflow=STANDARD)
        for days in (0, 3, 7):
            clock.move_to(HOUR + timedelta(days=days))
            turn(invoice)
            collect()
            settle(clock, times=1)
            assert mails(invoice, MessageKind.REMINDER) == 0
        assert mails(invoice, MessageKind.AUTOPAY_FAILED) == 3
        assert "autopay.left" in told(invoice)
        for day in range(8, 20):
            clock.move_to(HOUR + timedelta(days=day, hours=3))
            settle(clock, times=1)
        assert mails(invoice, MessageKind.REMINDER) >= 1
        assert len(bank.charges) == 3


@pytest.mark.parametrize("means", ["succeeds", "declines"])
def test_staff_see_what_is_to_come_and_what_was_tried(bank: Bank, means: str) -> None:
    client = Client()
    with time_machine.travel(HOUR - timedelta(days=2), tick=False):
        invoice = owed(means=means)
        path = f"/v1/invoices/{invoice.invoice_id}/dunning"
        shown = client.get(path).json
        assert (shown["state"], shown["decision"]["reason"]) == ("held", "autopay")
        assert shown["autopay"]["next"] == {
            "at": "2026-11-27T07:00:00Z",
            "amount": {"amount": 15_125, "currency": "EUR"},
            "means": "Visa •••• 4242",
            "number": 1,
            "turn": 1,
            "turns": 3,
        }
    with the_day():
        turn(invoice)
        collect()
        shown = client.get(path).json["autopay"]
        assert [(each["number"], each["code"]) for each in shown["tries"]] == [
            (1, "card_declined" if means == "declines" else "")
        ]
        decisions = client.get(f"/v1/invoices/{invoice.invoice_id}/decisions").json["items"]
        assert "autopay.due" in [each["type"] for each in decisions]


def test_the_sweep_alone_neither_charges_nor_tells(bank: Bank) -> None:
    with the_day():
        invoice = owed()
        invoke("sweep", {})
        assert not bank.asked
        assert not told(invoice)
