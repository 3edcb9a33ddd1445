"""What an answer leads to, for the OpenAPI document: its body, and the requests that can follow (OpenAPI links)."""

from typing import Any

from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from pydantic import BaseModel

_HEADERS: dict[str, Any] = {
    "ETag": {"description": "the version, for `If-Match`", "schema": {"type": "string"}},
    "Location": {"description": "where it is", "schema": {"type": "string"}},
}


def answer(
    model: type[BaseModel],
    *targets: str,
    named: dict[str, str] | None = None,
    given: dict[str, dict[str, str]] | None = None,
    headers: tuple[str, ...] = (),
    description: str = "Successful Response",
) -> OpenAPIResponse:
    """An answer with this model as its JSON body, and with these `headers`. Each target, such as
    `GET /v1/invoices/{invoice_id}`, takes its path's parameters from the body: by their own names, or by the JSON
    pointers that they are `named` by. The body of a target that is `given` takes values from these pointers.
    """
    body_of = given or {}
    links = {
        _name(target): {
            "operationRef": _reference(target),
            "parameters": {each: _from_body((named or {}).get(each, each)) for each in _parameters(target)},
            **({"requestBody": {k: _from_body(v) for k, v in body_of[target].items()}} if target in body_of else {}),
        }
        for target in (*targets, *(each for each in body_of if each not in targets))
    }
    return {
        "description": description,
        "content": {"application/json": {"model": model}},
        **({"headers": {each: _HEADERS[each] for each in headers}} if headers else {}),
        **({"links": links} if links else {}),
    }


def _from_body(pointer: str) -> str:
    return f"$response.body#/{pointer}"


def _reference(target: str) -> str:
    method, path = target.split(" ")
    return f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method.lower()}"


def _parameters(target: str) -> list[str]:
    return [each.partition("}")[0] for each in target.split("{")[1:]]


def _name(target: str) -> str:
    """Of the characters that a link's name may have."""
    return target.replace(" /v1/", "_").replace("/", ".").translate(str.maketrans("", "", "{}"))
