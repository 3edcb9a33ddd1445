"""`Idempotency-Key`: a request that mails or books money is answered once, and repeated from the answer."""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)

from api.access import Caller, actor
from dunlin import settings
from dunlin.domain.errors import Conflict, InvalidInput, Problem

HEADER = "Idempotency-Key"
_LONGEST = 200
KEY = rf"[\x21-\x7e]([\x20-\x7e]{{0,{_LONGEST - 2}}}[\x21-\x7e])?"
_DAY = 24 * 60 * 60


class KeyMissing(InvalidInput):
    """The header is not there."""


class KeyReused(InvalidInput):
    """The key came before, with another body."""


def key_of(app: Caller) -> str:
    """The caller's key. Raises KeyMissing."""
    key = (app.current_event.headers.get(HEADER) or "").strip()
    if not re.fullmatch(KEY, key):
        message = f"send a header `{HEADER}` of 1 to {_LONGEST} ASCII characters, the same for every try of one request"
        raise KeyMissing(message, Problem(HEADER, message))
    return key


def once(app: Caller, act: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What `act` answers to the key, from the first time it was asked.

    Raises KeyMissing, KeyReused, or Conflict while the first is still at work. A failure is not kept: try again.
    """
    key = key_of(app)
    event = app.current_event
    scope = f"{actor(app).name} {event.http_method} {event.path}"
    request = {"key": f"{scope} {key}", "body": event.body or ""}
    answer = idempotent_function(
        lambda *, request: act(key),  # noqa: ARG005 - the keyword is what Powertools hashes
        data_keyword_argument="request",
        persistence_store=_store(),
        config=IdempotencyConfig(
            event_key_jmespath="key",
            payload_validation_jmespath="body",
            raise_on_no_idempotency_key=True,
            expires_after_seconds=_DAY,
            hash_function="sha256",
            lambda_context=app.lambda_context,
        ),
        key_prefix="api",
    )
    try:
        return dict(json.loads(json.dumps(answer(request=request))))
    except IdempotencyValidationError as reused:
        message = "this key came with another body before: use a new key for a new request"
        raise KeyReused(message, Problem(HEADER, message)) from reused
    except IdempotencyAlreadyInProgressError as busy:
        raise Conflict(
            "the first request with this key is still at work: try again shortly", code="in_progress"
        ) from busy


@cache
def _store() -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=settings.idempotency_table())
