"""The sweep: what schedules and queues lose, it finds."""

from dataclasses import replace
from datetime import timedelta

from dunlin.domain.email_status import EmailStatus
from dunlin.services.sweep_due import AGAIN, sweep_due
from tests.sending_world import World


def sweep(world: World) -> int:
    return sweep_due(now=world.now, messages=world.store, outbox=world.outbox)


def test_a_message_that_the_queue_lost_is_queued_again_once() -> None:
    world = World("ada@buyer.example", "bob@buyer.example")
    world.wait(minutes=3)

    assert sweep(world) == 1
    assert world.outbox.queued == [(world.message.message_id, timedelta(0))]
    assert sweep(world) == 0


def test_a_message_that_is_lost_again_is_found_again() -> None:
    world = World()
    world.wait(minutes=3)
    sweep(world)
    world.wait(seconds=AGAIN.total_seconds())

    assert sweep(world) == 1


def test_what_was_claimed_since_it_became_due_is_left_alone_until_its_own_time() -> None:
    """A claim leaves the e-mail where the index of what waits has it."""
    world = World()
    world.wait(minutes=3)
    [(email_id, planned)] = world.store.emails.items()
    assert planned.wake_at is not None
    assert planned.wake_at <= world.now
    lease = timedelta(minutes=10)
    claimed = replace(planned, status=EmailStatus.DISPATCHING, owner="own_1", wake_at=world.now + lease)
    world.store.emails[email_id], world.store.snoozed[email_id] = claimed, planned.wake_at

    assert sweep(world) == 0
    assert world.outbox.queued == []
    world.wait(seconds=lease.total_seconds())
    assert sweep(world) == 1


def test_what_is_done_is_left_alone() -> None:
    world = World()
    world.deliver()
    world.wait(days=1)

    assert sweep(world) == 0
