"""What a plan is made in: the customer's clock, and the days of the mails before it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dunlin.domain.dunning.open_hours import open_day
from dunlin.domain.dunning.steps import Moved, Terms
from dunlin.domain.dunning.workflow import Shift, Workflow

_DAY = timedelta(days=1)
# A due date at an end of the calendar says "never" or is a slip; days are counted from it all the same.
_FIRST_DUE, _LAST_DUE = date(1900, 1, 1), date(9900, 1, 1)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a plan is made in: the customer's clock (`here`), and the days of the first and of the latest mail."""

    workflow: Workflow
    terms: Terms
    here: datetime
    begun: date
    mailed: date

    def open(self, on: date) -> tuple[date, tuple[Moved, ...]]:
        """The first day from `on` on which a reminder may go out, and what stood in the way."""
        return (on, ()) if self.workflow.shift is Shift.NONE else open_day(on, _DAY, self.terms.closed)

    def after(self, on: date, days: int) -> date:
        """The first day so many days after a mail on which the next may go out."""
        return self.open(on + days * _DAY)[0]

    def passed(self, on: date) -> bool:
        """Whether that day has passed, or its hours for reminders."""
        return (self.here.date(), self.here.time()) >= (on, self.workflow.window.closes)


def scene_of(workflow: Workflow, terms: Terms, *, now: datetime) -> Scene:
    """As of now."""
    terms = replace(terms, due_date=min(max(terms.due_date, _FIRST_DUE), _LAST_DUE))
    mailed_at = max(terms.begun_at, terms.mailed_at or terms.begun_at)
    # What is planned for an invoice that is yet to be sent is planned as of then.
    here = clock(max(now, terms.begun_at), terms)
    return Scene(workflow, terms, here, clock(terms.begun_at, terms).date(), clock(mailed_at, terms).date())


def clock(moment: datetime, terms: Terms) -> datetime:
    """The customer's clock, to the second."""
    return moment.astimezone(ZoneInfo(terms.zone)).replace(tzinfo=None, microsecond=0)
