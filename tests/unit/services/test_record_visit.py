"""A visit of the portal is the strongest sign that somebody has read a mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin.domain.delivery import Colour
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import EventType
from dunlin.domain.portal.link import Link, link_of
from dunlin.services.record_visit import record_visit
from tests.builders import NOW, an_event
from tests.sending_world import World

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"


def link(world: World) -> Link:
    found = link_of(world.email)
    assert found
    return found


def visit(world: World, user_agent: str = SAFARI) -> bool:
    return record_visit(link(world), user_agent=user_agent, now=world.now, new_id=world.new_id, messages=world.store)


def sent() -> World:
    world = World()
    world.deliver()
    world.tell(an_event(EventType.DELIVERY, of=world.email, at=NOW))
    world.wait(hours=1)
    return world


def test_the_first_visit_turns_the_light_green_and_is_told_once() -> None:
    world = sent()
    assert visit(world)
    assert not visit(world)

    assert (world.light.colour, world.light.word, world.light.reason) == (
        Colour.GREEN,
        "Viewed",
        "viewed by the recipient",
    )
    assert world.told.count("portal.visited") == 1
    assert (world.email.visits, world.email.visited_at) == (2, world.now)


@pytest.mark.parametrize("user_agent", ["", "curl/8.9.1", "Mozilla/5.0", "Barracuda Sentinel", "SomethingElse/1"])
def test_a_scanner_is_no_visitor(user_agent: str) -> None:
    world = sent()
    assert not visit(world, user_agent)
    assert world.email.visits == 0
    assert "portal.visited" not in world.told


def test_who_comes_within_moments_of_the_delivery_is_no_person() -> None:
    world = sent()
    world.now = NOW + timedelta(seconds=1)
    assert not visit(world)
    assert world.email.visits == 0


def test_a_mail_whose_link_was_opened_has_left() -> None:
    world = World()
    unsure = replace(world.email, status=EmailStatus.AMBIGUOUS)
    world.store.emails[unsure.email_id] = unsure
    world.wait(hours=1)
    assert visit(world)

    assert world.email.status is EmailStatus.SENT
    assert world.store.invoice.status == "OPEN"
