"""A time on somebody's clock, as the instant it names: also on the nights on which clocks are changed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dunlin.domain.errors import InvalidInput, Problem

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What was asked for (`local`, without an offset, in the IANA `zone`), the instant `at` in UTC that it became, and
    a note for people where the two are not simply the same.
    """

    local: str
    zone: str
    at: datetime
    note: str = ""


def resolve(local: datetime, zone: str) -> LocalTime:
    """The first instant at which a clock in the zone reads `local` or later, to the second.

    A time that the clocks skip is the first instant after the gap; of a time that they show twice it is the earlier.
    Raises InvalidInput for an offset in `local`, an unknown zone, and the first and last days of the calendar.
    """
    if local.tzinfo is not None:
        raise _invalid("/send_at", "give the local time without an offset; `timezone` says where")
    local = local.replace(microsecond=0, fold=0)
    clock = _clock(zone)
    try:
        return _resolved(local, zone, clock)
    except OverflowError as beyond:
        raise _invalid("/send_at", f"{local.isoformat()} is beyond the calendar") from beyond


def _resolved(local: datetime, zone: str, clock: ZoneInfo) -> LocalTime:
    # PEP 495: of a time shown twice, fold 0 is the earlier; of a skipped one it stands behind the gap, fold 1 before.
    first, second = (local.replace(fold=fold, tzinfo=clock).astimezone(UTC) for fold in (0, 1))
    if _reads(first, clock) != local:
        at = _after_gap(local, clock, before=second, behind=first)
        note = (
            f"clocks in {zone} skip {_told(local)}: it is sent at the first instant after, {_told(_reads(at, clock))}"
        )
        return LocalTime(local.isoformat(), zone, at, note)
    twice = f"clocks in {zone} show {_told(local)} twice: it is sent at the earlier" if first != second else ""
    return LocalTime(local.isoformat(), zone, first, twice)


def _after_gap(local: datetime, clock: ZoneInfo, *, before: datetime, behind: datetime) -> datetime:
    """Where the clocks jump: between an instant before the gap and one behind it. They jump at whole seconds."""
    low, high = 0, int((behind - before) / _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _reads(before + middle * _SECOND, clock) >= local:
            high = middle
        else:
            low = middle
    return before + high * _SECOND


def _reads(instant: datetime, clock: ZoneInfo) -> datetime:
    return instant.astimezone(clock).replace(tzinfo=None, fold=0)


def _told(local: datetime) -> str:
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def _clock(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise _invalid("/timezone", f"{zone!r} is not an IANA time zone such as Europe/Amsterdam") from unknown


def _invalid(where: str, message: str) -> InvalidInput:
    return InvalidInput(message, Problem(where, message))
