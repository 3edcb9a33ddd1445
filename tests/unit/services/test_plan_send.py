"""Planning a send: now, with time to undo it, or for later; once, however often it is asked."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from dunlin.domain.email import Email
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition, Message
from dunlin.services.plan_send import FORGOTTEN, SendRequest, plan_send
from tests.builders import CLERK, a_seller
from tests.sending_world import World


def plan(world: World, key: str = "1", **request: Any) -> tuple[Message, tuple[Email, ...]]:
    return plan_send(
        world.store.invoice.invoice_id,
        SendRequest(**request),
        key=key,
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        outbox=world.outbox,
        schedules=world.schedules,
        shelf=world.shelf,
    )


def local(world: World, **ahead: float) -> datetime:
    """By the customer's clock, which in November is UTC."""
    return (world.now + timedelta(**ahead)).replace(tzinfo=None)


def test_a_send_of_now_is_queued_and_the_sweep_looks_after_it() -> None:
    world = World()
    message, (email,) = plan(world)
    assert world.outbox.queued == [(message.message_id, timedelta(0))]
    assert (email.not_before, email.wake_at, message.schedule) == (None, world.now + FORGOTTEN, None)


def test_a_scheduled_send_has_one_schedule_and_the_sweep_looks_a_minute_later() -> None:
    world = World()
    message, (email,) = plan(world, send_at=local(world, days=2))
    at = world.now + timedelta(days=2)
    assert world.schedules.planned == {message.message_id: at}
    assert world.outbox.queued == []
    assert (email.not_before, email.wake_at) == (at, at + timedelta(minutes=1))
    assert message.schedule
    assert (message.schedule.zone, message.schedule.at) == ("Europe/London", at)


def test_what_the_queue_can_hold_back_itself_needs_no_schedule() -> None:
    world = World()
    message, _ = plan(world, send_at=local(world, minutes=10))
    assert (world.schedules.planned, world.outbox.queued) == ({}, [(message.message_id, timedelta(minutes=10))])


def test_a_send_that_can_be_undone_waits_in_the_queue() -> None:
    world = World()
    world.store.seller = a_seller(undo_seconds=20)
    message, (email,) = plan(world)
    assert world.outbox.queued == [(message.message_id, timedelta(seconds=20))]
    assert email.not_before == world.now + timedelta(seconds=20)
    assert plan(world, "2", undo_seconds=0)[1][0].not_before is None


def test_the_same_request_again_is_the_same_message_with_its_time() -> None:
    world = World()
    asked = local(world, days=2)
    first = plan(world, send_at=asked)
    world.wait(hours=1)
    assert plan(world, send_at=asked) == first
    assert list(world.schedules.planned.values()) == [first[1][0].not_before]


def test_the_same_request_after_its_time_has_passed_is_still_the_same_message() -> None:
    world = World()
    asked = local(world, days=2)
    first = plan(world, send_at=asked)
    world.wait(days=2)
    assert plan(world, send_at=asked) == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"send_at": datetime(2026, 11, 22, 9)},  # noqa: DTZ001
        {"send_at": datetime(2028, 1, 1, 9)},  # noqa: DTZ001
        {"send_at": datetime(2027, 1, 1, 9), "timezone": "Mars/X"},  # noqa: DTZ001
        {"send_at": datetime(2027, 1, 1, 9), "undo_seconds": 5},  # noqa: DTZ001
        {"undo_seconds": 901},
    ],
)
def test_a_time_at_which_nothing_can_be_sent_plans_nothing(wrong: dict[str, Any]) -> None:
    world = World()
    with pytest.raises(InvalidInput):
        plan(world, **wrong)
    assert (list(world.store.messages), world.outbox.queued, world.schedules.planned) == (["msg_01"], [], {})


def scheduled(**invoice: Any) -> World:
    """A world whose only message leaves in two days."""
    world = World(**invoice)
    world.message, _ = plan(world, send_at=local(world, days=2))
    world.store.emails.pop("eml_01_1")
    return world


def test_a_copy_of_the_queue_message_that_comes_early_sends_nothing() -> None:
    world = scheduled()
    assert not world.deliver()
    assert (world.mailer.accepted, world.outbox.queued) == ([], [])
    world.wait(days=2)
    world.deliver()
    assert len(world.mailer.accepted) == 1


def test_what_comes_a_moment_early_waits_in_the_queue_again() -> None:
    world = scheduled()
    world.wait(days=2, seconds=-3)
    world.deliver()
    assert world.mailer.accepted == []
    assert world.outbox.queued == [(world.message.message_id, timedelta(seconds=3))]


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_an_invoice_that_is_paid_or_void_when_its_time_comes_is_not_sent_and_says_why(status: Status) -> None:
    world = scheduled()
    world.change_invoice(status=status)
    world.wait(days=2)
    world.deliver()
    assert world.mailer.accepted == []
    assert (world.email.status, world.email.status_code) == ("CANCELLED", f"invoice_{status.lower()}")
    assert world.light.reason == f"the invoice is {status} since it was planned"
    assert world.told[-1] == "email.cancelled"


def test_what_the_scheduler_lost_is_due_for_the_sweep_a_minute_after_its_time() -> None:
    world = scheduled()
    world.schedules.planned.clear()
    assert world.store.due(now=world.wait(days=2), limit=10) == ()
    (due,) = world.store.due(now=world.wait(minutes=1), limit=10)
    assert due.message_id == world.message.message_id


def test_what_was_paid_meanwhile_is_not_planned_as_a_copy_by_whoever_wants_only_what_is_owed() -> None:
    world = World()
    world.change_invoice(status=Status.PAID)

    with pytest.raises(Conflict, match="PAID by now"):
        plan(world, key="owed", editions=(Edition.ORIGINAL,))
    assert len(world.store.messages) == 1
