"""What an event proves about an e-mail: the step of the ladder it climbs to, and who has engaged."""

from dataclasses import replace

from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus, rung
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.message import MessageKind

_PROVES = {
    EventType.SEND: EmailStatus.SENT,
    EventType.DELIVERY: EmailStatus.DELIVERED,
    EventType.DELIVERY_DELAY: EmailStatus.DELAYED,
    EventType.BOUNCE: EmailStatus.BOUNCED,
    EventType.COMPLAINT: EmailStatus.COMPLAINED,
    EventType.REJECT: EmailStatus.FAILED,
    EventType.RENDERING_FAILURE: EmailStatus.FAILED,
    # Nobody opens a mail that did not leave.
    EventType.OPEN: EmailStatus.SENT,
    EventType.CLICK: EmailStatus.SENT,
}
_SUPPRESSED = ("Suppressed", "OnAccountSuppressionList")


def climb(email: Email, event: Event) -> Email:
    """The e-mail after the event, itself when the event proves nothing new. Never lower than it was."""
    return _engage(_rise(email, event), event)


def _rise(email: Email, event: Event) -> Email:
    status, stands = proven(event), rung(email.status, email.status_code)
    if status is None or stands is None or (rung(status, event.cause) or 0) <= stands:
        return email
    return replace(
        email,
        status=status,
        status_code=event.cause if status is not EmailStatus.SENT else "",
        status_reason=event.detail,
        owner="",
        wake_at=event.at if _goes_elsewhere(email, event) else None,
        ses_message_id=email.ses_message_id or event.ses_message_id,
        sent_at=email.sent_at or event.at,
        delivered_at=event.at if status is EmailStatus.DELIVERED else email.delivered_at,
    )


def _goes_elsewhere(email: Email, event: Event) -> bool:
    """A reminder that did not arrive is looked at again: somebody else at the customer may get it."""
    return email.kind is MessageKind.REMINDER and event.type is EventType.BOUNCE and hard(event)


def _engage(email: Email, event: Event) -> Email:
    if event.who is Who.HUMAN and not email.engaged_at:
        return replace(email, engaged_at=event.at)
    if event.who is Who.MACHINE and not email.prefetched_at:
        return replace(email, prefetched_at=event.at)
    return email


def proven(event: Event) -> EmailStatus | None:
    """The status that the event speaks for, or None."""
    if event.type is EventType.BOUNCE and event.cause.endswith(_SUPPRESSED):
        return EmailStatus.SUPPRESSED
    return _PROVES.get(event.type)


def hard(event: Event) -> bool:
    """Whether the address must not be written to again: a permanent bounce or a complaint."""
    return event.type is EventType.COMPLAINT or (event.type is EventType.BOUNCE and event.cause.startswith("Permanent"))
