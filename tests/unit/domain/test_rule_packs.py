"""The rules of countries, held against workflows."""

from dataclasses import replace

import pytest

from dunlin.domain.dunning.country_limits import Rule
from dunlin.domain.dunning.rule_checks import CHECKS
from dunlin.domain.dunning.rule_packs import broken_rules, check_rules
from dunlin.domain.dunning.workflow import (
    Escalation,
    EscalationAction,
    EscalationKind,
    Interest,
    Repetition,
    Workflow,
    standard,
)
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import Money
from dunlin.domain.party import Address
from tests.builders import a_customer
from tests.unit.domain.dunning_builders import a_workflow, statutory, steps, yearly

COUNTRIES = ["BE", "NL", "FR", "DE", "DK", "NO", "SE", "GB", "IE", "CH", "PL", "US", ""]


def fees(*days: int, fee: Money) -> Workflow:
    return a_workflow(*steps(*days, fee=fee))


def asking(interest: Interest, *days: int) -> Workflow:
    return a_workflow(*steps(*(days or (5, 20, 35))), interest=interest)


def broken(workflow: Workflow, country: str, *, consumer: bool = False) -> list[str]:
    return [each.rule for each in broken_rules(workflow, country, consumer=consumer)]


DKK, NOK, SEK, EUR = Money(10000, "DKK"), Money(3500, "NOK"), Money(6000, "SEK"), Money(500, "EUR")
FEE_ESCALATION = Escalation(10, (EscalationAction(EscalationKind.FEE, fees=(DKK,)),))


@pytest.mark.parametrize(
    ("workflow", "rules"),
    [
        (fees(1, 11, 21, fee=DKK), []),
        (fees(1, 11, 21, 31, fee=DKK), ["most_fees"]),
        (replace(fees(1, 11, fee=DKK), repetition=Repetition(10, 2)), ["most_fees"]),
        (replace(fees(1, 11, 21, fee=DKK), escalation=FEE_ESCALATION), ["most_fees"]),
        (fees(1, 10, fee=DKK), ["days_between_fees"]),
        (fees(1, 11, fee=Money(10001, "DKK")), ["fee_at_most"]),
        (fees(1, 4, 8, 9, fee=Money(10001, "DKK")), ["most_fees", "fee_at_most", "days_between_fees"]),
        (a_workflow(*steps(-5, -3, fee=DKK), *steps(5, fee=DKK)), []),
        (asking(statutory("8")), []),
        (asking(statutory("8.5")), ["points_at_most"]),
        (asking(yearly("24")), []),
    ],
)
def test_denmark_three_fees_of_dkk_100_ten_days_apart(workflow: Workflow, rules: list[str]) -> None:
    assert broken(workflow, "DK") == rules


def test_denmark_nothing_but_the_statutory_rate_may_be_agreed_with_consumers() -> None:
    assert broken(asking(yearly()), "DK", consumer=True) == ["only_statutory_interest"]
    assert broken(asking(statutory()), "DK", consumer=True) == []


@pytest.mark.parametrize(
    ("workflow", "rules"),
    [
        (fees(14, 28, fee=NOK), []),
        (a_workflow(*steps(5), *steps(14, 28, fee=NOK)), []),
        (fees(13, 28, fee=NOK), ["first_fee_from_day"]),
        (fees(14, 27, fee=NOK), ["days_between_fees"]),
        (fees(14, 28, 42, fee=NOK), ["most_fees"]),
        (fees(14, fee=Money(7000, "NOK")), ["fee_at_most"]),
    ],
)
def test_norway_two_fees_the_first_from_day_14(workflow: Workflow, rules: list[str]) -> None:
    assert broken(workflow, "NO") == rules


