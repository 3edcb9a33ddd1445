"""By which texts a payment names an invoice: its number, and the references that it asks payers to quote.

Banks change case, drop punctuation and break lines, so keys are letters and digits only: `RE-2026/001` is `RE2026001`,
and a creditor reference (ISO 11649) is itself without blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dunlin.domain.document import InvoiceDocument

LONGEST = 100
# Remittance information has 140 characters (SEPA); a number is written in a few words at most.
_MOST_WORDS, _LONGEST_RUN, _SHORTEST = 40, 6, 3
MOST_FOUND = 100
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A text that may be a key: the words from `first` to before `last` of what was read. `whole`: it is all of it."""

    key: str
    first: int
    last: int
    whole: bool = False

    def inside(self, other: "Found") -> bool:
        """Whether the other is it and more."""
        return other != self and other.first <= self.first and self.last <= other.last


def key_of(text: str) -> str:
    """Letters and digits, in capitals; empty for what has none."""
    return "".join(_WORD.findall(text.upper()))[:LONGEST]


def keys_of(number: str, document: InvoiceDocument) -> tuple[str, ...]:
    """All keys of an invoice, each once."""
    texts = (number, *(each.reference for each in document.payment_means))
    return tuple(dict.fromkeys(key for key in map(key_of, texts) if key))


def keys_in(text: str) -> tuple[Found, ...]:
    """Whatever in a payment's text could be a key, at most a hundred: what is written in fewer words comes first."""
    words = _WORD.findall(text.upper())
    whole = Found(key_of(text), 0, len(words), whole=True)
    runs = (each for each in _runs(words[:_MOST_WORDS]) if each.key != whole.key)
    return (*((whole,) if whole.key else ()), *islice(runs, MOST_FOUND - 1))


def _runs(words: list[str]) -> Iterator[Found]:
    """Without a digit it is a word, and not a number."""
    for length in range(1, _LONGEST_RUN + 1):
        for first in range(len(words) - length + 1):
            key = "".join(words[first : first + length])
            if _SHORTEST <= len(key) <= LONGEST and any(each.isdigit() for each in key):
                yield Found(key, first, first + length)
