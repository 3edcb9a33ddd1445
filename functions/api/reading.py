"""Reading a request body where the content type decides what it is."""

import base64
from typing import Any

from pydantic import BaseModel, ValidationError

from api.access import Caller
from dunlin.domain.errors import InvalidInput, Problem

# Pydantic speaks of Python where callers speak JSON.
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here: check the spelling",
    "json_invalid": "is not JSON: {error}",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dict_type": "must be an object",
    "list_type": "must be a list",
    "string_type": "must be a string",
    "string_too_short": "needs {min_length} or more characters",
    "string_too_long": "takes at most {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "string_unicode": "must be text that UTF-8 can write",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "decimal_type": "must be a number, or a string that holds one",
    "decimal_parsing": "must be a number, or a string that holds one",
    "date_from_datetime_parsing": "must be a date such as 2026-11-20",
    "date_from_datetime_inexact": "must be a date such as 2026-11-20",
    "date_parsing": "must be a date such as 2026-11-20",
    "date_type": "must be a date such as 2026-11-20",
    "too_short": "needs {min_length} or more",
    "too_long": "takes at most {max_length}",
}


class ContentTypeRefused(InvalidInput):
    """The body is in a form that is not taken here."""


def content_type(app: Caller) -> str:
    """The media type without its parameters, in lower case."""
    return (app.current_event.headers.get("content-type") or "").partition(";")[0].strip().lower()


def raw(app: Caller) -> bytes:
    """The body's bytes, whatever API Gateway made of them."""
    body = app.current_event.body or ""
    return base64.b64decode(body) if app.current_event.is_base64_encoded else body.encode()


def read[B: BaseModel](app: Caller, model: type[B]) -> B:
    """The body as this model; an empty body is an empty object. Raises InvalidInput with every problem."""
    try:
        return model.model_validate_json(raw(app).strip() or b"{}")
    except ValidationError as invalid:
        raise InvalidInput("The request body is not valid.", *problems(invalid.errors())) from invalid


def problems(errors: list[Any]) -> tuple[Problem, ...]:
    """Pydantic's errors as JSON pointers and sentences."""
    return tuple(Problem(_pointer(each), _sentence(each)) for each in errors)


def _sentence(error: dict[str, Any]) -> str:
    if words := _WORDS.get(error["type"]):
        return words.format_map(error.get("ctx") or {})
    return str(error["msg"]).removeprefix("Value error, ")


def _pointer(error: dict[str, Any]) -> str:
    """Where it is. What is no JSON has no places, though the parser names one."""
    location = () if error["type"] == "json_invalid" else error["loc"]
    parts = (str(each) for each in location if each != "body")
    return "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in parts)
