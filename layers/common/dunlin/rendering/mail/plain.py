"""The text part: the message as it was written, and what the page shows around it."""

import re
import textwrap
from collections.abc import Sequence

from dunlin.rendering.mail.page import Page
from dunlin.rendering.mail.rows import Row

_WIDTH = 76
_INDENT = "   "
_DEEPEST = 20  # characters: a list in a list in a list; what hangs deeper would be all indentation
_MARK = re.compile(r" *(?:[-*+>] +|\d{1,9}[.)] +)*")


def text(page: Page, message: str) -> str:
    """Everything in reading order. Sentences are wrapped at 76 characters; what people copy stays on one line."""
    blocks = (
        page.seller,
        *(_wrapped(f"*** {notice.text} ***") for notice in page.notices),
        _wrapped(message),
        _table(page.facts),
        f"{page.button}:\n{page.link}" if page.link else "",
        f"{page.payment_title}\n{_table(page.payment)}" if page.payment else "",
        # What follows "-- " is a signature to mail programs (RFC 3676, 4.3).
        "\n".join(("-- ", *map(_wrapped, page.footer))) if page.footer else "",
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def _table(rows: Sequence[Row]) -> str:
    width = max((len(row.label) for row in rows), default=0) + 3
    return "\n".join(_line(row, width) for row in rows)


def _line(row: Row, width: int) -> str:
    line = f"{row.label + ':':<{width}}{row.value}"
    if not row.detail:
        return line
    return f"{line}\n{textwrap.fill(row.detail, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)}"


def _wrapped(block: str) -> str:
    return "\n".join(map(_wrapped_line, block.split("\n")))


def _wrapped_line(line: str) -> str:
    if len(line) <= _WIDTH:
        return line
    mark = _MARK.match(line)
    hang = " " * min(len(mark[0]), _DEEPEST) if mark else ""
    return textwrap.fill(line, _WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
