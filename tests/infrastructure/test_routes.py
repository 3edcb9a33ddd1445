"""The gateway lets through what the functions answer, and asks staff for a token."""

import importlib
import re
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from api.access import SCOPES
from tests.infrastructure.stack import functions, of_type, package_of, template

PUBLIC = {("api", "/openapi.json"), ("api", "/docs")}
TOKENS = "StaffTokens"


def gateway() -> Any:
    (api,) = of_type("AWS::ApiGatewayV2::Api").values()
    return api["Body"]


def gateway_route(method: str, path: str) -> Any:
    """The operation that API Gateway picks: the exact path, else the longest greedy one, else `$default`."""
    operations = [
        (prefix, found)
        for template_path, methods in gateway()["paths"].items()
        if (prefix := _matched(template_path, path)) is not None
        and (found := methods.get(method.lower(), methods.get("x-amazon-apigateway-any-method")))
    ]
    return max(operations, key=lambda each: each[0])[1]


def _matched(template_path: str, path: str) -> int | None:
    if template_path == "$default":
        return 0
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template_path).replace(r"\{proxy\+\}", ".+"))
    return len(template_path.partition("{")[0]) if re.fullmatch(pattern, path) else None


def answered_by(operation: Any) -> str:
    uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
    (function,) = re.findall(r"\$\{(\w+)\.Arn\}", uri)
    return package_of(function)


def asks_for_a_token(operation: Any) -> bool:
    return bool(operation["security"] == [{TOKENS: []}])


def code_routes(package: str) -> list[tuple[str, str]]:
    app: APIGatewayHttpResolver = importlib.import_module(f"{package}.app").app
    if package == "api":
        importlib.import_module("api.resources").include_all(app)
    routes = [*app._static_routes, *app._dynamic_routes]
    return sorted({(route.method, re.sub(r"<[^>]+>", "x", route.path)) for route in routes})


@pytest.mark.parametrize("package", ["api", "portal"])
def test_every_route_of_a_function_reaches_it(package: str) -> None:
    assert {answered_by(gateway_route(*route)) for route in code_routes(package)} <= {package}


def test_the_api_has_routes() -> None:
    assert {path.split("/")[1] for _, path in code_routes("api")} >= {"v1", "openapi.json", "docs"}


def test_every_route_of_the_api_asks_for_a_token_but_its_description() -> None:
    open_routes = {
        ("api", path) for method, path in code_routes("api") if not asks_for_a_token(gateway_route(method, path))
    }
    assert open_routes == PUBLIC


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_whatever_begins_with_v1_asks_for_a_token(method: str) -> None:
    assert asks_for_a_token(gateway_route(method, "/v1/anything/at/all"))


@pytest.mark.parametrize("path", ["/p/a-token", "/portal/pay", "/webhooks/stripe", "/", "/nowhere"])
def test_customers_need_no_token_and_meet_the_portal(path: str) -> None:
    operation = gateway_route("GET", path)
    assert answered_by(operation) == "portal"
    assert not asks_for_a_token(operation)


def test_tokens_come_from_the_stacks_own_users_unless_an_issuer_is_given() -> None:
    authoriser = gateway()["components"]["securitySchemes"][TOKENS]["x-amazon-apigateway-authorizer"]
    configuration = authoriser["jwtConfiguration"]
    assert template()["Conditions"]["OwnsUserPool"] == {"Fn::Equals": [{"Ref": "JwtIssuer"}, ""]}
    assert configuration["issuer"]["Fn::If"][::2] == ["OwnsUserPool", {"Ref": "JwtIssuer"}]
    clients = set(of_type("AWS::Cognito::UserPoolClient"))
    assert {each["Ref"] for each in configuration["audience"]["Fn::If"][1]} == clients


def test_staff_cannot_sign_themselves_up() -> None:
    (pool,) = of_type("AWS::Cognito::UserPool").values()
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_clients_may_ask_for_the_scopes_there_are() -> None:
    (server,) = of_type("AWS::Cognito::UserPoolResourceServer").values()
    scopes = {f"{server['Identifier']}/{scope['ScopeName']}" for scope in server["Scopes"]}
    assert scopes == {f"dunlin/{scope}" for scope in SCOPES}
    for client in of_type("AWS::Cognito::UserPoolClient").values():
        assert {scope for scope in client["AllowedOAuthScopes"] if "/" in scope} == scopes


def test_no_token_of_a_link_is_written_to_the_access_log() -> None:
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    logged = set(re.findall(r"\$context\.([\w.]+)", stage["AccessLogSettings"]["Format"]))
    assert "routeKey" in logged
    assert not {"path", "requestPath", "domainName", "identity.userAgent", "identity.sourceIp"} & logged


def test_every_function_that_is_routed_to_exists() -> None:
    routed = {answered_by(operation) for methods in gateway()["paths"].values() for operation in methods.values()}
    assert routed <= {package_of(name) for name in functions()}
