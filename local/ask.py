"""Asking the product over HTTP, as any caller would."""

import json
import urllib.request
from typing import Any


def ask(method: str, url: str, body: Any = None, *, kind: str = "application/json", key: str = "") -> dict[str, Any]:
    """The answer's JSON; `body` is bytes as they are, or anything else as JSON. Raises HTTPError for a refusal."""
    raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    headers = {"Content-Type": kind, **({"Idempotency-Key": key} if key else {})}
    request = urllib.request.Request(  # noqa: S310 - our own address
        url, data=b"" if raw is None and method != "GET" else raw, headers=headers, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own stack # nosec B310
        answer: dict[str, Any] = json.load(response)
    return answer
