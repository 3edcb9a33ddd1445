"""Local times become instants: on ordinary days, in the gaps and in the overlaps of every zone there is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.domain.errors import InvalidInput
from dunlin.domain.local_time import resolve

ZONES = sorted(available_timezones() - {"localtime"})
FIRST, LAST = datetime(1970, 1, 3), datetime(2060, 1, 1)  # noqa: DTZ001 - local times
SECOND = timedelta(seconds=1)

zones = st.sampled_from(ZONES)
locals_ = st.datetimes(FIRST, LAST).map(lambda each: each.replace(microsecond=0))
instants = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda each: datetime.fromtimestamp(each, UTC)
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def reads(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def jumps(zone: str, year: int) -> list[datetime]:
    """The instants of the year at which the zone's clocks are changed, by looking at every hour, then every second."""
    hour, found = datetime(year, 1, 1, tzinfo=UTC), []
    clock = ZoneInfo(zone)
    while hour.year == year:
        after = hour + timedelta(hours=6)
        if hour.astimezone(clock).utcoffset() != after.astimezone(clock).utcoffset():
            low, high = hour, after
            while high - low > SECOND:
                middle = low + (high - low) // 2 // SECOND * SECOND
                changed = middle.astimezone(clock).utcoffset() != hour.astimezone(clock).utcoffset()
                low, high = (low, middle) if changed else (middle, high)
            found.append(high)
        hour = after
    return found


@pytest.mark.parametrize(
    ("wanted", "zone", "instant"),
    [
        ("2027-03-13T09:00", "America/New_York", "2027-03-13T14:00Z"),
        ("2027-03-14T09:00", "America/New_York", "2027-03-14T13:00Z"),
        ("2027-01-04T09:00", "Asia/Kathmandu", "2027-01-04T03:15Z"),
        ("2027-07-01T09:00", "UTC", "2027-07-01T09:00Z"),
    ],
)
def test_an_ordinary_time_is_what_the_clock_says(wanted: str, zone: str, instant: str) -> None:
    found = resolve(local(wanted), zone)
    assert (found.at, found.note) == (datetime.fromisoformat(instant), "")


@pytest.mark.parametrize(
    ("wanted", "zone", "instant", "told"),
    [
        ("2027-03-14T02:30", "America/New_York", "2027-03-14T07:00Z", "2027-03-14 03:00"),
        ("2027-03-28T02:00", "Europe/Amsterdam", "2027-03-28T01:00Z", "2027-03-28 03:00"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "2027-10-02T15:30Z", "2027-10-03 02:30"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00Z", "2011-12-31 00:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_the_first_instant_after(
    wanted: str, zone: str, instant: str, told: str
) -> None:
    found = resolve(local(wanted), zone)
    assert found.at == datetime.fromisoformat(instant)
    assert "skip" in found.note
    assert found.note.endswith(f"the first instant after, {told}")


@pytest.mark.parametrize(
    ("wanted", "zone", "instant"),
    [
        ("2027-11-07T01:30", "America/New_York", "2027-11-07T05:30Z"),
        ("2027-10-31T02:00", "Europe/Amsterdam", "2027-10-31T00:00Z"),
    ],
)
def test_of_a_time_that_comes_twice_it_is_the_earlier(wanted: str, zone: str, instant: str) -> None:
    found = resolve(local(wanted), zone)
    assert found.at == datetime.fromisoformat(instant)
    assert "twice" in found.note


@pytest.mark.parametrize("zone", ["", "Mars/X", "../etc/passwd", "/etc/localtime", "customer", "\0", "Europe"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        resolve(local("2027-01-01T09:00"), zone)
    assert refused.value.problems[0].where == "/timezone"


@pytest.mark.parametrize("wanted", ["2027-01-01T09:00+01:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_says_too_much_or_lies_beyond_the_calendar_is_refused(wanted: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        resolve(local(wanted), "Asia/Tokyo" if wanted.startswith("0") else "America/New_York")
    assert refused.value.problems[0].where == "/send_at"


@settings(max_examples=300, deadline=None)
@given(zones, locals_, st.integers(0, 200_000))
def test_a_later_local_time_is_never_an_earlier_instant(zone: str, wanted: datetime, seconds: int) -> None:
    assert resolve(wanted, zone).at <= resolve(wanted + seconds * SECOND, zone).at


@settings(max_examples=300, deadline=None)
@given(zones, instants)
def test_what_a_clock_reads_is_that_instant_or_the_earlier_of_two(zone: str, instant: datetime) -> None:
    found = resolve(reads(instant, zone), zone)
    assert reads(found.at, zone) == reads(instant, zone)
    assert found.at <= instant
    assert ("twice" in found.note) or found.at == instant


@settings(max_examples=300, deadline=None)
@given(zones, locals_)
def test_it_is_the_first_instant_at_which_the_clock_reads_it_or_later(zone: str, wanted: datetime) -> None:
    found = resolve(wanted, zone)
    assert reads(found.at, zone) >= wanted
    assert reads(found.at - SECOND, zone) < wanted
    assert ("skip" in found.note) is (reads(found.at, zone) != wanted)


@settings(max_examples=60, deadline=None)
@given(zones, st.integers(1971, 2037), st.floats(0, 1, exclude_max=True))
def test_gaps_and_overlaps_are_told_as_the_zone_declares_them(zone: str, year: int, part: float) -> None:
    clock = ZoneInfo(zone)
    for jump in jumps(zone, year):
        before, after = ((jump + by * SECOND).astimezone(clock).utcoffset() for by in (-1, 0))
        assert before is not None
        assert after is not None
        within = int(part * abs((after - before).total_seconds())) * SECOND
        wall = (jump + min(before, after)).replace(tzinfo=None)
        found = resolve(wall + within, zone)
        if after > before:  # skipped
            assert (found.at, "skip" in found.note) == (jump, True)
        elif after < before:
            assert (found.at, "twice" in found.note) == (jump - (before - after) + within, True)
