"""Plain JSON for the domain's dataclasses: what is stored today must still be read after they have grown."""

import json
import zlib
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from cattrs import Converter


@cache
def _converter() -> Converter:
    # Defaults are left out, which keeps items small, and unknown fields are passed over when reading.
    converter = Converter(omit_if_default=True)
    for type_, out, back in (
        (Decimal, str, lambda value, _: Decimal(value)),
        (datetime, stamp, lambda value, _: datetime.fromisoformat(value)),
        (date, date.isoformat, lambda value, _: date.fromisoformat(value)),
        (time, time.isoformat, lambda value, _: time.fromisoformat(value)),
        (bytes, lambda value: b64encode(value).decode(), lambda value, _: b64decode(value)),
    ):
        converter.register_unstructure_hook(type_, out)
        converter.register_structure_hook(type_, back)
    return converter


def stamp(instant: datetime) -> str:
    """An instant as text that sorts by time: UTC, always with microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def to_plain(value: Any) -> Any:
    """Dicts, lists, strings and numbers, ready for JSON."""
    return _converter().unstructure(value)


def from_plain[T](plain: Any, type_: type[T]) -> T:
    """The dataclass again."""
    return _converter().structure(plain, type_)


def to_json(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(to_plain(value), separators=(",", ":"), ensure_ascii=False)


def from_json[T](text: str, type_: type[T]) -> T:
    """The dataclass again."""
    return from_plain(json.loads(text), type_)


def pack(value: Any) -> bytes:
    """JSON, deflated: documents repeat themselves, and DynamoDB counts every kilobyte."""
    return zlib.compress(to_json(value).encode(), 6)


def unpack[T](packed: bytes, type_: type[T]) -> T:
    """The dataclass again."""
    return from_json(zlib.decompress(packed).decode(), type_)
