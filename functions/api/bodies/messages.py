"""What can be done to messages that have been asked for, and what came of it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import EmailText, Given, LocalTimeText, Shown, ZoneText
from api.bodies.mails import EmailShown

Line = Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")]


class CancelBody(Given):
    """Why, for the timeline."""

    reason: Line = ""


class RescheduleBody(Given):
    """Another time."""

    send_at: LocalTimeText
    timezone: ZoneText = "customer"


class EmailChoice(Given):
    """One e-mail of the message."""

    email_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]


class DismissBody(EmailChoice):
    """One e-mail, and why nothing is to be done about it, for the timeline."""

    reason: Annotated[Line, Field(min_length=1)]


class ResendBody(Given):
    """Where to; left out: the present address of the contact that had the old one."""

    to: EmailText = ""


class DeadLettersShown(Shown):
    """What the outbox gave up on after five tries. It stays in its queue."""

    count: int = Field(description="about how many")
    message_ids: list[str] = Field(description="the messages that some of them are to send")
    invoice_ids: list[str] = Field([], description="the invoices whose reminders some of them are to look at")


class RedriveShown(Shown):
    """How many queue messages went back into the outbox, and about how many are dead still."""

    moved: int
    remaining: int


class EmailListed(EmailShown):
    """An e-mail in a list over all invoices."""

    invoice_id: str
    customer_id: str


class MessageList(Shown):
    """A page of e-mails. It may be short, or even empty, though there is a next one."""

    items: list[EmailListed]
    next_cursor: str | None
    dead_letters: DeadLettersShown | None = Field(None, description="with `needs=review`, on the first page")


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


class RetryShown(Shown):
    """The e-mail that takes the place of the old one, and what may come of it."""

    message_id: str
    warning: str
    email: EmailShown
