"""Messages and e-mails, as callers get them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.bodies.common import Shown
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.message import Header, Message, MessageKind
from dunlin.domain.user_agent import family


class CountsShown(Shown):
    """Opens or clicks, by whom."""

    human: int
    machine: int
    unknown: int


class EmailShown(Shown):
    """One e-mail to one person."""

    email_id: str
    message_id: str
    kind: MessageKind
    recipient: str
    header: Header
    status: EmailStatus
    reason: str
    not_before: datetime | None = None
    sent_at: datetime | None
    delivered_at: datetime | None
    opens: CountsShown
    clicks: CountsShown
    last_event_type: EventType | None = Field(description="what was reported last, by the time at which it happened")
    last_event_at: datetime | None


class EventShown(Shown):
    """One event about an e-mail."""

    type: EventType
    name: str
    at: datetime
    who: Who | None
    cause: str
    detail: str
    link: str
    user_agent: str


class EmailDetail(EmailShown):
    """One e-mail with everything that came back."""

    events: list[EventShown]


class MessageShown(Shown):
    """A message that is on its way."""

    message_id: str
    invoice_id: str
    kind: MessageKind
    edition: str
    emails: list[EmailShown]
    send_at_utc: datetime | None = Field(None, description="when what is still planned may leave; null: at once")
    timezone: str = Field("", description="the zone of the time that was asked for")
    note: str = Field("", description="where that time does not exist, or comes twice")
    undo_until: datetime | None = Field(None, description="until when this send of now can be cancelled")


def message(of: Message, emails: tuple[Email, ...]) -> MessageShown:
    """A message with its e-mails. Note and zone are of the time that was asked for at first, while that holds."""
    leaves = next((each.not_before for each in emails if each.not_before), None)
    asked = of.schedule if of.schedule and of.schedule.at == leaves else None
    return MessageShown(
        message_id=of.message_id,
        invoice_id=of.invoice_id,
        kind=of.kind,
        edition=of.edition,
        emails=[email(each) for each in emails],
        send_at_utc=leaves,
        timezone=asked.zone if asked else "",
        note=asked.note if asked else "",
        undo_until=None if of.schedule else leaves,
    )


def email(of: Email) -> EmailShown:
    """An e-mail in a list."""
    return EmailShown(**_email(of))


def email_detail(of: Email) -> EmailDetail:
    """An e-mail with its events, oldest first."""
    return EmailDetail(**_email(of), events=[_event(event) for event in sorted(of.events, key=lambda each: each.at)])


def _email(of: Email) -> dict[str, Any]:
    counts, last = of.counts, max(of.events, key=lambda event: event.at, default=None)
    return {
        "email_id": of.email_id,
        "message_id": of.message_id,
        "kind": of.kind,
        "recipient": of.recipient.address,
        "header": of.recipient.header,
        "status": of.status,
        "reason": of.status_reason or of.status_code,
        "not_before": of.not_before,
        "sent_at": of.sent_at,
        "delivered_at": of.delivered_at,
        "opens": CountsShown(human=counts.human_opens, machine=counts.machine_opens, unknown=counts.unknown_opens),
        "clicks": CountsShown(human=counts.human_clicks, machine=counts.machine_clicks, unknown=counts.unknown_clicks),
        "last_event_type": last.type if last else None,
        "last_event_at": last.at if last else None,
    }


def _event(of: Event) -> EventShown:
    names = ("type", "name", "at", "who", "cause", "detail", "link")
    return EventShown(user_agent=family(of.user_agent), **{name: getattr(of, name) for name in names})
