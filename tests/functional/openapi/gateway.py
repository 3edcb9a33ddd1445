"""The API as its callers have it, as a WSGI application: API Gateway in front lets nobody in without a token."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request

from api.access import SCOPES
from local.gateway import Gateway
from local.template import translate
from tests.functional.functions import invoke
from tests.functional.http import TOKEN

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BEARER = f"Bearer {TOKEN}"


class Api:
    """The template's routes, with the real handler behind them."""

    def __init__(self) -> None:
        self._gateway = Gateway(_routes(), "a1b2c3d4e5", "123456789012", [f"dunlin/{each}" for each in SCOPES], _invoke)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        # The local gateway lets in whoever brings no token, and nobody else.
        if environ.get("HTTP_AUTHORIZATION") == BEARER:
            del environ["HTTP_AUTHORIZATION"]
        else:
            environ["HTTP_AUTHORIZATION"] = "none that is valid"
        return self._gateway.answer(Request(environ))(environ, start_response)


def _routes() -> dict[str, Any]:
    """The template's OpenAPI body, with each function called after its package."""
    resources = translate()["Resources"]
    (api,) = (each for each in resources.values() if each["Type"] == "AWS::ApiGatewayV2::Api")
    body: dict[str, Any] = api["Properties"]["Body"]
    for operations in body["paths"].values():
        for operation in operations.values():
            integration = operation["x-amazon-apigateway-integration"]
            integration["uri"] = integration["uri"]["Fn::Sub"]
    return body


def _invoke(uri: str, event: Any) -> tuple[str, bool]:
    return json.dumps(invoke("api" if "ApiFunction" in uri else "portal", event)), False
