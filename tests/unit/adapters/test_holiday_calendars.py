"""The days on which people rest, by country and region."""

from datetime import date

import pytest

from dunlin.adapters.holiday_calendars import HolidayCalendars

CALENDARS = HolidayCalendars()
EPIPHANY = date(2027, 1, 6)


@pytest.mark.parametrize("region", ["BY", "by", "Bayern", "DE-BY", " bayern "])
def test_a_holiday_of_bavaria_is_kept_in_bavaria(region: str) -> None:
    assert CALENDARS.of("DE", region)(EPIPHANY) == "Epiphany"


@pytest.mark.parametrize("region", ["", "Berlin", "Atlantis", "by the sea"])
def test_and_nowhere_else_in_germany(region: str) -> None:
    assert CALENDARS.of("DE", region)(EPIPHANY) == ""


def test_holidays_have_english_names() -> None:
    assert CALENDARS.of("DE")(date(2026, 12, 25)) == "Christmas Day"
    assert CALENDARS.of("JP")(date(2027, 1, 1)) == "New Year's Day"
    assert CALENDARS.of("US")(date(2026, 11, 26)) == "Thanksgiving Day"


def test_a_holiday_on_a_saturday_is_taken_on_the_day_that_the_country_takes_it() -> None:
    american, german = CALENDARS.of("US"), CALENDARS.of("DE")
    assert american(date(2026, 7, 4)) == "Independence Day"
    assert american(date(2026, 7, 3)) == "Independence Day (observed)"
    assert german(date(2026, 10, 3)) == "German Unity Day"
    assert german(date(2026, 10, 5)) == ""


def test_israel_rests_on_friday_and_works_on_sunday() -> None:
    closed = CALENDARS.of("IL")
    assert [closed(date(2026, 11, day)) for day in (26, 27, 28, 29)] == ["", "Friday", "Saturday", ""]


def test_a_saturday_that_is_worked_in_place_of_another_day_is_a_working_day() -> None:
    assert CALENDARS.of("HU")(date(2026, 1, 10)) == ""
    assert CALENDARS.of("HU")(date(2026, 1, 17)) == "Saturday"


@pytest.mark.parametrize("country", ["XX", "", "EU"])
def test_a_country_that_nobody_knows_rests_on_saturday_and_sunday(country: str) -> None:
    closed = CALENDARS.of(country, "BY")
    assert [closed(date(2026, 11, day)) for day in (27, 28, 29, 30)] == ["", "Saturday", "Sunday", ""]
    assert closed(EPIPHANY) == ""


def test_a_calendar_reaches_into_every_year() -> None:
    assert [CALENDARS.of("GB")(date(year, 12, 25)) for year in (2025, 2035)] == ["Christmas Day", "Christmas Day"]
