"""A customer's contacts and dead addresses."""

from datetime import UTC, datetime

import pytest

from dunlin.domain.customer import Contact, Role, UndeliverableAddress
from tests.builders import a_customer

DEAD = UndeliverableAddress("ada@buyer.example", "bounced", datetime(2026, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize("spelling", ["ada@buyer.example", " Ada@BUYER.example"])
def test_a_dead_address_is_recognised_in_every_spelling(spelling: str) -> None:
    assert a_customer(undeliverable=(DEAD,)).dead(spelling) is DEAD


def test_nothing_speaks_against_the_others() -> None:
    assert a_customer(undeliverable=(DEAD,)).dead("bo@buyer.example") is None


def test_the_contact_for_a_role_is_the_first_that_can_be_written_to() -> None:
    silent = Contact("con_1", "Silent", roles=(Role.FINANCE,))
    first = Contact("con_2", "First", "first@buyer.example", roles=(Role.PRIMARY, Role.FINANCE))
    second = Contact("con_3", "Second", "second@buyer.example", roles=(Role.FINANCE,))
    customer = a_customer(contacts=(silent, first, second))
    assert customer.contact_for(Role.FINANCE) is first
    assert customer.contact_for(Role.ESCALATION) is None
