"""Whom a reminder goes to, and who stands in for somebody who cannot be written to."""

import pytest

from dunlin.domain.customer import Contact, Customer, EmailPreferences, Role, UndeliverableAddress
from dunlin.domain.dunning.addressees import addressees, next_contact
from dunlin.domain.message import Header
from tests.builders import NOW, a_customer
from tests.dunning_builders import a_step

BILLING = Contact("con_1", "Ada", "ada@buyer.example", roles=(Role.BILLING,))
FINANCE = Contact("con_2", "Grace", "grace@buyer.example", roles=(Role.FINANCE,))
CHIEF = Contact("con_3", "Edith", "edith@buyer.example", roles=(Role.ESCALATION,))


def a_company(*dead: str, **changes: object) -> Customer:
    marks = tuple(UndeliverableAddress(each, "no such user", NOW) for each in dead)
    return a_customer(**{"contacts": (BILLING, FINANCE, CHIEF), "undeliverable": marks, **changes})


def names(customer: Customer, *to: str, cc: tuple[str, ...] = ()) -> list[str]:
    return [each.address.partition("@")[0] for each in addressees(a_step(to=to, cc=cc), customer).recipients]


@pytest.mark.parametrize(
    ("to", "dead", "expected"),
    [
        (("billing", "primary"), (), ["ada"]),
        (("primary", "finance"), (), ["grace"]),
        (("escalation",), (), ["edith"]),
        (("billing",), ("ada@buyer.example",), ["grace"]),
        (("escalation",), ("edith@buyer.example",), ["ada"]),
        (("billing",), ("ada@buyer.example", "grace@buyer.example", "edith@buyer.example"), []),
        (("law@firm.example",), (), ["law"]),
        (("billing", "law@firm.example", "ADA@buyer.example"), (), ["ada", "law"]),
        (("law@firm.example",), ("law@firm.example",), []),
    ],
)
def test_the_first_role_that_can_be_written_to_gets_the_reminder(
    to: tuple[str, ...], dead: tuple[str, ...], expected: list[str]
) -> None:
    assert names(a_company(*dead), *to) == expected


def test_the_customers_own_wish_wins_for_billing_only() -> None:
    customer = a_company(preferences=EmailPreferences(to=("ap@buyer.example",)))
    assert (names(customer, "billing"), names(customer, "escalation")) == (["ap"], ["edith"])


def test_a_dead_address_among_the_customers_wishes_falls_back_to_a_contact_and_is_told() -> None:
    customer = a_company("ap@buyer.example", preferences=EmailPreferences(to=("ap@buyer.example",)))
    found = addressees(a_step(), customer)
    assert [each.name for each in found.recipients] == ["Ada"]
    assert found.why == ("ap@buyer.example cannot be written to",)


def test_copies_go_to_nobody_dead_and_to_nobody_twice_and_not_alone() -> None:
    cc = ("grace@buyer.example", "Ada@buyer.example", "edith@buyer.example")
    found = addressees(a_step(to=("billing",), cc=cc), a_company("edith@buyer.example"))
    assert [(each.name, each.header) for each in found.recipients] == [("Ada", Header.TO), ("Grace", Header.CC)]
    assert names(a_company(contacts=()), "billing", cc=cc) == []


def test_the_next_contact_is_one_that_was_not_tried_and_is_not_dead() -> None:
    customer = a_company("grace@buyer.example")
    assert next_contact(customer, " ADA@buyer.example") == CHIEF
    assert next_contact(customer, "ada@buyer.example", "edith@buyer.example") is None
