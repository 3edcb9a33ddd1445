"""RFC 9457 problem documents: what every error looks like over HTTP, and which status each of ours has."""

import json
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from dunlin.domain import errors

CONTENT_TYPE = "application/problem+json"
# Looked up along the error's own line of descent, so the narrowest wins.
_STATUS: dict[type[errors.DunlinError], HTTPStatus] = {
    errors.InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.StaleVersion: HTTPStatus.PRECONDITION_FAILED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_CODE: dict[type[errors.DunlinError], str] = {
    errors.InvalidInput: "invalid_input",
    errors.UnsupportedDocument: "unsupported_document",
    errors.TooLarge: "too_large",
    errors.NotFound: "not_found",
    errors.Forbidden: "forbidden",
    errors.Unavailable: "unavailable",
}


def problem(
    status: HTTPStatus, detail: str, *, code: str, headers: dict[str, str] | None = None, **more: Any
) -> Response[str]:
    """A problem response. `code` is stable for programs, `detail` says what to change."""
    body = {
        "type": f"urn:dunlin:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": detail,
        **more,
    }
    return Response(status.value, CONTENT_TYPE, json.dumps(body, ensure_ascii=False), dict(headers or {}))


def problem_of(error: errors.DunlinError) -> Response[str]:
    """The response that tells of an error of ours."""
    kinds = type(error).__mro__
    status = next((_STATUS[kind] for kind in kinds if kind in _STATUS), HTTPStatus.INTERNAL_SERVER_ERROR)
    code = getattr(error, "code", None) or next((_CODE[kind] for kind in kinds if kind in _CODE), "internal")
    more: dict[str, Any] = {}
    if isinstance(error, errors.InvalidInput) and error.problems:
        more["problems"] = [{"where": each.where, "message": each.message} for each in error.problems]
    if isinstance(error, errors.AlreadyExists):
        more["existing_id"] = error.existing_id
    return problem(status, str(error), code=code, **more)
