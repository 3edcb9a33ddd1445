"""The OpenAPI document: what Powertools derives from the routes, and what every route has in common beside."""

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer
from pydantic.json_schema import models_json_schema

from api import versions
from api.bodies.bank_imports import ImportBody
from api.bodies.common import PLAIN
from api.bodies.invoices import NewInvoice
from api.repeats import HEADER, KEY
from api.resources import include_all, place
from api.routes.documents import TYPES

_METHODS = ("get", "put", "post", "patch", "delete")
_REPEATABLE = (
    "/v1/invoices/{invoice_id}/send",
    "/v1/invoices/{invoice_id}/payments",
    "/v1/invoices/{invoice_id}/payments/{payment_id}/refund",
    "/v1/payments/unapplied/{payment_id}/apply",
    "/v1/invoices/{invoice_id}/emails/{email_id}/resend",
    "/v1/messages/{message_id}/retry",
    "/v1/batches",
    "/v1/batches/{batch_id}/retry",
)
_VERSIONED = (
    ("patch", "/v1/customers/{customer_id}"),
    ("post", "/v1/customers/{customer_id}/hold"),
    ("post", "/v1/customers/{customer_id}/resume"),
    ("patch", "/v1/invoices/{invoice_id}"),
    ("post", "/v1/invoices/{invoice_id}/post"),
    ("post", "/v1/invoices/{invoice_id}/void"),
    ("post", "/v1/invoices/{invoice_id}/charges/{charge_id}/waive"),
    ("patch", "/v1/templates/{template_id}"),
    ("delete", "/v1/templates/{template_id}"),
    ("patch", "/v1/workflows/{workflow_id}"),
    ("delete", "/v1/workflows/{workflow_id}"),
)
_TWO_FORMS = (
    ("/v1/invoices", NewInvoice, "application/xml", "a UBL 2.1 Invoice (EN 16931)"),
    ("/v1/payments/import", ImportBody, "text/csv", "a bank statement, with a line of column names"),
)
_STATEMENT = "/v1/customers/{customer_id}/statement"
_TABLES = ("/v1/batches/{batch_id}/items", "/v1/reports/dunning-activity", "/v1/reports/aging", _STATEMENT)
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable, for programs"},
        "detail": {"type": "string", "description": "what to change"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "message"],
                "properties": {"where": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "existing_id": {"type": "string"},
    },
}
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "the same for every try of one request; answers are kept for 24 hours",
    "schema": {"type": "string", "pattern": f"^{KEY}$"},
}
_IF_MATCH = {
    "name": versions.HEADER,
    "in": "header",
    "required": False,
    "description": "the ETag that the record came with: 412 if it has changed since",
    "schema": {"type": "string", "pattern": rf"^(\*|{versions.TAG})$"},
}
# What API Gateway answers by itself, before the function is asked or in its place.
_GATEWAYS = {
    "type": "object",
    "title": "Gateway",
    "description": "what API Gateway answers by itself",
    "required": ["message"],
    "properties": {"message": {"type": "string"}},
}
_BY_THE_GATEWAY = {"401": "No token, or none that is valid", "429": "Too many requests: wait, and try again"}
_BY_EITHER = {"413": "More than is taken", "503": "Try again"}


@cache
def document(app: APIGatewayHttpResolver) -> str:
    """The document as JSON. Made once: the routes do not change while the function lives."""
    include_all(app)
    made = json.loads(
        app.get_openapi_json_schema(
            title="Dunlin",
            version="1",
            description="Sends invoices and payment reminders from your own AWS account. Errors are RFC 9457 problems.",
            security_schemes={"token": HTTPBearer(bearerFormat="JWT")},
            security=[{"token": []}],
        )
    )
    made["paths"] = {path: made["paths"][path] for path in sorted(made["paths"], key=place)}
    _take_bodies_in_two_forms(made)
    made["components"]["schemas"].update(Problem=_PROBLEM, Gateway=_GATEWAYS)
    for path, operations in made["paths"].items():
        for method in _METHODS:
            if method in operations:
                _common(method, path, operations[method])
    _describe_files(made)
    _limit_decimals(made)
    for theirs in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        made["components"]["schemas"].pop(theirs, None)
    return json.dumps(made)


def _common(method: str, path: str, operation: dict[str, Any]) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    gateways = {"application/json": {"schema": {"$ref": "#/components/schemas/Gateway"}}}
    answers = operation["responses"]
    for status in ("422", "500"):
        answers.pop(status, None)
    answers.get("204", {}).pop("content", None)
    answers |= {status: {"description": text, "content": gateways} for status, text in _BY_THE_GATEWAY.items()}
    answers |= {status: {"description": text, "content": problem | gateways} for status, text in _BY_EITHER.items()}
    answers["default"] = {"description": "A problem", "content": problem}
    if method == "post" and path in _REPEATABLE:
        operation.setdefault("parameters", []).append(_KEY)
    if (method, path) in _VERSIONED:
        operation.setdefault("parameters", []).append(_IF_MATCH)


def _limit_decimals(node: Any) -> None:
    """Pydantic leaves the limits of a decimal beside its two forms, under names that no validator knows."""
    for each in node.values() if isinstance(node, dict) else node:
        if isinstance(each, dict | list):
            _limit_decimals(each)
    forms = {each.get("type"): each for each in node.get("anyOf", ())} if isinstance(node, dict) else {}
    if {"number", "string"} <= forms.keys():
        forms["number"] |= {word: node.pop(name) for name, word in _LIMITS.items() if name in node}
        forms["string"]["pattern"] = rf"^\s*{PLAIN}\s*$"
        for name in ("max_digits", "decimal_places"):
            node.pop(name, None)


def _take_bodies_in_two_forms(made: dict[str, Any]) -> None:
    models = [(model, "validation") for _, model, _, _ in _TWO_FORMS]
    _, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    made["components"]["schemas"].update(schemas["$defs"])
    for path, model, other, means in _TWO_FORMS:
        made["paths"][path]["post"]["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}},
                other: {"schema": {"type": "string", "description": means}},
            },
        }


def _describe_files(made: dict[str, Any]) -> None:
    for path, type_ in (
        ("/v1/invoices/{invoice_id}/pdf", "application/pdf"),
        ("/v1/invoices/{invoice_id}/emails/{email_id}/eml", "message/rfc822"),
        ("/v1/sellers/{seller_id}/logo", "image/png"),
    ):
        content = {type_: {"schema": {"type": "string", "format": "binary"}}}
        made["paths"][path]["get"]["responses"]["200"]["content"] = content
    for path in _TABLES:
        answers = made["paths"][path]["get"]["responses"]["200"]["content"]
        answers["text/csv"] = {"schema": {"type": "string", "description": "RFC 4180, with a header line"}}
    made["paths"][_STATEMENT]["get"]["responses"]["200"]["content"]["application/pdf"] = _BINARY
    made["paths"]["/v1/documents"]["post"]["requestBody"] = {
        "required": True,
        "content": dict.fromkeys(TYPES, _BINARY),
    }
    made["paths"]["/v1/sellers/{seller_id}/logo"]["put"]["requestBody"] = {
        "required": True,
        "content": {"image/png": _BINARY, "image/jpeg": _BINARY},
    }
