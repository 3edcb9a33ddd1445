"""How each kind of limit is held against a workflow: what to change, or empty where it is kept."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from dunlin.domain.dunning.country_limits import Limit, Rule
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.dunning.workflow_costs import fees, first_reminder, interests
from dunlin.domain.money import Money


def _most_fees(limit: Limit, workflow: Workflow) -> str:
    booked = len(fees(workflow))
    if booked <= limit.number:
        return ""
    return f"it books {booked} fees: book {f'at most {limit.number}' if limit.number else 'none'}"


def _fee_at_most(limit: Limit, workflow: Workflow) -> str:
    most = _amount(limit)
    highest = max((each.in_(most.currency) for each in fees(workflow)), default=0)
    return f"a fee is {Money(highest, most.currency)}: ask for at most {most}" if highest > most.amount else ""


def _fees_together_at_most(limit: Limit, workflow: Workflow) -> str:
    most = _amount(limit)
    together = sum(each.in_(most.currency) for each in fees(workflow))
    if together <= most.amount:
        return ""
    return f"its fees come to {Money(together, most.currency)}: ask for at most {most} in all"


def _first_fee_from_day(limit: Limit, workflow: Workflow) -> str:
    first = min((each.day for each in fees(workflow)), default=limit.number)
    if first >= limit.number:
        return ""
    return f"its first fee is on day {first}: book none before day {limit.number} after the due date"


def _days_between_fees(limit: Limit, workflow: Workflow) -> str:
    gaps = [after.day - before.day for before, after in pairwise(fees(workflow))]
    if min(gaps, default=limit.number) >= limit.number:
        return ""
    return f"two fees are {min(gaps)} days apart: leave {limit.number} days between reminders with a fee"


def _days_after_free_reminder(limit: Limit, workflow: Workflow) -> str:
    free = (first_reminder(workflow) or 0) + limit.number
    if all(each.day > free for each in fees(workflow)):
        return ""
    return f"the first reminder is free, and so are {limit.number} days after it: book no fee before day {free + 1}"


def _costs_after_free_reminder(limit: Limit, workflow: Workflow) -> str:
    first = first_reminder(workflow) or 0
    free = first + limit.number
    early = any(each.day <= free or each.interest.grace_days < first for each in interests(workflow))
    if not early:
        return _days_after_free_reminder(limit, workflow)
    return (
        f"the first reminder is free, and so are {limit.number} days after it: ask for interest from day {free + 1}, "
        f"with {first} days of grace or more, and book no fee before"
    )


def _no_statutory_interest(_: Limit, workflow: Workflow) -> str:
    if not any(each.interest.statutory for each in interests(workflow)):
        return ""
    return "the statutory rate is for businesses: give the yearly percent of the contract, or ask for no interest"


def _points_at_most(limit: Limit, workflow: Workflow) -> str:
    points = [each.interest.percent for each in interests(workflow) if each.interest.statutory]
    if max(points, default=0) <= limit.number:
        return ""
    return f"it asks for {max(points)} points above the reference rate: the law gives {limit.number}"


def _only_statutory_interest(_: Limit, workflow: Workflow) -> str:
    if all(each.interest.statutory for each in interests(workflow)):
        return ""
    return "nothing else may be agreed with consumers: ask for the statutory rate"


def _amount(limit: Limit) -> Money:
    assert limit.amount  # noqa: S101 - the table gives one for each rule about an amount
    return limit.amount


CHECKS: Mapping[Rule, Callable[[Limit, Workflow], str]] = {
    Rule.MOST_FEES: _most_fees,
    Rule.FEE_AT_MOST: _fee_at_most,
    Rule.FEES_TOGETHER_AT_MOST: _fees_together_at_most,
    Rule.FIRST_FEE_FROM_DAY: _first_fee_from_day,
    Rule.DAYS_BETWEEN_FEES: _days_between_fees,
    Rule.DAYS_AFTER_FREE_REMINDER: _days_after_free_reminder,
    Rule.COSTS_AFTER_FREE_REMINDER: _costs_after_free_reminder,
    Rule.NO_STATUTORY_INTEREST: _no_statutory_interest,
    Rule.POINTS_AT_MOST: _points_at_most,
    Rule.ONLY_STATUTORY_INTEREST: _only_statutory_interest,
}
