"""What speaks, as things are today, against a reminder that is to come."""

from dataclasses import replace

import pytest

from dunlin.domain.customer import UndeliverableAddress
from dunlin.domain.dunning.doubt import doubt
from dunlin.domain.dunning.facts import Facts, steps_of
from tests.builders import a_customer
from tests.dunning_builders import SENT, a_hold, dunned, facts, owed


def of(scene: Facts) -> str:
    """The doubt about the next reminder."""
    return doubt(scene, steps_of(scene, now=SENT)[0], now=SENT)


def test_nothing_speaks_against_an_ordinary_reminder() -> None:
    assert not of(facts())


def test_nobody_can_be_written_to_as_the_forecast_says_before_the_day_comes() -> None:
    dead = UndeliverableAddress("ada@buyer.example", "bounced", SENT)
    assert "nobody at the customer can be written to" in of(facts(customer=a_customer(undeliverable=(dead,))))


@pytest.mark.parametrize("whose", ["invoice", "customer"])
def test_a_hold_without_an_end_is_a_doubt(whose: str) -> None:
    held = facts(owed(dunning=dunned(holds=(a_hold(),)))) if whose == "invoice" else facts()
    if whose == "customer":
        held = replace(held, customer=a_customer(holds=(a_hold(),)))
    assert "paused" in of(held)
