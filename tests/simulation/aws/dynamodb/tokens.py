"""Expressions cut into their words."""

import re
from pathlib import Path

from tests.simulation.aws.dynamodb.values import invalid
from tests.simulation.aws.refusal import Refusal

LONGEST = 4096
RESERVED = frozenset((Path(__file__).parent / "reserved.txt").read_text(encoding="utf-8").split())
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html"""
_WORD = re.compile(r"\s*(?:([#:]?[A-Za-z0-9_]+)|(<>|<=|>=|[=<>()\[\].,+-]))")


class Tokens:
    """The words of an expression of a kind (`ConditionExpression`), read one after the other."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind, self._words, self.at = kind, _cut(kind, text), 0
        self.names: set[str] = set()
        self.values: set[str] = set()
        self.words: set[str] = set()
        """Attributes by their own names, and what is in them."""
        self.group = (0, 0)
        """Where the parentheses that were closed last begin and end."""

    def peek(self, ahead: int = 0) -> str:
        """The coming word, or nothing at the end."""
        at = self.at + ahead
        return self._words[at] if at < len(self._words) else ""

    def next(self) -> str:
        """The coming word, which is read now."""
        word = self.peek()
        self.at += 1
        return word

    def took(self, *wanted: str) -> str:
        """The coming word if it is one of these keywords, which may be written in any case."""
        return self.next().upper() if self.peek().upper() in wanted else ""

    def expect(self, wanted: str) -> None:
        """Read this word, and no other."""
        if not self.took(wanted):
            raise self.error()

    def value(self) -> str:
        """Read the name of a value, `:v`."""
        self.values.add(self.peek())
        return self.next()

    def end(self) -> None:
        """There is nothing more."""
        if self.peek():
            raise self.error()

    def error(self) -> Refusal:
        """At the coming word."""
        near = " ".join(self._words[max(self.at - 1, 0) : self.at + 2])
        return self.refuse(f'Syntax error; token: "{self.peek() or "<EOF>"}", near: "{near}"')

    def refuse(self, text: str) -> Refusal:
        """What DynamoDB says of such an expression."""
        return invalid(f"Invalid {self.kind}: {text}")


def _cut(kind: str, text: str) -> list[str]:
    if not text.strip():
        raise invalid(f"Invalid {kind}: The expression can not be empty;")
    if len(text.encode()) > LONGEST:
        raise invalid(f"Invalid {kind}: Expression size has exceeded the maximum allowed size; expression size")
    words, at = [], 0
    while text[at:].strip():
        match = _WORD.match(text, at)
        if match is None:
            raise invalid(f'Invalid {kind}: Syntax error; token: "{text[at:].strip()[0]}", near: "{text[at : at + 9]}"')
        words.append(match[1] or match[2])
        at = match.end()
    return words
