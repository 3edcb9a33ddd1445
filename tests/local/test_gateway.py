"""Requests reach a function in the shape of API Gateway's payload 2.0, and its answers become HTTP."""

import base64
import json
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from local.gateway import Gateway, response_of


def operation(function: str, security: list[dict[str, list[str]]] | None = None) -> dict[str, Any]:
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    return {"x-amazon-apigateway-integration": {"uri": uri}, "security": security or []}


BODY = {
    "components": {"securitySchemes": {"Staff": {}}},
    "paths": {
        "/v1/{proxy+}": {"x-amazon-apigateway-any-method": operation("api", [{"Staff": []}])},
        "/v1/admin": {"post": operation("admin", [{"Staff": ["dunlin/admin"]}])},
        "/docs": {"get": operation("docs", [{"NONE": []}])},
        "/p/{token}": {"x-amazon-apigateway-any-method": operation("portal")},
        "$default": {"x-amazon-apigateway-any-method": operation("rest")},
    },
}


class Functions:
    """The last event, and an answer."""

    def __init__(self) -> None:
        self.name, self.event, self.failed = "", dict[str, Any](), False

    def __call__(self, name: str, event: Any) -> tuple[str, bool]:
        self.name, self.event = name, event
        return json.dumps({"statusCode": 200, "body": "done"}), self.failed


@pytest.fixture
def functions() -> Functions:
    return Functions()


@pytest.fixture
def gateway(functions: Functions) -> Gateway:
    return Gateway(BODY, "api-id", "123456789012", ["dunlin/read", "dunlin/send", "dunlin/admin"], functions)


def call(gateway: Gateway, path: str, method: str = "GET", **parts: Any) -> Response:
    return gateway.answer(Request(EnvironBuilder(path=path, method=method, **parts).get_environ()))


@pytest.mark.parametrize(
    ("request_line", "function", "parameters"),
    [
        ("GET /v1/invoices/inv_1", "api", {"proxy": "invoices/inv_1"}),
        ("POST /v1/admin", "admin", None),
        ("GET /v1/admin", "api", {"proxy": "admin"}),
        ("GET /docs", "docs", None),
        ("POST /docs", "rest", None),
        ("GET /p/abc", "portal", {"token": "abc"}),
        ("GET /p/abc/def", "rest", None),
        ("DELETE /", "rest", None),
    ],
)
def test_the_most_specific_route_answers(
    gateway: Gateway, functions: Functions, request_line: str, function: str, parameters: dict[str, str] | None
) -> None:
    method, path = request_line.split()
    call(gateway, path, method)

    assert (functions.name, functions.event.get("pathParameters")) == (function, parameters)


def test_a_request_becomes_an_event_of_payload_2(gateway: Gateway, functions: Functions) -> None:
    call(gateway, "/v1/x", query_string="a=1&a=2&b=%20", headers={"X-Thing": "Y", "Cookie": "c=1; d=2"})

    event = functions.event
    assert (event["version"], event["routeKey"], event["rawPath"]) == ("2.0", "ANY /v1/{proxy+}", "/v1/x")
    assert (event["rawQueryString"], event["queryStringParameters"]) == ("a=1&a=2&b=%20", {"a": "1,2", "b": " "})
    assert (event["headers"]["x-thing"], event["cookies"]) == ("Y", ["c=1", "d=2"])
    assert event["requestContext"]["http"]["method"] == "GET"
    assert "cookie" not in event["headers"]
    assert "body" not in event


def test_json_and_xml_arrive_as_text_and_everything_else_in_base64(gateway: Gateway, functions: Functions) -> None:
    call(gateway, "/v1/x", "POST", data="<é/>".encode(), content_type="application/xml")
    text = functions.event
    call(gateway, "/v1/x", "POST", data=b"a=1", content_type="application/x-www-form-urlencoded")
    form = functions.event

    assert (text["body"], text["isBase64Encoded"]) == ("<é/>", False)
    assert (base64.b64decode(form["body"]), form["isBase64Encoded"]) == (b"a=1", True)


def test_without_a_token_one_is_staff_with_every_scope(gateway: Gateway, functions: Functions) -> None:
    call(gateway, "/v1/x")

    claims = functions.event["requestContext"]["authorizer"]["jwt"]["claims"]
    assert (claims["sub"], claims["scope"]) == ("local-staff", "dunlin/read dunlin/send dunlin/admin")


def test_scopes_may_be_given_up(gateway: Gateway, functions: Functions) -> None:
    call(gateway, "/v1/x", headers={"X-Local-Scopes": "read, send"})
    assert functions.event["requestContext"]["authorizer"]["jwt"]["claims"]["scope"] == "dunlin/read dunlin/send"

    assert call(gateway, "/v1/admin", "POST", headers={"X-Local-Scopes": "read"}).status_code == 403


def test_a_token_that_nobody_can_check_is_refused(gateway: Gateway) -> None:
    assert call(gateway, "/v1/x", headers={"Authorization": "Bearer abc"}).status_code == 401


def test_open_routes_know_no_caller(gateway: Gateway, functions: Functions) -> None:
    call(gateway, "/docs", headers={"Authorization": "Bearer abc"})

    assert "authorizer" not in functions.event["requestContext"]


def test_a_failing_function_is_a_500_that_tells_nothing(gateway: Gateway, functions: Functions) -> None:
    functions.failed = True

    answer = call(gateway, "/v1/x")

    assert (answer.status_code, answer.json) == (500, {"message": "Internal Server Error"})


def test_more_than_ten_megabytes_do_not_pass(gateway: Gateway, functions: Functions) -> None:
    assert call(gateway, "/v1/x", "POST", environ_overrides={"CONTENT_LENGTH": "10485761"}).status_code == 413
    assert functions.name == ""


def test_an_answer_becomes_http() -> None:
    encoded = base64.b64encode(b"%PDF").decode()
    answer = response_of(
        {
            "statusCode": 201,
            "headers": {"content-type": "application/pdf", "x-count": 3},
            "cookies": ["a=1", "b=2"],
            "body": encoded,
            "isBase64Encoded": True,
        }
    )

    assert (answer.status_code, answer.data, answer.headers["Content-Type"]) == (201, b"%PDF", "application/pdf")
    assert (answer.headers["x-count"], answer.headers.getlist("Set-Cookie")) == ("3", ["a=1", "b=2"])


def test_an_answer_without_a_status_is_json() -> None:
    assert response_of({"a": 1}).json == {"a": 1}
