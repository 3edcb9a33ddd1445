"""A customer with a browser, and a provider with its webhooks, with API Gateway in between."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.functional.functions import invoke
from tests.functional.http import Answer, request_event

HOST = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"


def get(url: str) -> Answer:
    """Open a page."""
    return _request("GET", url, None, {})


def post(url: str, **fields: str) -> Answer:
    """Send a form; API Gateway hands it over in base64."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return _request("POST", url, urlencode(fields).encode(), headers, encoded=True)


def tell(provider: str, body: bytes, headers: dict[str, str], *, encoded: bool = False) -> Answer:
    """A webhook."""
    sent = {"content-type": "application/json; charset=utf-8", **headers}
    return _request("POST", f"/webhooks/{provider}", body, sent, encoded=encoded)


def _request(method: str, url: str, body: bytes | None, headers: dict[str, str], *, encoded: bool = False) -> Answer:
    parts = urlsplit(url)
    query: dict[str, Any] = parse_qs(parts.query)
    event = request_event(method, parts.path, claims={}, headers=headers, query=query, body=body)
    if body is not None and encoded:
        event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    told = invoke("portal", event)
    content = base64.b64decode(told["body"]) if told.get("isBase64Encoded") else (told.get("body") or "").encode()
    named = {name.lower(): str(value) for name, value in told.get("headers", {}).items()}
    return Answer(told["statusCode"], named, content)
