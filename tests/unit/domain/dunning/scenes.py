"""What a plan may have to cope with: zones, calendars, workflows and hours of every kind."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dunlin.domain.dunning.steps import Closed, Terms
from dunlin.domain.dunning.workflow import CatchUp, Escalation, Repetition, Shift, Step, Window, Workflow
from tests.dunning_builders import REVIEWED

DAY = timedelta(days=1)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Nuuk",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Asia/Beirut",
)
# Ordinary hours, narrow ones, and ones that the nights on which clocks are changed lie in.
WINDOWS = (
    Window(),
    Window(time(9), time(9, 30)),
    Window(time(0), time(23, 59)),
    Window(time(5), time(20)),
    Window(time(12), time(13)),
)
# Close to leap days and to the nights on which clocks are changed.
LANDMARKS = (date(2028, 2, 29), date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2026, 12, 31))


@dataclass(frozen=True)
class Scene:
    """What a plan is made from."""

    workflow: Workflow
    terms: Terms
    now: datetime

    def here(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.terms.zone)).replace(tzinfo=None)

    def at(self, now: datetime) -> "Scene":
        return replace(self, now=now)


def calendar(rest: frozenset[date], *, weekends: bool) -> Closed:
    """Those days, and weekends if there are any."""
    return lambda on: "a holiday" if on in rest else "a weekend" if weekends and on.weekday() > 4 else ""


@st.composite
def workflows(draw: st.DrawFn, *, shift: Shift | None = None, catch_up: CatchUp | None = None) -> Workflow:
    """One to five reminders in ascending order, some before the due date."""
    offsets = sorted(draw(st.sets(st.integers(-12, 40), min_size=1, max_size=5)))
    times = st.times().map(lambda each: each.replace(microsecond=0))
    escalation: Escalation | None = draw(st.sampled_from((None, REVIEWED, replace(REVIEWED, after_days=0))))
    return Workflow(
        "wf_1",
        1,
        "Any",
        tuple(Step(each, at=draw(st.one_of(st.just(time(9)), times))) for each in offsets),
        repetition=draw(st.sampled_from((None, Repetition(1, 2), Repetition(7, 3)))),
        shift=shift or draw(st.sampled_from(Shift)),
        window=draw(st.sampled_from(WINDOWS)),
        minimum_gap_days=draw(st.integers(0, 6)),
        catch_up=catch_up or draw(st.sampled_from(CatchUp)),
        escalation=escalation,
    )


@st.composite
def scenes(draw: st.DrawFn, *, shift: Shift | None = None, catch_up: CatchUp | None = None) -> Scene:
    """A workflow on an invoice that was sent some time around its due date, looked at some time later."""
    zone = draw(st.sampled_from(ZONES))
    due = draw(st.sampled_from(LANDMARKS)) + draw(st.integers(-40, 40)) * DAY
    noon = datetime(due.year, due.month, due.day, 12, tzinfo=UTC)
    begun = noon + timedelta(minutes=draw(st.integers(-60 * 1440, 60 * 1440)))
    mailed = begun + timedelta(minutes=draw(st.integers(0, 30 * 1440))) if draw(st.booleans()) else begun
    now = mailed + timedelta(minutes=draw(st.integers(0, 90 * 1440)))
    rest = draw(st.frozensets(st.integers(-70, 120).map(lambda each: due + each * DAY), max_size=25))
    terms = Terms(
        due,
        zone,
        calendar(rest, weekends=draw(st.booleans())),
        begun_at=begun,
        mailed_at=draw(st.sampled_from((mailed, None))) if mailed == begun else mailed,
        spacing_days=draw(st.integers(0, 6)),
    )
    return Scene(draw(workflows(shift=shift, catch_up=catch_up)), terms, now)
