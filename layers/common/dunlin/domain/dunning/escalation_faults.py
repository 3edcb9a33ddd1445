"""What is wrong with what happens after the last reminder, and with interest."""

import re
from collections.abc import Callable, Iterator

from dunlin.domain.dunning.limits import AFTER, GRACE, MOST_ACTIONS, money_faults
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Interest, amount_in
from dunlin.domain.errors import Problem
from dunlin.domain.recipients import is_address

# It becomes part of an event that other systems match by.
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MOST_PERCENT = 100


def escalation_faults(escalation: Escalation, where: str) -> Iterator[Problem]:
    """Everything that is wrong with it."""
    yield from AFTER.faults(escalation.after_days, f"{where}/after_days")
    if not escalation.actions:
        yield Problem(f"{where}/actions", "say what is to happen; without an action there is nothing to escalate to")
    if len(escalation.actions) > MOST_ACTIONS:
        yield Problem(f"{where}/actions", f"more than {MOST_ACTIONS} actions are not taken")
    for number, action in enumerate(escalation.actions):
        yield from _action_faults(action, f"{where}/actions/{number}")


def interest_faults(interest: Interest, where: str) -> Iterator[Problem]:
    """Everything that is wrong with it."""
    # Points above a reference rate may be none; a rate of one's own may not.
    if not 0 <= interest.percent <= _MOST_PERCENT or (interest.percent == 0 and not interest.statutory):
        yield Problem(f"{where}/percent", f"{interest.percent} is not more than 0 and at most {_MOST_PERCENT} a year")
    yield from GRACE.faults(interest.grace_days, f"{where}/grace_days")
    yield from money_faults(interest.minimums, f"{where}/minimums")
    yield from money_faults(interest.caps, f"{where}/caps")
    for number, cap in enumerate(interest.caps):
        least = amount_in(cap.currency, interest.minimums)
        if least is not None and least > cap.amount:
            yield Problem(f"{where}/caps/{number}", f"it is below the minimum in {cap.currency}: nothing is ever due")


def _action_faults(action: EscalationAction, where: str) -> Iterator[Problem]:
    yield from _VALUES[action.kind](action, where)
    if action.fees and action.kind is not EscalationKind.FEE:
        yield Problem(f"{where}/fees", f"fees belong to an action of kind fee, not {action.kind}")
    if action.interest and action.kind is not EscalationKind.INTEREST:
        yield Problem(f"{where}/interest", f"interest belongs to an action of kind interest, not {action.kind}")
    if action.value and action.kind not in {EscalationKind.PUBLISH, EscalationKind.NOTIFY}:
        yield Problem(f"{where}/value", f"an action of kind {action.kind} takes no value")


def _publish(action: EscalationAction, where: str) -> Iterator[Problem]:
    if not _WORD.fullmatch(action.value):
        message = "name the action: suspend_service, legal, collection, or a word of your own (a-z, 0-9, _)"
        yield Problem(f"{where}/value", message)


def _notify(action: EscalationAction, where: str) -> Iterator[Problem]:
    if not is_address(action.value):
        yield Problem(f"{where}/value", f"{action.value!r} is not an e-mail address inside your company")


def _fee(action: EscalationAction, where: str) -> Iterator[Problem]:
    if not action.fees:
        yield Problem(f"{where}/fees", "say how much, once per currency")
    yield from money_faults(action.fees, f"{where}/fees")


def _interest(action: EscalationAction, where: str) -> Iterator[Problem]:
    if not action.interest:
        yield Problem(f"{where}/interest", "say at which rate")
        return
    yield from interest_faults(action.interest, f"{where}/interest")


def _review(_: EscalationAction, __: str) -> Iterator[Problem]:
    yield from ()


_VALUES: dict[EscalationKind, Callable[[EscalationAction, str], Iterator[Problem]]] = {
    EscalationKind.PUBLISH: _publish,
    EscalationKind.NOTIFY: _notify,
    EscalationKind.FEE: _fee,
    EscalationKind.INTEREST: _interest,
    EscalationKind.REVIEW: _review,
}
