"""Reading a request body where the content type decides what it is."""

import base64
from typing import Any

from dunlin.domain.errors import InvalidInput, Problem
from pydantic import BaseModel, ValidationError

from api.access import Caller


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
    return tuple(Problem(_pointer(each["loc"]), str(each["msg"]).removeprefix("Value error, ")) for each in errors)


def _pointer(location: tuple[Any, ...]) -> str:
    parts = [str(each) for each in location if each != "body"]
    return "/" + "/".join(each.replace("~", "~0").replace("/", "~1") for each in parts)
