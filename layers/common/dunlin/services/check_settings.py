"""Check how a batch is to be sent, before any of its invoices is looked at: what can suit none of them is refused."""

from contextlib import suppress
from datetime import datetime

from dunlin.domain.batch import Settings
from dunlin.domain.departure import check_local_time, check_undo
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.seller import PAY, PORTAL
from dunlin.services.check_wishes import check_wishes
from dunlin.services.shelf import Shelf


def check_settings(settings: Settings, *, now: datetime, shelf: Shelf) -> None:
    """Raises InvalidInput, or Conflict for an archived template. Where one wrong wish hides another, the first is told.

    A time is refused when it has passed on every clock that may count; whom it has passed for is a blocker.
    """
    try:
        _check(settings, now, shelf)
    except InvalidInput as wrong:
        there = (Problem(f"/settings{each.where}", each.message) for each in wrong.problems)
        raise InvalidInput(str(wrong), *there) from wrong


def _check(settings: Settings, now: datetime, shelf: Shelf) -> None:
    check_undo(settings.undo_seconds, scheduled=bool(settings.send_at))
    if settings.send_at:
        check_local_time(datetime.fromisoformat(settings.send_at), settings.timezone, now=now)
    check_wishes(settings, seller_id=None, shelf=shelf)
    if settings.target not in {PAY, PORTAL}:
        _check_target(settings.target, shelf)


def _check_target(target: str, shelf: Shelf) -> None:
    for seller in shelf.sellers.list():
        with suppress(InvalidInput):
            return seller.check_target(target)
    message = "a button leads to `pay`, `portal`, or an https address at one of a seller's `link_hosts`"
    raise InvalidInput(message, Problem("/cta/target", message))
