"""What a reminder adds to an invoice."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.dunning.dunning import Dunning, Outcome, Turn
from dunlin.domain.dunning.late_charges import charges_due
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Workflow
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.domain.party import Address
from tests.builders import a_customer
from tests.unit.domain.dunning_builders import DUE, a_late_invoice, a_workflow, statutory, steps, yearly

DAY = timedelta(days=1)
FIVE = Money(500, "EUR")


def customer_in(country: str, *, consumer: bool = False) -> Customer:
    customer = a_customer(consumer=consumer)
    return replace(customer, party=replace(customer.party, address=Address(country=country)))


def due(
    workflow: Workflow, number: int, day: int, *, invoice: Invoice | None = None, customer: Customer | None = None
) -> tuple[Charge, ...]:
    return charges_due(invoice or a_late_invoice(), workflow, number, DUE + day * DAY, customer or customer_in("IE"))


def reminded_on(*days: int) -> Dunning:
    at = [datetime.combine(DUE + day * DAY, time(9), tzinfo=UTC) for day in days]
    turns = tuple(Turn(number, Outcome.SENT, each) for number, each in enumerate(at, start=1))
    return Dunning(turns=turns, next_number=len(turns) + 1)


def fees_on(*days: int) -> tuple[Charge, ...]:
    return tuple(Charge(f"chg_{day}", ChargeKind.FEE, 500, DUE + day * DAY, 1) for day in days)


def test_a_reminder_books_its_fee_and_the_interest_up_to_its_day() -> None:
    fee, interest = due(a_workflow(*steps(5, fee=FIVE), interest=statutory()), 1, 5)
    assert (fee.kind, fee.amount, fee.formula) == (ChargeKind.FEE, 500, "EUR 5.00 for reminder 1")
    assert (interest.kind, interest.amount, interest.until) == (ChargeKind.INTEREST, 172, DUE + 5 * DAY)
    assert {fee.number, interest.number} == {1}


def test_a_workflow_without_costs_books_nothing() -> None:
    assert due(a_workflow(), 1, 5) == ()


def test_a_fee_in_another_currency_is_none() -> None:
    assert due(a_workflow(*steps(5, fee=Money(500, "SEK"))), 1, 5) == ()


@pytest.mark.parametrize("day", [-3, 0])
def test_nothing_is_late_up_to_and_on_the_due_date(day: int) -> None:
    assert due(a_workflow(*steps(day, fee=FIVE), interest=yearly(grace_days=0)), 1, day) == ()


def test_the_same_reminder_books_once() -> None:
    workflow = a_workflow(*steps(5, 20, fee=FIVE), interest=yearly())
    first = due(workflow, 1, 5)
    booked = a_late_invoice(charges=first)
    assert due(workflow, 1, 6, invoice=booked) == ()
    assert {each.charge_id for each in due(workflow, 2, 20, invoice=booked)}.isdisjoint(e.charge_id for e in first)


def test_the_reminders_of_another_assignment_are_others() -> None:
    workflow = a_workflow(*steps(5, fee=FIVE))
    booked = a_late_invoice(charges=due(workflow, 1, 5), dunning=Dunning(assignment=2))
    assert len(due(workflow, 1, 20, invoice=booked)) == 1


def test_the_escalation_books_its_own_fees_and_interest() -> None:
    actions = (
        EscalationAction(EscalationKind.FEE, fees=(FIVE,)),
        EscalationAction(EscalationKind.FEE, fees=(Money(4000, "EUR"),)),
        EscalationAction(EscalationKind.INTEREST, interest=yearly()),
        EscalationAction(EscalationKind.REVIEW),
    )
    charges = due(a_workflow(escalation=Escalation(10, actions)), 4, 45)
    assert [(each.kind, each.amount) for each in charges] == [("fee", 500), ("fee", 4000), ("interest", 1529)]
    assert charges[0].formula == "EUR 5.00 after the last reminder"
    assert len({each.charge_id for each in charges}) == 3


def test_an_escalation_without_costs_books_nothing_even_if_the_reminders_did() -> None:
    workflow = a_workflow(interest=yearly(), escalation=Escalation(10, (EscalationAction(EscalationKind.REVIEW),)))
    assert due(workflow, 4, 45) == ()


@pytest.mark.parametrize(
    ("country", "booked", "day", "allowed"),
    [
        ("DK", (), 1, True),
        ("DK", (5,), 14, False),
        ("DK", (5,), 15, True),
        ("DK", (5, 15, 25), 60, False),
        ("NO", (), 13, False),
        ("NO", (), 14, True),
        ("NO", (14,), 27, False),
        ("NO", (14, 28), 60, False),
        ("IE", (1, 2, 3, 4), 5, True),
    ],
)
def test_a_reminder_that_moved_books_no_fee_that_the_country_does_not_allow_on_that_day(
    country: str, booked: tuple[int, ...], day: int, *, allowed: bool
) -> None:
    charges = due(
        a_workflow(*steps(5, fee=FIVE)),
        1,
        day,
        invoice=a_late_invoice(charges=fees_on(*booked)),
        customer=customer_in(country),
    )
    assert bool(charges) == allowed


@pytest.mark.parametrize(("before", "day", "booked"), [((), 5, 0), ((5,), 19, 0), ((5,), 20, 2), ((-3,), 20, 0)])
def test_a_belgian_consumer_pays_nothing_for_the_first_reminder_and_14_days_after_it(
    before: tuple[int, ...], day: int, booked: int
) -> None:
    workflow = a_workflow(*steps(5, 20, fee=FIVE), interest=yearly(grace_days=5))
    invoice = a_late_invoice(dunning=reminded_on(*before) if before else None)
    customer = customer_in("BE", consumer=True)
    assert len(due(workflow, 1, day + 0, invoice=invoice, customer=customer)) == booked


def test_a_dutch_consumer_pays_interest_with_the_first_reminder_but_no_fee() -> None:
    charges = due(a_workflow(*steps(5, fee=FIVE), interest=yearly()), 1, 5, customer=customer_in("NL", consumer=True))
    assert [each.kind for each in charges] == [ChargeKind.INTEREST]


def test_a_workflow_that_breaks_the_rules_on_purpose_books_what_it_says() -> None:
    workflow = a_workflow(*steps(5, fee=FIVE), override="agreed in the contract")
    assert len(due(workflow, 1, 5, customer=customer_in("NO"))) == 1


def test_a_customer_whose_country_nobody_knows_still_gets_the_fee() -> None:
    workflow = a_workflow(*steps(5, fee=FIVE), interest=statutory())
    assert [each.kind for each in due(workflow, 1, 5, customer=customer_in(""))] == [ChargeKind.FEE]


def test_the_day_of_the_reminder_is_the_day_of_the_charge() -> None:
    assert due(a_workflow(*steps(5, fee=FIVE)), 1, 7)[0].on == date(2026, 3, 8)
