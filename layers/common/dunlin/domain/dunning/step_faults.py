"""What is wrong with one step of a workflow."""

from collections.abc import Iterator

from dunlin.domain.customer import Role
from dunlin.domain.dunning.limits import MOST_ADDRESSEES, MOST_MESSAGE, MOST_SUBJECT, OFFSET, money_faults
from dunlin.domain.dunning.workflow import Step, Window
from dunlin.domain.errors import Problem
from dunlin.domain.recipients import is_address

_ROLES = ", ".join(Role)


def step_faults(step: Step, window: Window, where: str) -> Iterator[Problem]:
    """Everything about it but its template, which has to be looked up, and its day, which depends on its neighbours."""
    yield from OFFSET.faults(step.offset_days, f"{where}/offset_days")
    if not window.opens <= step.at < window.closes:
        message = f"{step.at:%H:%M} is outside of the window, from {window.opens:%H:%M} until {window.closes:%H:%M}"
        yield Problem(f"{where}/at", message)
    yield from _addressee_faults(step, where)
    yield from _word_faults(step, where)
    yield from money_faults(step.minimums, f"{where}/minimums")
    yield from money_faults(step.fees, f"{where}/fees")


def _addressee_faults(step: Step, where: str) -> Iterator[Problem]:
    if not step.to:
        yield Problem(f"{where}/to", f"say whom it goes to: a role ({_ROLES}) or an address")
    if len(step.to) + len(step.cc) > MOST_ADDRESSEES:
        yield Problem(f"{where}/to", f"more than {MOST_ADDRESSEES} are written to at once")
    for number, each in enumerate(step.to):
        if "@" not in each and each not in set(Role):
            yield Problem(f"{where}/to/{number}", f"{each!r} is neither an address nor a role ({_ROLES})")
        elif "@" in each and not is_address(each):
            yield Problem(f"{where}/to/{number}", f"{each!r} is not an e-mail address")
    for number, each in enumerate(step.cc):
        if not is_address(each):
            yield Problem(f"{where}/cc/{number}", f"{each!r} is not an e-mail address")


def _word_faults(step: Step, where: str) -> Iterator[Problem]:
    # The subject becomes a header.
    if len(step.subject) > MOST_SUBJECT or not step.subject.isprintable():
        yield Problem(f"{where}/subject", f"a subject is one line of at most {MOST_SUBJECT} characters")
    if len(step.message) > MOST_MESSAGE:
        yield Problem(f"{where}/message", f"a message has at most {MOST_MESSAGE} characters")
