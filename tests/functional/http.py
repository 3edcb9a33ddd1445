"""A caller of the API, with API Gateway in between: HTTP in, an event of payload version 2, HTTP out.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.functional.functions import invoke

# Neither may ever be read in a log.
TOKEN = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl"
KEY = "b7d4-3f9c-"
PROBLEM = "application/problem+json"
type Query = str | int | Sequence[str]


@dataclass(frozen=True)
class Answer:
    """What the caller gets."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.content)

    @property
    def etag(self) -> str:
        """The version that it came with."""
        return self.headers["etag"]


class Client:
    """Somebody with a token; without `scope`, somebody whose token API Gateway did not ask for."""

    def __init__(self, scope: str = "dunlin/admin", *, user: str = "clerk") -> None:
        self._claims = {"sub": "0d9c", "username": user, "client_id": "console", "scope": scope} if scope else {}

    def get(self, path: str, **query: Query) -> Answer:
        """GET."""
        return self.request("GET", path, query=query)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        """POST JSON, with an `Idempotency-Key` made of `key` if there is one."""
        repeatable = {"idempotency-key": f"{KEY}{key}"} if key else {}
        return self.request("POST", path, body, headers={**headers, **repeatable})

    def put(self, path: str, body: Any) -> Answer:
        """PUT JSON."""
        return self.request("PUT", path, body)

    def patch(self, path: str, body: Any, *, if_match: str = "") -> Answer:
        """PATCH JSON, perhaps only one version."""
        return self.request("PATCH", path, body, headers={"if-match": if_match} if if_match else {})

    def post_xml(self, xml: bytes, *, content_type: str = "application/xml") -> Answer:
        """POST a UBL file."""
        return self.request("POST", "/v1/invoices", xml, headers={"content-type": content_type})

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Query] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Anything. `body` is JSON, or bytes as they are."""
        sent = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json", **(headers or {})}
        event = request_event(method, path, claims=self._claims, headers=sent, query=query or {}, body=body)
        return _answer(invoke("api", event))


def request_event(
    method: str, path: str, *, claims: dict[str, str], headers: dict[str, str], query: dict[str, Query], body: Any
) -> dict[str, Any]:
    """The event that API Gateway makes of a request."""
    lists = {name: [value] if isinstance(value, str | int) else list(value) for name, value in query.items()}
    route = "$default" if not path.startswith("/v1/") else "ANY /v1/{proxy+}"
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": urlencode(lists, doseq=True),
        "headers": headers,
        **(
            {"queryStringParameters": {name: ",".join(map(str, each)) for name, each in lists.items()}} if lists else {}
        ),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            **({"authorizer": {"jwt": {"claims": claims, "scopes": None}}} if claims else {}),
            "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "198.51.100.7",
                "userAgent": "curl/8.9.1",
            },
            "requestId": "KzJ5jgNUoAMEVhw=",
            "routeKey": route,
            "stage": "$default",
            "time": "22/Nov/2026:09:30:00 +0000",
            "timeEpoch": 1795339800000,
        },
        **_body(body),
    }


def _body(body: Any) -> dict[str, Any]:
    """API Gateway hands over text as text, and what is no text in base64."""
    if body is None:
        return {"isBase64Encoded": False}
    if not isinstance(body, bytes):
        return {"body": json.dumps(body), "isBase64Encoded": False}
    try:
        return {"body": body.decode(), "isBase64Encoded": False}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _answer(told: dict[str, Any]) -> Answer:
    body = told.get("body") or ""
    content = base64.b64decode(body) if told.get("isBase64Encoded") else body.encode()
    headers = {name.lower(): str(value) for name, value in told.get("headers", {}).items()}
    return Answer(told["statusCode"], headers, content)
