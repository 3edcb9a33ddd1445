"""Webhooks as Stripe sends them: bodies in its shape, signed by the scheme of its own library."""

import json
import time
from pathlib import Path
from typing import Any

from stripe import WebhookSignature

BODIES = Path(__file__).parent / "stripe"
SECRET = "whsec_1"


def body(name: str, **changes: Any) -> bytes:
    """A recorded body; `changes` are of the object that it tells of."""
    event = json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))
    event["data"]["object"] |= changes
    return json.dumps(event, indent=2).encode()


def signed(content: bytes, *, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """The header, made so many seconds ago."""
    at = int(time.time()) - age
    mac = WebhookSignature._compute_signature(f"{at}.{content.decode()}", secret)
    return {"Stripe-Signature": f"t={at},v1={mac},v0={'0' * 64}"}
