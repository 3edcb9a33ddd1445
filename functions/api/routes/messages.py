"""Messages that have been asked for: `/v1/messages`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from api import cursors
from api.access import READ, SEND, actor
from api.bodies.mails import EmailShown, MessageShown, email
from api.bodies.mails import message as shown_message
from api.bodies.messages import (
    CancelBody,
    CancelShown,
    DeadLettersShown,
    DismissBody,
    EmailChoice,
    EmailListed,
    MessageList,
    RescheduleBody,
    RescheduleShown,
    RetryShown,
)
from api.repeats import once
from dunlin import wiring
from dunlin.domain.email import Email
from dunlin.services.assume_sent import assume_sent
from dunlin.services.cancel_message import cancel_message
from dunlin.services.dismiss_email import dismiss_email
from dunlin.services.ports.sending import DeadLetters
from dunlin.services.reschedule_message import reschedule_message
from dunlin.services.retry_email import retry_email

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Reason = Annotated[CancelBody, Body()]


class Waiting(StrEnum):
    """In which something is still to be done for an e-mail."""

    PLANNED = "PLANNED"
    DISPATCHING = "DISPATCHING"
    AMBIGUOUS = "AMBIGUOUS"


class Needs(StrEnum):
    """What a list may be of, other than what waits."""

    REVIEW = "review"


@router.get("/v1/messages", tags=["messages"], summary="List what waits, or needs a person", middlewares=[READ])
def list_messages(
    status: Annotated[Waiting | None, Query()] = None,
    needs: Annotated[Needs | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> MessageList:
    """E-mails of all invoices that are planned, scheduled, leaving or unconfirmed, by when they are due; with
    `needs=review` those that a person has to decide about (NEEDS_REVIEW, SUPPRESSED), and what the outbox gave up on.
    """
    if needs:
        return _needing_review(limit, cursor)
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
        batches=wiring.batches(),
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


@router.post(
    "/v1/messages/<message_id>/retry",
    tags=["messages"],
    summary="Send an e-mail again, perhaps twice",
    status_code=202,
    middlewares=[SEND],
)
def retry(message_id: Id, body: EmailChoice) -> Response[RetryShown]:
    """A new e-mail in place of one in NEEDS_REVIEW, FAILED or SUPPRESSED. Of the first it is not known whether it left:
    the recipient may get the mail twice. Needs an `Idempotency-Key`.
    """

    def act(_: str) -> dict[str, object]:
        another, warning = retry_email(
            message_id,
            body.email_id,
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            messages=wiring.messages(),
            outbox=wiring.outbox(),
            batches=wiring.batches(),
        )
        return RetryShown(message_id=message_id, warning=warning, email=email(another)).model_dump(mode="json")

    done = RetryShown.model_validate(once(router, act))
    return Response(202, "application/json", done, {"Location": f"/v1/messages/{message_id}"})


@router.post(
    "/v1/messages/<message_id>/assume-sent", tags=["messages"], summary="Take an e-mail as sent", middlewares=[SEND]
)
def assume(message_id: Id, body: EmailChoice) -> EmailShown:
    """For an e-mail in NEEDS_REVIEW of which somebody knows, or does not mind, that it left."""
    sent = assume_sent(
        message_id,
        body.email_id,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        batches=wiring.batches(),
    )
    return email(sent)


@router.post(
    "/v1/messages/<message_id>/dismiss", tags=["messages"], summary="Ask nobody about an e-mail", middlewares=[SEND]
)
def dismiss(message_id: Id, body: DismissBody) -> EmailShown:
    """For an e-mail in SUPPRESSED about which nothing is to be done: it leaves the list of what needs a person."""
    dismissed = dismiss_email(
        message_id,
        body.email_id,
        reason=body.reason,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
    )
    return email(dismissed)


def _needing_review(limit: int, cursor: str | None) -> MessageList:
    name = "messages/review"
    page = wiring.messages().needing_review(limit=limit, after=cursors.decode(cursor, of=name))
    dead = None if cursor else wiring.dead_outbox().look()
    return MessageList(
        items=[_listed(each) for each in page.items],
        next_cursor=cursors.encode(page.next, of=name),
        dead_letters=_dead(dead) if dead else None,
    )


def _listed(of: Email) -> EmailListed:
    return EmailListed(**email(of).model_dump(), invoice_id=of.invoice_id, customer_id=of.customer_id)


def _dead(letters: DeadLetters) -> DeadLettersShown:
    return DeadLettersShown(
        count=letters.count, message_ids=list(letters.message_ids), invoice_ids=list(letters.invoice_ids)
    )
