"""Ids: `prefix_` and 26 characters of Crockford base 32. All match `[A-Za-z0-9_-]{1,64}` (SES tags, schedule names)."""

import base64
import hashlib

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALPHABET = str.maketrans(_STANDARD, _CROCKFORD)


def derived(prefix: str, *parts: str) -> str:
    """The id that the same parts always give: what makes a repeated request the same record."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return f"{prefix}_{base64.b32encode(digest).decode().translate(_ALPHABET)[:26]}"
