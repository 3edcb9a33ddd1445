"""The HTTP API of the template: its routes, and requests as API Gateway hands them to a function (payload 2.0).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from local.routes import Route, routes

Invoke = Callable[[str, Any], tuple[str, bool]]
MAX_BODY = 10 * 1024 * 1024
TEXT = re.compile(r"text/.*|application/(json|javascript|xml)")
"""Bodies of other types reach the function in base64."""
ACCESS = "access"
"""What Cognito calls the kind of token that callers send."""


class Gateway:
    """Answers requests with the functions' answers.

    A request without a token acts as a local member of staff with every scope; `X-Local-Scopes: read` leaves only
    those it names. A token is refused, since nobody here can say whether it is a good one.
    """

    def __init__(self, body: dict[str, Any], api_id: str, account: str, scopes: list[str], invoke: Invoke) -> None:
        self.routes = routes(body)
        self._api_id, self._account, self._scopes, self._invoke = api_id, account, scopes, invoke

    def answer(self, request: Request) -> Response:
        for route in self.routes:
            parameters = route.match(request.method, request.path)
            if parameters is not None:
                return self._call(route, request, parameters)
        return _message(404, "Not Found")

    def _call(self, route: Route, request: Request, parameters: dict[str, str]) -> Response:
        if (request.content_length or 0) > MAX_BODY:
            return _message(413, "Request Entity Too Large")
        event = self._event(route, request, parameters)
        if route.scopes is not None:
            if "Authorization" in request.headers:
                return _message(401, "Unauthorized")
            claims = self._claims(request.headers.get("X-Local-Scopes"))
            if route.scopes and not set(route.scopes) & set(claims["scope"].split()):
                return _message(403, "Forbidden")
            event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": list(route.scopes) or None}}
        payload, failed = self._invoke(route.function, event)
        return _message(500, "Internal Server Error") if failed else response_of(json.loads(payload))

    def _claims(self, only: str | None) -> dict[str, str]:
        names = None if only is None else set(re.split(r"[\s,]+", only))
        granted = [scope for scope in self._scopes if names is None or scope.rpartition("/")[2] in names]
        return {
            "sub": "local-staff",
            "username": "local-staff",
            "client_id": "local",
            "token_use": ACCESS,
            "scope": " ".join(granted),
        }

    def _event(self, route: Route, request: Request, parameters: dict[str, str]) -> dict[str, Any]:
        now = datetime.now(UTC)
        headers = {name.lower(): value for name, value in request.headers.items() if name.lower() != "cookie"}
        event = {
            "version": "2.0",
            "routeKey": route.key,
            "rawPath": request.path,
            "rawQueryString": request.query_string.decode("latin-1"),
            "headers": headers,
            "requestContext": {
                "accountId": self._account,
                "apiId": self._api_id,
                "domainName": request.host,
                "domainPrefix": request.host.partition(".")[0],
                "http": {
                    "method": request.method,
                    "path": request.path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": request.remote_addr,
                    "userAgent": headers.get("user-agent", ""),
                },
                "requestId": str(uuid.uuid4()),
                "routeKey": route.key,
                "stage": "$default",
                "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
                "timeEpoch": round(now.timestamp() * 1000),
            },
            "isBase64Encoded": False,
        }
        if request.args:
            event["queryStringParameters"] = {name: ",".join(values) for name, values in request.args.lists()}
        if parameters:
            event["pathParameters"] = parameters
        if request.headers.get("Cookie"):
            event["cookies"] = re.split(r";\s*", request.headers["Cookie"])
        return event | _body(request)


def _body(request: Request) -> dict[str, Any]:
    data = request.get_data()
    if not data:
        return {}
    if TEXT.fullmatch(request.mimetype):
        try:
            return {"body": data.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(data).decode(), "isBase64Encoded": True}


def response_of(answer: Any) -> Response:
    """What a function returned, as HTTP; an answer without a status is JSON and 200."""
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return Response(json.dumps(answer), mimetype="application/json")
    body = answer.get("body") or ""
    data = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    response = Response(data, int(answer["statusCode"]))
    response.headers["Content-Type"] = "text/plain;charset=UTF-8"
    for name, value in (answer.get("headers") or {}).items():
        response.headers[name] = str(value)
    for cookie in answer.get("cookies") or []:
        response.headers.add("Set-Cookie", cookie)
    return response


def _message(status: int, text: str) -> Response:
    """API Gateway's own answers."""
    return Response(json.dumps({"message": text}), status, mimetype="application/json")