@pytest.mark.parametrize(
    ("workflow", "rules"),
    [
        (a_workflow(*steps(5), *steps(20, 35, fee=EUR)), []),
        (a_workflow(*steps(-3, 5), *steps(20, fee=EUR)), []),
        (a_workflow(*steps(5), *steps(19, fee=EUR)), ["costs_after_free_reminder"]),
        (fees(5, 20, fee=EUR), ["costs_after_free_reminder"]),
        (a_workflow(*steps(5), *steps(20, fee=Money(2001, "EUR"))), ["fees_together_at_most"]),
        (asking(yearly()), ["costs_after_free_reminder"]),
        (asking(yearly(grace_days=5)), []),
        (asking(yearly(grace_days=5), 5, 15, 30), ["costs_after_free_reminder"]),
        (asking(statutory("8", grace_days=5)), []),
        (asking(statutory("10", grace_days=5)), ["points_at_most"]),
    ],
)
def test_belgium_the_first_reminder_of_a_consumer_is_free_and_14_days_after_it(
    workflow: Workflow, rules: list[str]
) -> None:
    assert broken(workflow, "BE", consumer=True) == rules
    assert broken(workflow, "BE") == [each for each in rules if each == "points_at_most"]


@pytest.mark.parametrize(
    ("country", "consumer", "workflow", "rules"),
    [
        ("NL", True, fees(5, 20, fee=EUR), ["days_after_free_reminder"]),
        ("NL", True, asking(yearly("4")), []),
        ("NL", True, asking(statutory()), ["no_statutory_interest"]),
        ("NL", False, fees(5, 20, fee=EUR), []),
        ("FR", True, fees(5, fee=EUR), ["most_fees"]),
        ("FR", False, asking(statutory("10")), []),
        ("FR", False, asking(statutory("11")), ["points_at_most"]),
        ("DE", True, asking(statutory("5")), []),
        ("DE", True, asking(statutory("9")), ["points_at_most"]),
        ("DE", False, asking(statutory("9")), []),
        ("SE", False, fees(5, fee=Money(6100, "SEK")), ["fee_at_most"]),
        ("SE", False, fees(5, fee=SEK), []),
        ("GB", False, asking(statutory("8")), []),
        ("GB", True, asking(statutory("8")), ["no_statutory_interest"]),
        ("IE", False, asking(statutory("8")), []),
        ("IE", False, asking(statutory("9")), ["points_at_most"]),
        ("IE", True, asking(statutory("8")), ["no_statutory_interest"]),
        ("CH", False, asking(statutory("8")), []),
        ("PL", False, asking(statutory("8")), ["no_reference_rate"]),
        ("PL", False, asking(yearly("8")), []),
        ("", False, asking(statutory("8")), ["no_reference_rate"]),
    ],
)
def test_other_countries(country: str, workflow: Workflow, rules: list[str], *, consumer: bool) -> None:
    assert broken(workflow, country, consumer=consumer) == rules


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("consumer", [True, False])
def test_the_shipped_workflow_breaks_no_rule_anywhere(country: str, *, consumer: bool) -> None:
    assert broken_rules(standard(), country, consumer=consumer) == ()


def test_every_kind_of_limit_is_held_against_workflows() -> None:
    assert set(CHECKS) == set(Rule)


def test_an_assignment_is_refused_with_every_broken_rule_its_source_and_what_to_change() -> None:
    customer = a_customer()
    dane = replace(customer, party=replace(customer.party, address=Address(country="DK")))
    with pytest.raises(InvalidInput, match="workflow wf_1 breaks rules for businesses in DK: change it") as refusal:
        check_rules(fees(1, 4, fee=Money(15000, "DKK")), dane)
    assert [(each.where, each.message) for each in refusal.value.problems] == [
        ("/workflow_id", "a fee is DKK 150.00: ask for at most DKK 100.00 (Denmark, renteloven § 9 b(2))"),
        (
            "/workflow_id",
            "two fees are 3 days apart: leave 10 days between reminders with a fee (Denmark, renteloven § 9 b(2))",
        ),
    ]


def test_a_workflow_that_says_why_may_break_them() -> None:
    customer = a_customer(consumer=True)
    briton = replace(customer, party=replace(customer.party, address=Address(country="GB")))
    check_rules(replace(asking(statutory()), override="our counsel has agreed"), briton)


def test_a_consumer_is_held_against_the_rules_for_consumers() -> None:
    customer = a_customer(consumer=True)
    belgian = replace(customer, party=replace(customer.party, address=Address(country="BE")))
    check_rules(fees(5, fee=EUR), replace(belgian, consumer=False))
    with pytest.raises(InvalidInput, match="rules for consumers in BE") as refusal:
        check_rules(fees(5, fee=EUR), belgian)
    assert "book no fee before day 20 (Belgium, Code of Economic Law, art. XIX.2)" in refusal.value.problems[0].message
