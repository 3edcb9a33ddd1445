"""Reading request bodies: JSON as it is written, nothing taken for something else."""

import base64
from typing import Any

from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIRequestValidationMiddleware
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
    "finite_number": "must be a number that is not infinite",
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
    """The JSON body as this model: `true` is no number and `"5"` neither. An empty body is an empty object. Raises
    InvalidInput with every problem.
    """
    try:
        return model.model_validate_json(raw(app).strip() or b"{}", strict=True)
    except ValidationError as invalid:
        raise InvalidInput("The request body is not valid.", *problems(invalid.errors())) from invalid


class StrictBodies(OpenAPIRequestValidationMiddleware):
    """Powertools' own takes forms for JSON, `null` for no body, and the first item of a list for the whole: what was
    not meant would be sent.
    """

    def _get_body(self, app: Any) -> Any:
        """What the route's one parameter for the body gets; None without a body. Raises ContentTypeRefused, and
        InvalidInput with every problem of the body.
        """
        if not raw(app).strip():
            return None
        if content_type(app) not in {"application/json", ""}:
            raise ContentTypeRefused("send the body as `Content-Type: application/json`")
        (body,) = app.context["_route"].dependant.body_params
        return read(app, body.type_)


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
