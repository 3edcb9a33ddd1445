"""Everything that was written, as it happened: what each item was before and after, and which entries told of it."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from dunlin.adapters.codec import from_json
from dunlin.domain.timeline import Entry

type Key = tuple[str, str, str]
"""The variable that names the table, and the item's keys."""
type Item = dict[str, Any]
type Do = Callable[[], Any]

_KEYS = {
    "INVOICES_TABLE": ("invoice_id", "part"),
    "MESSAGES_TABLE": ("message_id", "part"),
    "TIMELINE_TABLE": ("invoice_id", "entry_id"),
}
_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})


@dataclass(frozen=True)
class Write:
    """One write that took effect. Items that were only looked at by a transaction are in it, too."""

    at: datetime
    worker: str
    before: dict[Key, Item]
    after: dict[Key, Item]
    entries: tuple[Entry, ...]


@dataclass
class History:
    """`read` gets an item as it is stored, by nobody's leave. `mark` follows from all that was written."""

    read: Callable[[str, Item], Item]
    writes: list[Write] = field(default_factory=list)
    mark: bytes = b""

    def observe(self, operation: str, params: dict[str, Any], do: Do, *, worker: str, now: datetime) -> Any:
        """Do it, and keep what it changed. What was refused changed nothing."""
        if operation not in _WRITES:
            return do()
        keys = dict(_touched(operation, params))
        before = {key: self.read(key[0], raw) for key, raw in keys.items()}
        answer = do()
        after = {key: self.read(key[0], raw) for key, raw in keys.items()}
        entries = tuple(_entries(after, before))
        self.writes.append(Write(now, worker, before, after, entries))
        self.mark = blake2b(self.mark + repr(self.writes[-1]).encode(), digest_size=16).digest()
        return answer

    def steps_of(self, variable: str) -> Iterator[tuple[Write, Item, Item]]:
        """Each item of a table that a write has seen: the write, the item before (empty: none), the item after."""
        for write in self.writes:
            for key, before in write.before.items():
                if key[0] == variable:
                    yield write, before, write.after[key]


def _touched(operation: str, params: dict[str, Any]) -> Iterator[tuple[Key, Item]]:
    asked = params["TransactItems"] if operation == "TransactWriteItems" else [{"": params}]
    for kind in asked:
        for each in kind.values():
            variable = next((name for name in _KEYS if os.environ[name] == each["TableName"]), "")
            if variable:
                held = each.get("Key") or each["Item"]
                raw = {name: held[name] for name in _KEYS[variable]}
                texts = [value["S"] for value in raw.values()]
                yield (variable, texts[0], texts[1]), raw


def _entries(after: dict[Key, Item], before: dict[Key, Item]) -> Iterator[Entry]:
    for key, item in after.items():
        if key[0] == "TIMELINE_TABLE" and not before[key] and item:
            yield from_json(item["data"]["S"], Entry)


def text_of(item: Item, name: str) -> str:
    """A column that holds text; empty where it is not there."""
    return str(item.get(name, {}).get("S", ""))


def number_of(item: Item, name: str) -> int:
    """A column that holds a number."""
    return int(json.loads(item.get(name, {}).get("N", "0")))
