"""Cursors: where the next page begins, signed, so that nobody is tempted to make one up."""

import base64
import binascii
import hashlib
import hmac
import json

from dunlin.domain.errors import InvalidInput, Problem

_SIGNATURE = 16


def encode(position: dict[str, str] | None, *, of: str, key: bytes) -> str | None:
    """The cursor for a position in the list called `of`; None at the end."""
    if position is None:
        return None
    told = json.dumps([of, position], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(told, key) + told).decode().rstrip("=")


def decode(cursor: str | None, *, of: str, key: bytes) -> dict[str, str] | None:
    """The position. Raises InvalidInput for a cursor that is not ours, or of another list."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, told = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if hmac.compare_digest(signature, _sign(told, key)):
            name, position = json.loads(told)
            if name == of:
                return dict(position)
    except (binascii.Error, ValueError):
        pass
    message = "this cursor is not from this list: use `next_cursor` of its last page, unchanged"
    raise InvalidInput(message, Problem("cursor", message))


def _sign(told: bytes, key: bytes) -> bytes:
    return hmac.new(key, told, hashlib.sha256).digest()[:_SIGNATURE]
