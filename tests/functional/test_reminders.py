"""Reminders through the real handlers and tables: from the first mail to the last reminder, and through every crash."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import batched

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.dunning.workflow import Step, Workflow
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Payment, pay
from dunlin.services.assign_workflow import assign_workflow
from dunlin.services.change_invoice import change_invoice
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.write_change import Told
from tests import aws
from tests.builders import CLERK
from tests.functional import outbound, reminders
from tests.functional.reminders import FIRST, OPENED
from tests.wire import KilledError, Wire, tapped

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


def paid(invoice_id: str, amount: int = 15_125) -> None:
    change_invoice(
        invoice_id,
        lambda before: pay(before, Payment("pay_1", amount, wiring.now().date()), now=wiring.now()),
        lambda _: Told("test.happened", "it came in"),
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
    )


def test_the_first_mail_has_the_reminders_planned_and_each_fires_by_its_schedule(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        assert invoice.dunning
        assert invoice.dunning.next_at == FIRST
        assert len(aws.schedules()) == 1
        with tapped() as wire:
            for _ in range(60):
                clock.shift(timedelta(days=1))
                reminders.run(*reminders.fired())

    told = [entry.type for entry in wiring.timeline().list(invoice.invoice_id, limit=200).items]
    assert Counter(mail.tags["kind"] for mail in wire.mails) == {"reminder": 3}
    assert told.count("reminder.sent") == 3
    assert told[-1] != "dunning.repaired"
    assert aws.schedules() == {}


def test_the_calls_of_a_reminder(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        first, second = (reminders.plan(reminders.store(number=each)) for each in ("1", "2"))
        clock.move_to(FIRST)
        turns = [each["turn"] for each in reminders.fired()]
        with tapped() as wire:
            reminders.run({"turn": next(t for t in turns if t["invoice_id"] == first.invoice_id)})
        paid(second.invoice_id)
        reminders.run(*aws.outbox_bodies())
        with tapped() as late:
            reminders.run({"turn": next(t for t in turns if t["invoice_id"] == second.invoice_id)})

    # Read, decide and plan, claim, post, settle, and the schedule of the next; and the evidence.
    assert [each for each in wire.calls if not each.startswith("s3.")] == [
        "dynamodb.TransactGetItems",
        "dynamodb.TransactWriteItems",
        "dynamodb.TransactWriteItems",
        "sesv2.SendEmail",
        "dynamodb.TransactWriteItems",
        "scheduler.CreateSchedule",
    ]
    assert late.calls == ["dynamodb.TransactGetItems"]


def test_what_is_paid_is_not_reminded_of_though_every_schedule_fires(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST - timedelta(hours=1))
        paid(invoice.invoice_id)
        with tapped() as wire:
            for _ in range(40):
                clock.shift(timedelta(days=1))
                reminders.run(*reminders.fired())
                reminders.minute()
    assert wire.mails == []
    stored = wiring.invoices().get(invoice.invoice_id)
    assert stored.dunning
    assert stored.dunning.ended == "paid"


def test_without_any_schedule_the_sweep_sends_all_of_them_and_says_that_it_had_to(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        with tapped() as wire:
            for _ in range(120):
                clock.shift(timedelta(hours=12))
                reminders.minute()
    assert [mail.tags["kind"] for mail in wire.mails] == ["reminder"] * 3
    told = [entry.type for entry in wiring.timeline().list(invoice.invoice_id, limit=200).items]
    assert told.count("dunning.repaired") >= 3


# In order: read, decide, evidence, claim, post, settle, schedule.
CALLS = 7


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_kill_at_any_call_neither_doubles_nor_loses_the_reminder(aws_world: None, at: int, when: str) -> None:
    wires: list[Wire] = []
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST)
        fired = reminders.fired()
        with tapped(at=at, when=when) as wire, pytest.raises(KilledError):
            reminders.run(*fired)
        wires.append(wire)
        told: set[str] = set()
        for _ in range(8):  # the queue repeats, the sweep sweeps, SES tells what it has seen
            with tapped() as wire:
                reminders.run(*fired, *fired)
                reminders.minute()
            wires.append(wire)
            for mail in (mail for each in wires for mail in each.mails if mail.message_id not in told):
                outbound.run_engage(mail, "Delivery", "Send")
                told.add(mail.message_id)
            clock.shift(timedelta(minutes=20))

    accepted = Counter(mail.email_id for each in wires for mail in each.mails)
    emails = [each for each in wiring.messages().of_invoice(invoice.invoice_id) if each.reminder]
    assert len(emails) == 1
    assert max(accepted.values(), default=0) <= 1
    ends = {EmailStatus.DELIVERED, EmailStatus.NEEDS_REVIEW}
    assert emails[0].status in ends
    assert bool(accepted) is (emails[0].status is EmailStatus.DELIVERED)
    stored = wiring.invoices().get(invoice.invoice_id)
    assert stored.dunning
    assert (stored.dunning.next_number, stored.dunning.next_at) == (2, datetime(2027, 3, 16, 9, 0, tzinfo=UTC))


def test_a_hold_wins_over_a_reminder_that_is_throttled(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.plan(reminders.store())
        clock.move_to(FIRST)
        fired = reminders.fired()
        with tapped(at=1, when="after"), pytest.raises(KilledError):
            reminders.run(*fired)
        hold_dunning(invoice.invoice_id, HoldKind.DISPUTE, reason="wrong", desk=wiring.desk(CLERK))
        with tapped() as wire:
            for _ in range(30):
                clock.shift(timedelta(hours=1))
                reminders.minute()
    assert wire.mails == []
    [email] = [each for each in wiring.messages().of_invoice(invoice.invoice_id) if each.reminder]
    assert (email.status, email.status_code) == (EmailStatus.CANCELLED, "hold_disputed")


def test_one_broken_invoice_does_not_stop_the_others(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        good = [reminders.plan(reminders.store(number=str(each))) for each in range(3)]
        clock.move_to(FIRST)
        fired = reminders.fired()
        nonsense = {"turn": {**fired[0]["turn"], "invoice_id": "inv_nobody_knows"}}
        with tapped() as wire:
            failed = reminders.run(nonsense, *fired)
    assert failed == ["m-0"]
    assert {mail.tags["invoice_id"] for mail in wire.mails} == {each.invoice_id for each in good}


def test_a_forgotten_invoice_is_found_by_the_walk_of_the_sweep(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoice = reminders.store()
        reminders.send(invoice)
        aws.forget_turn(invoice.invoice_id)  # a mistake of ours
        repaired = 0
        for _ in range(480):
            clock.shift(timedelta(minutes=1))
            repaired += reminders.minute()["turns_repaired"]
    assert repaired == 1
    stored = wiring.invoices().get(invoice.invoice_id)
    assert stored.dunning
    assert stored.dunning.next_at == FIRST


def test_json_of_turns_holds_ids_only(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False):
        reminders.plan(reminders.store())
        [schedule] = aws.schedules().values()
    assert set(json.loads(schedule["Target"]["Input"])["turn"]) == {
        "invoice_id",
        "customer_id",
        "seller_id",
        "generation",
    }


def test_of_sixty_invoices_one_has_a_broken_template_and_fifty_nine_are_reminded_of(aws_world: None) -> None:
    with time_machine.travel(OPENED, tick=False) as clock:
        invoices = [reminders.store(number=f"{number:02}") for number in range(60)]
        broken = Workflow("wf_broken", 0, "Broken", (Step(5, template_id="tpl_gone"),))
        wiring.workflows().put(broken)
        assign_workflow(invoices[17].invoice_id, "wf_broken", desk=wiring.desk(CLERK))
        for each in invoices:
            reminders.send(each)
        reminders.planned(invoices[0])
        clock.move_to(FIRST)
        fired = reminders.fired()
        with tapped() as wire:
            failed = [item for ten in batched(fired, 10, strict=False) for item in reminders.run(*ten)]
        asked = wiring.dunnings().attention(limit=10).items

    assert (len(fired), failed) == (60, [])
    assert len({mail.tags["invoice_id"] for mail in wire.mails}) == len(wire.mails) == 59
    assert [each.invoice_id for each in asked] == [invoices[17].invoice_id]
