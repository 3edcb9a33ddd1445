"""What can be done to messages that have been asked for, and what came of it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import Given, LocalTimeText, Shown, ZoneText
from api.bodies.shown import EmailShown

Line = Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")]


class CancelBody(Given):
    """Why, for the timeline."""

    reason: Line = ""


class RescheduleBody(Given):
    """Another time."""

    send_at: LocalTimeText
    timezone: ZoneText = "customer"


class EmailListed(EmailShown):
    """An e-mail in a list over all invoices."""

    invoice_id: str
    customer_id: str


class MessageList(Shown):
    """A page of e-mails. It may be short, or even empty, though there is a next one."""

    items: list[EmailListed]
    next_cursor: str | None


class CancelShown(Shown):
    """Which e-mails will not leave, and for which it was too late."""

    message_id: str
    text: str
    cancelled: list[EmailShown]
    too_late: list[EmailShown]


class RescheduleShown(Shown):
    """When they leave now, and for which it was too late."""

    message_id: str
    send_at_utc: datetime
    timezone: str
    note: str
    rescheduled: list[EmailShown]
    too_late: list[EmailShown]
