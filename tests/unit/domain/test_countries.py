"""What a country suggests about a new record."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale

from dunlin.domain.countries import _CUSTOMS, Custom, custom


@pytest.mark.parametrize(
    ("country", "locale", "time_zone"),
    [
        ("NL", "nl-NL", "Europe/Amsterdam"),
        ("de", "de-DE", "Europe/Berlin"),
        ("US", "en-US", ""),
        ("IE", "en-IE", "Europe/Dublin"),
    ],
)
def test_the_usual_locale_and_the_zone_where_there_is_one(country: str, locale: str, time_zone: str) -> None:
    assert custom(country) == Custom(locale, time_zone)


@pytest.mark.parametrize("country", ["", "XX", "EU"])
def test_an_unknown_country_suggests_nothing(country: str) -> None:
    assert custom(country) == Custom("", "")


@pytest.mark.parametrize(("country", "usual"), _CUSTOMS.items())
def test_every_locale_and_zone_of_the_table_exists(country: str, usual: Custom) -> None:
    assert Locale.parse(usual.locale, sep="-").territory == country
    assert not usual.time_zone or (usual.time_zone in available_timezones() and ZoneInfo(usual.time_zone))
