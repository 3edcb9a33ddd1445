"""How agreements come about, are changed and end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.errors import NotFound
from dunlin.domain.money import Money
from dunlin.domain.payments.agreeing import REPLACED, Setup, agreed, chargeable, ended, limited, setup_id_of, visit_of
from dunlin.domain.payments.agreement import AgreementState, Mandate
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.access import Session
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from tests.builders import NOW, a_customer

LATER = NOW + timedelta(hours=1)
MANDATE = Mandate("cus_9", "pm_1", Method.CARD, "Visa •••• 4242")
SESSION = Session("ada@buyer.example", ("cus_1",), NOW)
ADA = "ada@b.example"
SETUP = Setup("set_1", visit_of(SESSION), "cus_1", "sel_1", "test", Method.CARD, (), "I agree.", "en", ADA, NOW)


def with_one(setup: Setup = SETUP) -> Customer:
    return agreed(a_customer(), setup, MANDATE, now=NOW)


def test_an_agreement_is_made_once_and_keeps_what_was_read() -> None:
    customer = with_one()
    (made,) = customer.agreements
    assert (made.agreement_id, made.agreed_at) == (SETUP.agreement_id, NOW)
    assert (made.text, made.by, made.mandate) == ("I agree.", ADA, MANDATE)
    assert agreed(customer, SETUP, MANDATE, now=LATER) is customer


def test_another_takes_its_place_with_that_seller_alone() -> None:
    elsewhere = replace(SETUP, setup_id="set_2", seller_id="sel_2")
    customer = agreed(with_one(elsewhere), SETUP, MANDATE, now=NOW)
    customer = agreed(customer, replace(SETUP, setup_id="set_3"), MANDATE, now=LATER)
    assert [each.state for each in customer.agreements] == ["active", "ended", "active"]
    assert (customer.agreements[1].ended_why, customer.agreements[1].ended_at) == (REPLACED, LATER)


def test_one_that_has_ended_stays_as_it_is_and_does_not_come_back() -> None:
    once = ended(with_one(), SETUP.agreement_id, why="enough", now=NOW)
    assert ended(once, SETUP.agreement_id, why="again", now=LATER) is once
    assert agreed(once, SETUP, MANDATE, now=LATER) is once
    assert once.agreements[0].state is AgreementState.ENDED
    with pytest.raises(NotFound):
        limited(once, SETUP.agreement_id, (Money(1, "EUR"),))
    with pytest.raises(NotFound):
        ended(once, "agr_9", why="x", now=NOW)


def test_a_limit_that_is_the_same_changes_nothing() -> None:
    customer = with_one()
    assert limited(customer, SETUP.agreement_id, ()) is customer
    assert limited(customer, SETUP.agreement_id, (Money(1, "EUR"),)).agreements[0].limits == (Money(1, "EUR"),)


def test_what_is_begun_is_the_same_until_something_has_come_of_it_or_is_another() -> None:
    first = setup_id_of(SETUP, a_customer())
    assert first == setup_id_of(replace(SETUP, setup_id="", begun_at=LATER), a_customer())
    others = (
        setup_id_of(SETUP, with_one()),
        setup_id_of(replace(SETUP, text="I agree to more."), a_customer()),
        setup_id_of(replace(SETUP, limits=(Money(1, "EUR"),)), a_customer()),
        setup_id_of(replace(SETUP, method=Method.SEPA_DEBIT), a_customer()),
        setup_id_of(replace(SETUP, visit=visit_of(replace(SESSION, created_at=LATER))), a_customer()),
    )
    assert len({first, *others}) == 6


def test_by_what_customers_may_be_charged() -> None:
    methods = tuple(map(MethodSettings, (Method.PAYPAL, Method.SEPA_DEBIT, Method.BANK_TRANSFER, Method.CARD)))
    allowed = PortalSettings(pay_online=True, methods=methods, autopay_allowed=True)
    assert [each.method for each in chargeable(allowed)] == [Method.SEPA_DEBIT, Method.CARD]
    assert chargeable(replace(allowed, autopay_allowed=False)) == chargeable(replace(allowed, pay_online=False)) == ()
