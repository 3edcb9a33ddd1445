"""The OpenAPI document: what Powertools derives from the routes, and what every route has in common beside."""

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer
from pydantic.json_schema import models_json_schema

from api.bodies.bank_imports import ImportBody
from api.bodies.invoices import NewInvoice
from api.repeats import HEADER
from api.resources import include_all

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
_TWO_FORMS = (
    ("/v1/invoices", NewInvoice, "application/xml", "a UBL 2.1 Invoice (EN 16931)"),
    ("/v1/payments/import", ImportBody, "text/csv", "a bank statement, with a line of column names"),
)
_STATEMENT = "/v1/customers/{customer_id}/statement"
_TABLES = ("/v1/batches/{batch_id}/items", "/v1/reports/dunning-activity", "/v1/reports/aging", _STATEMENT)
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
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


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
    _take_bodies_in_two_forms(made)
    made["components"]["schemas"]["Problem"] = _PROBLEM
    for path, operations in made["paths"].items():
        for method in _METHODS:
            if method in operations:
                _common(method, path, operations[method])
    _describe_files(made)
    for theirs in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        made["components"]["schemas"].pop(theirs, None)
    return json.dumps(made)


def _common(method: str, path: str, operation: dict[str, Any]) -> None:
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status in ("422", "500"):
        operation["responses"].pop(status, None)
    operation["responses"]["default"] = {"description": "A problem", **problem}
    if method == "post" and path in _REPEATABLE:
        operation.setdefault("parameters", []).append(_KEY)


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
    made["paths"]["/v1/sellers/{seller_id}/logo"]["put"]["requestBody"] = {
        "required": True,
        "content": {"image/png": _BINARY, "image/jpeg": _BINARY},
    }
