"""What comes back: counted once, told once, and the light says it."""

from datetime import timedelta
from itertools import permutations

import pytest

from dunlin.domain.delivery import Colour
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Event, EventType
from dunlin.services.ports.sending import Recorded
from tests.builders import an_event
from tests.sending_world import World

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"


def sent(*addresses: str) -> World:
    world = World(*addresses)
    world.deliver()
    return world


def opened(world: World, **changes: object) -> Event:
    return an_event(EventType.OPEN, of=world.email, **{"bot": "Unlikely", **changes})


def delivered(world: World, **changes: object) -> Event:
    return an_event(EventType.DELIVERY, of=world.email, **changes)


def bounced(world: World, cause: str = "Permanent/General", **changes: object) -> Event:
    told = {"cause": cause, "detail": "550 5.1.1 user unknown", **changes}
    return an_event(EventType.BOUNCE, of=world.email, **told)


def test_an_opened_mail_turns_the_light_green() -> None:
    world = sent()
    world.tell(delivered(world))
    before = world.light
    world.tell(opened(world))

    assert (before.colour, world.light.colour) == (Colour.YELLOW, Colour.GREEN)
    assert world.told[-2:] == ["email.delivered", "email.opened"]


def test_the_same_event_twice_is_one_event() -> None:
    world = sent()
    told = [world.tell(opened(world)) for _ in range(3)]

    assert told == [Recorded.NEW, Recorded.DUPLICATE, Recorded.DUPLICATE]
    assert world.email.counts.human_opens == 1
    assert world.told.count("email.opened") == 1


def test_an_event_whose_second_half_was_lost_is_finished_by_its_repetition() -> None:
    world = sent()
    change = world.store.change

    def crash(step: object) -> None:
        raise RuntimeError("killed")

    world.store.change = crash  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        world.tell(delivered(world))
    world.store.change = change  # type: ignore[method-assign]

    assert world.tell(delivered(world)) is Recorded.DUPLICATE
    assert world.statuses == [EmailStatus.DELIVERED]


def test_a_machine_s_open_is_counted_and_shown_but_opens_nothing() -> None:
    world = sent()
    world.tell(delivered(world))
    world.tell(opened(world, bot="Likely"))

    assert (world.email.counts.machine_opens, world.email.counts.human_opens) == (1, 0)
    assert world.light.colour is Colour.YELLOW
    assert "machine" in world.light.reason


def test_an_open_within_two_seconds_of_delivery_was_a_scanner() -> None:
    world = sent()
    world.tell(delivered(world))
    at = world.email.delivered_at
    assert at
    scan = opened(world, bot="", user_agent=BROWSER, at=at + timedelta(seconds=1))

    world.tell(scan)
    world.tell(scan)

    assert (world.email.counts.machine_opens, world.email.counts.human_opens) == (1, 0)
    assert world.light.colour is Colour.YELLOW


def test_an_open_a_minute_after_delivery_was_a_person() -> None:
    world = sent()
    world.tell(delivered(world))
    at = world.email.delivered_at
    assert at
    world.tell(opened(world, bot="", user_agent=BROWSER, at=at + timedelta(minutes=1)))

    assert world.light.colour is Colour.GREEN


def test_nobody_knows_who_opens_without_a_user_agent() -> None:
    world = sent()
    world.tell(opened(world, bot=""))

    assert world.email.counts.unknown_opens == 1
    assert world.light.colour is Colour.YELLOW


def test_a_hard_bounce_turns_the_light_red_and_marks_the_address() -> None:
    world = sent()
    world.tell(bounced(world))

    assert world.light.reason == "1 of 1 bounced: 550 5.1.1 user unknown"
    dead = world.store.customer.dead("ADA@buyer.example")
    assert dead
    assert "550 5.1.1" in dead.reason


def test_a_soft_bounce_leaves_the_address_alone() -> None:
    world = sent()
    world.tell(bounced(world, "Transient/MailboxFull"))

    assert world.statuses == [EmailStatus.BOUNCED]
    assert world.store.customer.dead("ada@buyer.example") is None


def test_an_out_of_office_answer_to_a_delivered_mail_changes_nothing() -> None:
    world = sent()
    world.tell(delivered(world))
    world.tell(bounced(world, "Transient/General"))

    assert world.statuses == [EmailStatus.DELIVERED]


def test_with_three_recipients_and_one_bounce_the_invoice_is_red() -> None:
    world = sent("ada@buyer.example", "bob@buyer.example", "eve@buyer.example")
    for email in world.emails[1:]:
        world.tell(an_event(EventType.DELIVERY, of=email))
    world.tell(bounced(world))

    assert world.light.colour is Colour.RED
    assert world.light.reason.startswith("1 of 3 bounced: ")


def test_the_order_of_events_does_not_matter() -> None:
    ends = set()
    for order in permutations(range(4)):
        world = sent()
        events = [
            an_event(EventType.SEND, of=world.email),
            delivered(world),
            opened(world, at=world.now + timedelta(hours=1)),
            an_event(EventType.COMPLAINT, of=world.email, at=world.now + timedelta(hours=2)),
        ]
        for index in order:
            world.tell(events[index])
        ends.add((world.email.status, world.email.counts, world.light))
    assert len(ends) == 1


def test_what_ses_may_invent_tomorrow_is_kept_as_a_note() -> None:
    world = sent()
    told = an_event(EventType.OTHER, of=world.email, name="Telepathy")
    world.tell(told)
    world.tell(told)

    [note] = world.timeline.notes.values()
    assert "'Telepathy'" in note.text
    assert world.statuses == [EmailStatus.SENT]


def test_an_event_about_a_mail_that_is_not_ours_is_passed_over() -> None:
    world = sent()

    assert world.tell(an_event(of=world.email, email_id="eml_other")) is Recorded.UNKNOWN_EMAIL


def test_that_it_left_is_kept_only_where_no_answer_of_ses_told_it() -> None:
    answered, silent = sent(), World()
    answered_id = answered.email.ses_message_id
    told = answered.tell(an_event(EventType.SEND, of=answered.email, ses_message_id=answered_id))
    silent.tell(an_event(EventType.SEND, of=silent.email, ses_message_id=answered_id))

    assert (told, answered.email.events) == (Recorded.KNOWN, ())
    assert (silent.statuses, len(silent.email.events)) == ([EmailStatus.SENT], 1)
