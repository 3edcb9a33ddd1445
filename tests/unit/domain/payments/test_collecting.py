"""When an invoice is charged automatically, and why it is left to the customer: a table of cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import AgreementState, Mandate
from dunlin.domain.payments.collecting import PATIENCE, Collection, Left, collection_of, next_charge
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.tries import Try, TryState, concluded
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings
from dunlin.domain.seller import Seller
from tests.collecting_builders import a_collector, a_try, agreed, an_agreement, collecting
from tests.dunning_builders import DUE, SENT, dunned, owed

LONG_BEFORE = SENT + timedelta(days=1)
DEBIT = Mandate("cus_test", "succeeds", Method.SEPA_DEBIT)
AMSTERDAM = time(8)  # which is seven o'clock in UTC before 28 March, and six after


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def tried(*tries: Try, **changes: object) -> Invoice:
    return owed(dunning=dunned(tries=tries), **changes)


def charged_at(
    invoice: Invoice | None = None, customer: Customer | None = None, seller: Seller | None = None, *, now: datetime
) -> str:
    found = next_charge(invoice or owed(), customer or agreed(), seller or a_collector(), now=now)
    return f"{found:%Y-%m-%d %H:%M}" if found else "never"


@pytest.mark.parametrize(
    ("now", "charged"),
    [
        ("2027-02-20T12:00", "2027-03-01 07:00"),
        ("2027-03-01T06:59", "2027-03-01 07:00"),
        ("2027-03-01T07:00", "2027-03-01 07:00"),
        ("2027-03-01T10:59", "2027-03-01 07:00"),  # the queue was long: it is due still
        ("2027-03-01T11:00", "2027-03-02 07:00"),  # a whole morning was missed: not in the night, but on the next
        ("2027-03-04T23:00", "2027-03-05 07:00"),
        ("2027-03-05T08:00", "2027-03-05 07:00"),
    ],
)
def test_it_is_charged_at_the_sellers_hour_of_the_due_date_or_of_the_next_day(now: str, charged: str) -> None:
    assert charged_at(now=utc(now)) == charged


@pytest.mark.parametrize(
    ("zone", "due", "at", "charged"),
    [
        ("Europe/Amsterdam", date(2027, 3, 27), time(8), "2027-03-27 07:00"),
        ("Europe/Amsterdam", date(2027, 3, 28), time(8), "2027-03-28 06:00"),  # summer has begun in the night
        ("Europe/Amsterdam", date(2027, 3, 28), time(2, 30), "2027-03-28 01:00"),  # the clocks skip that time
        ("Europe/Amsterdam", date(2027, 10, 31), time(2, 30), "2027-10-31 00:30"),  # they show it twice: the first
        ("Pacific/Auckland", date(2027, 3, 1), time(8), "2027-02-28 19:00"),
        ("America/Los_Angeles", date(2027, 3, 1), time(23), "2027-03-02 07:00"),
        ("", date(2027, 3, 1), time(8), "2027-03-01 08:00"),
    ],
)
def test_the_sellers_clock_counts(zone: str, due: date, at: time, charged: str) -> None:
    seller = a_collector(time_zone=zone, portal=collecting(at))

    assert charged_at(owed(due_date=due), seller=seller, now=LONG_BEFORE) == charged


def test_an_hour_late_in_the_evening_goes_on_past_midnight() -> None:
    seller = a_collector(portal=collecting(time(23)))

    assert charged_at(seller=seller, now=utc("2027-03-02T01:00")) == "2027-03-01 22:00"
    assert charged_at(seller=seller, now=utc("2027-03-03T00:30")) == "2027-03-02 22:00"


@pytest.mark.parametrize(
    ("agreed_at", "charged"),
    [
        ("2027-03-01T06:59", "2027-03-01 07:00"),
        ("2027-03-01T09:00", "2027-03-02 07:00"),
        ("2027-03-10T22:00", "2027-03-11 07:00"),
        ("2027-03-11T07:30", "2027-03-12 07:00"),
    ],
)
def test_what_was_due_before_the_customer_agreed_is_charged_at_the_next_hour(agreed_at: str, charged: str) -> None:
    when = utc(agreed_at)

    assert charged_at(customer=agreed(an_agreement(agreed_at=when)), now=when) == charged


def test_an_invoice_that_was_sent_after_its_due_date_is_charged_at_the_next_hour() -> None:
    late = utc("2027-03-03T15:00")

    assert charged_at(owed(sent_at=late, mailed_at=late), now=late) == "2027-03-04 07:00"
    assert charged_at(owed(sent_at=None, mailed_at=None, status=Status.POSTED), now=late) == "2027-03-04 07:00"


def test_a_debit_leaves_the_day_between_that_its_mandate_promises() -> None:
    late, debit = utc("2027-03-03T15:00"), agreed(an_agreement(mandate=DEBIT))

    seller = a_collector(portal=collecting(methods=(MethodSettings(Method.SEPA_DEBIT),)))
    assert charged_at(owed(sent_at=late, mailed_at=late), debit, seller, now=late) == "2027-03-05 07:00"
    assert charged_at(None, debit, seller, now=LONG_BEFORE) == charged_at(now=LONG_BEFORE)


def test_a_due_date_that_moves_moves_the_charge() -> None:
    assert charged_at(owed(due_date=date(2027, 3, 20)), now=LONG_BEFORE) == "2027-03-20 07:00"
    assert charged_at(owed(due_date=date(2027, 2, 10)), now=utc("2027-02-20T23:00")) == "2027-02-21 07:00"


@pytest.mark.parametrize("due", [date.min, date.max])
def test_a_due_date_at_the_end_of_the_calendar_breaks_nothing(due: date) -> None:
    failed = a_try(at=utc("2027-03-01T07:00"), code="card_declined")

    assert charged_at(owed(due_date=due), now=LONG_BEFORE) != "never"
    assert charged_at(tried(failed, due_date=due), now=LONG_BEFORE) != "never"


def test_what_was_refused_is_tried_again_as_the_seller_says_and_then_no_more() -> None:
    first = a_try(1, utc("2027-03-01T07:00"), code="card_declined")
    second = a_try(2, utc("2027-03-04T07:00"), code="insufficient_funds")
    third = a_try(3, utc("2027-03-08T07:00"), code="card_declined")

    assert charged_at(tried(first), now=utc("2027-03-01T07:01")) == "2027-03-04 07:00"
    assert charged_at(tried(first, second), now=utc("2027-03-04T07:01")) == "2027-03-08 07:00"
    assert charged_at(tried(first, second, third), now=utc("2027-03-08T07:01")) == "never"
    assert collection_of(tried(first, second, third), agreed(), a_collector(), now=SENT) is Left.USED_UP


def test_days_of_a_first_try_that_was_late_are_counted_from_it() -> None:
    late = a_try(1, utc("2027-04-01T06:00"), code="card_declined")

    assert charged_at(tried(late), now=utc("2027-04-01T06:01")) == "2027-04-04 06:00"


def test_a_debit_that_comes_back_after_its_next_day_is_tried_at_the_next_hour() -> None:
    came_back = a_try(1, utc("2027-03-01T07:00"), code="insufficient_funds", ended_at=utc("2027-03-08T15:00"))

    assert charged_at(tried(came_back), now=utc("2027-03-08T15:00")) == "2027-03-09 07:00"


def test_another_agreement_begins_anew_and_its_tries_are_numbered_on() -> None:
    tries = tuple(a_try(each, utc(f"2027-03-0{each}T07:00"), code="card_declined") for each in (1, 2, 3))
    new = agreed(an_agreement(agreement_id="agr_2", agreed_at=utc("2027-03-09T12:00")))

    found = collection_of(tried(*tries), new, a_collector(), now=utc("2027-03-09T12:00"))

    assert isinstance(found, Collection)
    assert (found.number, found.turn, found.turns) == (4, 1, 3)
    assert found.at == utc("2027-03-10T07:00")


def test_a_try_that_is_being_made_stays_until_nobody_can_tell_of_it_any_more() -> None:
    asked = utc("2027-03-01T07:00")

    assert charged_at(tried(a_try(at=asked)), now=asked + PATIENCE - timedelta(seconds=1)) == "2027-03-01 07:00"
    found = collection_of(tried(a_try(at=asked)), agreed(), a_collector(), now=asked + PATIENCE)
    assert found is Left.UNANSWERED


def test_a_try_by_another_agreement_keeps_a_new_one_from_charging_beside_it() -> None:
    asked = utc("2027-03-01T07:00")
    new = agreed(an_agreement(agreement_id="agr_2"))

    found = collection_of(tried(a_try(at=asked)), new, a_collector(), now=asked + timedelta(days=1))

    assert isinstance(found, Collection)
    assert found.number == 1
    assert found.asked
    assert collection_of(tried(a_try(at=asked)), new, a_collector(), now=asked + PATIENCE) is Left.UNANSWERED


PAID_BACK = (Payment("pay_1", 15_125, DUE), Payment("ref_1", -15_125, DUE, refund_of="pay_1"))


@pytest.mark.parametrize(
    ("invoice", "customer", "seller", "left"),
    [
        (owed(), agreed(), a_collector(portal=collecting(autopay_allowed=False)), Left.NOT_ALLOWED),
        (owed(), agreed(), a_collector(portal=collecting(pay_online=False)), Left.NOT_ALLOWED),
        (
            owed(),
            agreed(),
            a_collector(portal=collecting(methods=(MethodSettings(Method.SEPA_DEBIT),))),
            Left.NOT_OFFERED,
        ),
        (
            owed(),
            agreed(),
            a_collector(portal=collecting(methods=(MethodSettings(Method.CARD, maximums=(Money(15_124, "EUR"),)),))),
            Left.NOT_OFFERED,
        ),
        (owed(), agreed(an_agreement(limits=(Money(15_124, "EUR"),))), a_collector(), Left.OVER_LIMIT),
        (owed(), agreed(an_agreement(limits=(Money(99_999, "USD"),))), a_collector(), Left.OVER_LIMIT),
        (owed(payments=PAID_BACK), agreed(), a_collector(), Left.GIVEN_BACK),
        (tried(a_try(state=TryState.TAKEN)), agreed(), a_collector(), Left.TAKEN),
        (tried(a_try(code="expired_card")), agreed(), a_collector(), Left.REFUSED),
        (tried(a_try(code="authentication_required")), agreed(), a_collector(), Left.REFUSED),
    ],
)
def test_it_is_left_to_a_customer_who_has_agreed(
    invoice: Invoice, customer: Customer, seller: Seller, left: Left
) -> None:
    assert collection_of(invoice, customer, seller, now=LONG_BEFORE) is left
    assert charged_at(invoice, customer, seller, now=LONG_BEFORE) == "never"


@pytest.mark.parametrize(
    ("invoice", "customer"),
    [
        (owed(), agreed(an_agreement(state=AgreementState.ENDED))),
        (owed(), agreed(an_agreement(seller_id="sel_2"))),
        (owed(status=Status.PAID), agreed()),
        (owed(status=Status.VOID), agreed()),
        (owed(status=Status.DRAFT), agreed()),
    ],
)
def test_nothing_is_charged_where_nothing_is_owed_or_agreed(invoice: Invoice, customer: Customer) -> None:
    assert collection_of(invoice, customer, a_collector(), now=LONG_BEFORE) is None


def test_the_limit_is_on_what_is_charged_the_fee_included() -> None:
    fee = Fee(FeePolicy.PASS_THROUGH, Decimal(2))
    seller = a_collector(portal=collecting(methods=(MethodSettings(Method.CARD, fee=fee),)))
    here = replace(agreed().party, address=replace(agreed().party.address, country="CH"))
    enough, short = (agreed(an_agreement(limits=(Money(most, "EUR"),)), party=here) for most in (15_434, 15_433))

    found = collection_of(owed(), enough, seller, now=LONG_BEFORE)
    assert isinstance(found, Collection)
    assert found.total == Money(15_434, "EUR")
    assert collection_of(owed(), short, seller, now=LONG_BEFORE) is Left.OVER_LIMIT


def test_a_part_payment_leaves_the_rest_to_be_charged() -> None:
    paid = owed(payments=(Payment("pay_1", 5_125, DUE),), status=Status.PARTIALLY_PAID)

    found = collection_of(paid, agreed(), a_collector(), now=LONG_BEFORE)

    assert isinstance(found, Collection)
    assert found.total == Money(10_000, "EUR")


def test_a_try_ends_once_and_one_that_was_given_up_is_known_again() -> None:
    asked, failed = a_try(1, SENT), a_try(1, SENT + timedelta(hours=1), code="card_declined")

    (once,) = concluded((asked,), failed)
    assert (once.state, once.at, once.code) == (TryState.FAILED, SENT, "card_declined")
    assert concluded((once,), replace(failed, code="other")) == (once,)
    assert concluded((), failed) == (failed,)
