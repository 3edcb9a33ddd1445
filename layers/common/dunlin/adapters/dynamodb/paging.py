"""Pages over an index that is spread over shards, so that no partition carries all writes."""

import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from dunlin.services.ports.records import Page

# How many rows one page may cost, when a filter lets few of them through.
MOST_READ = 1_000


def shard_of(key: str, shards: int) -> str:
    """Which shard a record is in: always the same for the same key."""
    return str(int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % shards)


def merged[R](rows: Iterable[Iterable[R]], key: Callable[[R], str]) -> Iterator[R]:
    """The rows of all shards in one order."""
    return heapq.merge(*rows, key=key)


def page[R, T](
    rows: Iterator[R], *, limit: int, key: Callable[[R], str], wanted: Callable[[R], bool], convert: Callable[[R], T]
) -> Page[T]:
    """The first `limit` wanted rows, and the key of the last one looked at, when there may be more."""
    found: list[T] = []
    last: str | None = None
    for row in islice(rows, MOST_READ):
        last = key(row)
        if wanted(row):
            found.append(convert(row))
        if len(found) == limit:
            break
    else:
        last = last if _more(rows) else None
    return Page(tuple(found), {"after": last} if last else None)


def _more(rows: Iterator[Any]) -> bool:
    return next(rows, None) is not None
