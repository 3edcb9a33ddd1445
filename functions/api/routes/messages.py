"""Messages that have been asked for: `/v1/messages`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from api import cursors
from api.access import READ, SEND, actor
from api.bodies.messages import (
    CancelBody,
    CancelShown,
    EmailListed,
    MessageList,
    RescheduleBody,
    RescheduleShown,
)
from api.bodies.shown import MessageShown, email
from api.bodies.shown import message as shown_message
from dunlin import wiring
from dunlin.domain.message import Email
from dunlin.services.cancel_message import cancel_message
from dunlin.services.reschedule_message import reschedule_message

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Reason = Annotated[CancelBody, Body()]


class Waiting(StrEnum):
    """In which something is still to be done for an e-mail."""

    PLANNED = "PLANNED"
    DISPATCHING = "DISPATCHING"
    AMBIGUOUS = "AMBIGUOUS"


@router.get("/v1/messages", tags=["messages"], summary="List what waits", middlewares=[READ])
def list_messages(
    status: Annotated[Waiting | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> MessageList:
    """E-mails of all invoices that are planned, scheduled, leaving or unconfirmed, by when they are due."""
    page = wiring.messages().waiting(limit=limit, after=cursors.decode(cursor, of="messages"))
    items = [_listed(each) for each in page.items if status is None or each.status.value == status.value]
    return MessageList(items=items, next_cursor=cursors.encode(page.next, of="messages"))


@router.get("/v1/messages/<message_id>", tags=["messages"], summary="Get a message", middlewares=[READ])
def get_message(message_id: Id) -> MessageShown:
    """One message with its e-mails, and when what is planned of it leaves."""
    return shown_message(*wiring.messages().get(message_id))


@router.post("/v1/messages/<message_id>/cancel", tags=["messages"], summary="Cancel a message", middlewares=[SEND])
def cancel(message_id: Id, body: Reason = CancelBody()) -> CancelShown:  # noqa: B008 - immutable in effect
    """Undo a send, or call off a scheduled one. Each e-mail is either cancelled or too late; the answer says which."""
    done = cancel_message(
        message_id,
        reason=body.reason,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        schedules=wiring.schedules(),
    )
    late, all_ = len(done.too_late), len(done.too_late) + len(done.cancelled)
    return CancelShown(
        message_id=message_id,
        text=f"too late for {late} of {all_}" if late else f"all {all_} cancelled" if all_ > 1 else "cancelled",
        cancelled=[email(each) for each in done.cancelled],
        too_late=[email(each) for each in done.too_late],
    )


@router.post(
    "/v1/messages/<message_id>/reschedule", tags=["messages"], summary="Reschedule a message", middlewares=[SEND]
)
def reschedule(message_id: Id, body: RescheduleBody) -> RescheduleShown:
    """Another time for all that has not left yet. 409 `too_late` when nothing of it waits any more."""
    done = reschedule_message(
        message_id,
        send_at=datetime.fromisoformat(body.send_at),
        timezone=body.timezone,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        outbox=wiring.outbox(),
        schedules=wiring.schedules(),
    )
    return RescheduleShown(
        message_id=message_id,
        send_at_utc=done.schedule.at,
        timezone=done.schedule.zone,
        note=done.schedule.note,
        rescheduled=[email(each) for each in done.rescheduled],
        too_late=[email(each) for each in done.too_late],
    )


def _listed(of: Email) -> EmailListed:
    return EmailListed(**email(of).model_dump(), invoice_id=of.invoice_id, customer_id=of.customer_id)
