"""When people rest, by country and region, as the library `holidays` knows it.

It is imported when a calendar is first asked for, which costs a tenth of a second.
"""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dunlin.domain.dunning.steps import Closed

if TYPE_CHECKING:
    from holidays import HolidayBase

# English, whatever the language of the process: these stand in timelines.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5


class HolidayCalendars:
    """Port `Calendars`. What it has reckoned is kept while the function is warm, by country, region and year."""

    def of(self, country: str, region: str = "") -> Closed:
        """See the port. A region may also be told by its name (`Bayern`) or with its country (`DE-BY`)."""
        country = country.strip().upper()
        known = _regions(country)
        if known is None:
            return _weekend
        told = region.strip().casefold().removeprefix(f"{country.casefold()}-")
        return _closed(country, known.get(told, ""))


@cache
def _closed(country: str, region: str) -> Closed:
    calendar = _calendar(country, region)

    def closed(on: date) -> str:
        # The name first: asking for it is what makes the library reckon the year.
        name = calendar.get(on)
        return "" if calendar.is_working_day(on) else name or _DAYS[on.weekday()]

    return closed


@cache
def _regions(country: str) -> dict[str, str] | None:
    """Codes by what a region may be called; None for a country that is not known."""
    from holidays import list_supported_countries

    if country not in list_supported_countries():
        return None
    regions = _calendar(country).get_subdivision_aliases()
    return {called.casefold(): code for code, names in regions.items() for called in (code, *names)}


def _calendar(country: str, region: str = "") -> "HolidayBase":
    from holidays import country_holidays

    # Where it has no names in this language, the library takes those that it has: English, in all those countries.
    return country_holidays(country, subdiv=region or None, language="en_US")


def _weekend(on: date) -> str:
    return _DAYS[on.weekday()] if on.weekday() >= _SATURDAY else ""
