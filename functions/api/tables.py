"""Tables in answers: CSV as RFC 4180 says, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from dunlin.rendering.markdown import one_line

type Cell = str | int | Decimal

# A spreadsheet takes a cell that begins with one of these for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CRLF, a header line, quotes where they are needed. Text is one line without characters that turn the reading
    direction, and gets a leading quote where it looks like a formula.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return text.getvalue()


def _cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    line = one_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line
