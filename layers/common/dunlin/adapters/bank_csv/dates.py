"""Days as banks write them."""

import re
from datetime import date

from dunlin.domain.errors import InvalidInput

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?", re.DOTALL)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ].*)?", re.DOTALL)


def day(text: str, *, order: str = DAY_FIRST) -> date:
    """2026-11-20, 20261120, 20.11.2026, 20.11.26 or 20/11/2026; `mdy` for 11/20/2026. Raises InvalidInput."""
    first = _YEAR_FIRST.fullmatch(text)
    last = _YEAR_LAST.fullmatch(text)
    try:
        if first:
            return date(int(first[1]), int(first[3]), int(first[4]))
        if last:
            year = int(last[4]) if len(last[4]) > len("26") else 2000 + int(last[4])
            two = (int(last[1]), int(last[3]))
            month, number = two if order == MONTH_FIRST else two[::-1]
            return date(year, month, number)
    except ValueError as invalid:
        raise InvalidInput(f"{text[:30]!r} is no day of the calendar") from invalid
    raise InvalidInput(f"{text[:30]!r} is not a day")
