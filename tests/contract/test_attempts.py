"""Port `Attempts`: the fake and DynamoDB keep the same promises."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dunlin import wiring
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.payments.attempt import Attempt, AttemptState, Received, Returned
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Attempts
from tests.builders import NOW
from tests.fakes_payments import FakeAttempts

FIRST = Attempt("att_1", "inv_1", "cus_1", "sel_1", "2026-001", Method.CARD, 15125, 256, "EUR", "stripe", NOW)


@pytest.fixture(params=["fake", "dynamodb"])
def attempts(request: pytest.FixtureRequest) -> Attempts:
    if request.param == "fake":
        return FakeAttempts()
    request.getfixturevalue("aws_world")
    return wiring.attempts()


def with_everything() -> Attempt:
    return replace(
        FIRST,
        state=AttemptState.REFUNDED,
        url="https://checkout.example/1",
        checkout_id="cs_1",
        received=(Received("pi_1", 15381, "EUR", date(2026, 11, 22)),),
        returned=(Returned("re_1", "pi_1", 100, date(2026, 11, 23), "requested_by_customer"),),
        problem="card_declined",
    )


def test_an_attempt_is_read_as_it_was_written(attempts: Attempts) -> None:
    written = attempts.put(with_everything())
    assert written == replace(with_everything(), version=1)
    assert attempts.get("inv_1", "att_1") == written


def test_of_two_who_write_the_same_attempt_the_first_wins(attempts: Attempts) -> None:
    seen = attempts.put(FIRST)
    with pytest.raises(StaleVersion):
        attempts.put(FIRST)
    attempts.put(replace(seen, state=AttemptState.PROCESSING))
    with pytest.raises(StaleVersion):
        attempts.put(replace(seen, state=AttemptState.FAILED))
    assert attempts.get("inv_1", "att_1").state is AttemptState.PROCESSING


def test_the_attempts_of_an_invoice_are_its_own_the_oldest_first(attempts: Attempts) -> None:
    later = attempts.put(replace(FIRST, attempt_id="att_0", created_at=NOW + timedelta(minutes=1)))
    first = attempts.put(FIRST)
    attempts.put(replace(FIRST, invoice_id="inv_2"))
    assert attempts.of_invoice("inv_1") == (first, later)
    assert attempts.of_invoice("inv_3") == ()


def test_a_payment_of_the_provider_leads_to_its_attempt(attempts: Attempts) -> None:
    attempts.put(replace(FIRST, attempt_id="att_0"))
    written = attempts.put(with_everything())
    assert attempts.find_payment("stripe", "pi_1") == written
    assert attempts.find_payment("stripe", "pi_2") is None
    assert attempts.find_payment("test", "pi_1") is None


def test_an_attempt_that_is_not_there_is_not_found(attempts: Attempts) -> None:
    with pytest.raises(NotFound):
        attempts.get("inv_1", "att_1")
