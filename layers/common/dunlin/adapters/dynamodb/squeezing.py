"""Small records, squeezed: DynamoDB charges whole items by the kilobyte, however little of them is written.

Deflate learns what it can leave out as it goes, which is too late in a record of 300 bytes: it is told before, by
`told_1.txt`, the most frequent last. That text is part of the format: never change one that data was stored with, add
another.
"""

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from dunlin.adapters.codec import from_json, to_json

LATEST = 1


def squeeze(value: Any) -> bytes:
    """A dataclass as compact JSON, deflated; the first byte says what deflate was told before."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_told(LATEST))
    return bytes((LATEST,)) + deflate.compress(to_json(value).encode()) + deflate.flush()


def unsqueeze[T](squeezed: bytes, type_: type[T]) -> T:
    """The dataclass again."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_told(squeezed[0]))
    return from_json((inflate.decompress(squeezed[1:]) + inflate.flush()).decode(), type_)


@cache
def _told(edition: int) -> bytes:
    return (Path(__file__).parent / f"told_{edition}.txt").read_bytes()
