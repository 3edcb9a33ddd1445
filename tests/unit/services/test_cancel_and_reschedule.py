"""Calling off what has not left, and giving it another time."""

from datetime import datetime, timedelta

import pytest

from dunlin.domain.delivery import Colour
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict, InvalidInput, Unavailable
from dunlin.services.cancel_message import Cancelled, cancel_message
from dunlin.services.ports.sending import Change
from dunlin.services.reschedule_message import Rescheduled, reschedule_message
from tests.builders import CLERK
from tests.sending_world import World


def cancel(world: World, reason: str = "wrong amount") -> Cancelled:
    return cancel_message(
        world.message.message_id,
        reason=reason,
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        schedules=world.schedules,
        batches=world.batches,
    )


def reschedule(world: World, **ahead: float) -> Rescheduled:
    return reschedule_message(
        world.message.message_id,
        send_at=(world.now + timedelta(**ahead)).replace(tzinfo=None),
        timezone="UTC",
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        outbox=world.outbox,
        schedules=world.schedules,
    )


def test_what_is_cancelled_does_not_leave_and_the_light_says_who_and_why() -> None:
    world = World()
    done = cancel(world)
    world.deliver()
    assert [each.status for each in done.cancelled] == [EmailStatus.CANCELLED]
    assert (done.too_late, world.mailer.accepted) == ((), [])
    assert (world.light.colour, world.light.reason) == (Colour.GREY, "cancelled by clerk: wrong amount")
    assert [(entry.type, entry.actor) for entry in world.store.entries] == [("email.cancelled", CLERK)]


def test_cancelling_again_says_the_same_and_changes_nothing() -> None:
    world = World()
    first = cancel(world)
    assert cancel(world, "another reason") == first
    assert len(world.store.entries) == 1


def test_what_has_left_is_too_late() -> None:
    world = World("ada@buyer.example", "bob@buyer.example")
    world.deliver()
    done = cancel(world)
    assert (done.cancelled, [each.status for each in done.too_late]) == ((), [EmailStatus.SENT] * 2)


def test_a_cancelled_schedule_is_removed_and_one_that_cannot_be_fires_into_nothing() -> None:
    world = World()
    reschedule(world, days=1)
    assert list(world.schedules.planned) == ["msg_01"]
    cancel(world)
    assert world.schedules.planned == {}

    other = World()
    reschedule(other, days=1)

    def refuse(message_id: str) -> None:
        raise Unavailable(message_id)

    other.schedules.remove = refuse  # type: ignore[method-assign]
    assert len(cancel(other).cancelled) == 1
    other.wait(days=1)
    other.deliver()
    assert other.mailer.accepted == []


def test_a_rescheduled_send_leaves_at_its_new_time_only() -> None:
    world = World()
    first = reschedule(world, days=1)
    second = reschedule(world, days=3)
    assert world.schedules.planned == {"msg_01": second.schedule.at}
    world.wait(days=1)
    world.deliver()
    assert world.mailer.accepted == []
    world.wait(days=2)
    world.deliver()
    assert len(world.mailer.accepted) == 1
    assert first.schedule.at < second.schedule.at
    assert world.told[:2] == ["message.rescheduled"] * 2


def test_a_time_that_is_near_needs_the_schedule_no_more() -> None:
    world = World()
    reschedule(world, days=1)
    reschedule(world, minutes=5)
    assert (world.schedules.planned, world.outbox.queued) == ({}, [("msg_01", timedelta(minutes=5))])


def test_what_has_left_cannot_be_rescheduled_and_a_time_that_has_passed_moves_nothing() -> None:
    world = World()
    with pytest.raises(InvalidInput):
        reschedule(world, days=-1)
    assert world.email.not_before is None
    world.deliver()
    with pytest.raises(Conflict) as refused:
        reschedule(world, days=1)
    assert refused.value.code == "too_late"


def test_a_reschedule_between_the_look_and_the_claim_is_kept_to() -> None:
    world = World()
    context, moved = world.store.context, list[datetime]()

    def meanwhile(message: object) -> object:
        if not moved:
            moved.append(reschedule(world, days=1).schedule.at)
        return context(world.message)

    world.store.context = meanwhile  # type: ignore[method-assign, assignment]
    world.deliver()
    assert (world.mailer.accepted, world.statuses) == ([], [EmailStatus.PLANNED])
    world.wait(days=1)
    world.deliver()
    assert len(world.mailer.accepted) == 1


def test_what_is_moved_while_somebody_cancels_it_is_cancelled_all_the_same() -> None:
    world = World()
    change, moved = world.store.change, list[Rescheduled]()

    def meanwhile(step: Change) -> None:
        if not moved:
            moved.append(reschedule(world, days=1))
        change(step)

    world.store.change = meanwhile  # type: ignore[method-assign]
    assert len(cancel(world).cancelled) == 1
    assert world.statuses == [EmailStatus.CANCELLED]
