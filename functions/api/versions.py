"""ETag and If-Match: the version of a record, over HTTP."""

import re
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from api.access import Caller
from dunlin.domain.errors import StaleVersion

HEADER = "If-Match"
TAG = r'(?:W/)?("[0-9]{1,15}"|[0-9]{1,15})'


def tagged[B: BaseModel](body: B, version: int, *, status: int = 200, location: str = "") -> Response[B]:
    """The body with its version as ETag."""
    headers: dict[str, Any] = {"ETag": f'"{version}"', **({"Location": location} if location else {})}
    return Response(status, "application/json", body, headers)


def wanted(router: Caller) -> int | None:
    """The version that `If-Match` asks for; None where it asks for none. Raises StaleVersion for what is none."""
    told = router.current_event.headers.get("if-match")
    if told is None or told.strip() == "*":
        return None
    found = re.fullmatch(TAG, told.strip())
    if not found:
        raise StaleVersion(f"If-Match is `{told}`: send the ETag that the record came with")
    return int(found[1].strip('"'))


def check(router: Caller, version: int) -> None:
    """Raises StaleVersion unless the record is at the version that the caller has seen."""
    expected = wanted(router)
    if expected is not None and expected != version:
        raise StaleVersion(f"the record is at version {version}, not {expected}: read it again")
