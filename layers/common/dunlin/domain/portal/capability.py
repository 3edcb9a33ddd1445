"""Secrets that follow from the stack's own secret and an id: made again whenever they are needed, stored nowhere."""

import base64
import hashlib
import hmac
import re

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_DIGITS = 8


def token_of(email_id: str, *, key: bytes) -> str:
    """The token of the link in this mail: 256 bits, 43 characters, the same however often the mail is rendered."""
    return _text(_mac("link", email_id, key))


def digest_of(token: str) -> str:
    """What stands in the database for a token: from it the token does not follow."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Whether it could be one of ours at all."""
    return _TOKEN.fullmatch(text) is not None


def code_of(email_id: str, *, key: bytes) -> str:
    """The one-time code in this mail: eight digits."""
    number = int.from_bytes(_mac("code", email_id, key)) % 10**_DIGITS
    return f"{number:0{_DIGITS}}"


def proof_of(holder: str, *, key: bytes) -> str:
    """What a form must bring along to be believed: only a page that was made for this link or session holds it."""
    return _text(_mac("form", holder, key))


def same(one: str, other: str) -> bool:
    """Compared without telling by the time it takes where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _mac(purpose: str, subject: str, key: bytes) -> bytes:
    return hmac.digest(key, f"{purpose}\x1f{subject}".encode(), "sha256")


def _text(mac: bytes) -> str:
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
