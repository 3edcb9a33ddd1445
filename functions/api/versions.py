"""ETag and If-Match: the version of a record, over HTTP."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from api.access import Caller
from dunlin.domain.errors import StaleVersion


def tagged[B: BaseModel](body: B, version: int, *, status: int = 200, location: str = "") -> Response[B]:
    """The body with its version as ETag."""
    headers: dict[str, Any] = {"ETag": f'"{version}"', **({"Location": location} if location else {})}
    return Response(status, "application/json", body, headers)


def wanted(router: Caller) -> int | None:
    """The version that `If-Match` asks for; None where it asks for none. Raises StaleVersion for what is none."""
    told = router.current_event.headers.get("if-match")
    if not told or told == "*":
        return None
    try:
        return int(told.strip().removeprefix("W/").strip('"'))
    except ValueError as odd:
        raise StaleVersion(f"If-Match is {told}: send the ETag that the record came with") from odd


def check(router: Caller, version: int) -> None:
    """Raises StaleVersion unless the record is at the version that the caller has seen."""
    expected = wanted(router)
    if expected is not None and expected != version:
        raise StaleVersion(f"the record is at version {version}, not {expected}: read it again")
