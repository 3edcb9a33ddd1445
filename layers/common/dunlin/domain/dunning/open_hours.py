"""When reminders may leave at all: in the workflow's hours, and on days on which somebody works at the customer's."""

from datetime import date, datetime, timedelta

from dunlin.domain.dunning.steps import Cause, Closed, Moved
from dunlin.domain.dunning.workflow import Shift, Workflow

_DAY = timedelta(days=1)
# No country rests longer; a calendar that never opens must not hang a worker.
_LONGEST_REST = 60


def allowed(moment: datetime, workflow: Workflow, closed: Closed) -> tuple[datetime, tuple[Moved, ...]]:
    """The first local time from `moment` on at which a reminder may leave, and why it is not `moment`."""
    moved: list[Moved] = []
    window = workflow.window
    if moment.time() >= window.closes:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave after {window.closes:%H:%M}"))
        moment = datetime.combine(moment.date() + _DAY, window.opens)
    elif moment.time() < window.opens:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave before {window.opens:%H:%M}"))
        moment = datetime.combine(moment.date(), window.opens)
    on, why = (moment.date(), ()) if workflow.shift is Shift.NONE else open_day(moment.date(), _DAY, closed)
    if on != moment.date():
        moment = datetime.combine(on, window.opens)
    return moment, (*moved, *why)


def open_day(on: date, step: timedelta, closed: Closed) -> tuple[date, tuple[Moved, ...]]:
    """The first working day from `on`, in the direction of `step`, and what stood in the way."""
    why: list[Moved] = []
    for _ in range(_LONGEST_REST):
        reason = closed(on)
        if not reason:
            return on, tuple(why)
        why.append(Moved(Cause.NOT_A_BUSINESS_DAY, f"{on} is {reason}"))
        on += step
    return on, tuple(why)
