"""When a mail is known to have left, and what is told of it."""

from dataclasses import replace

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.message import MessageKind
from dunlin.domain.timeline import Entry

UNSETTLED = (EmailStatus.PLANNED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS, EmailStatus.NEEDS_REVIEW)
SENT = "email.sent"
ACCEPTED = (
    EmailStatus.SENT,
    EmailStatus.DELAYED,
    EmailStatus.DELIVERED,
    EmailStatus.BOUNCED,
    EmailStatus.COMPLAINED,
)


def sent_entries(before: Email, after: Email, entry: Entry | None, *, opens: bool) -> tuple[Entry, ...]:
    """All that the step tells: its own entry, and `invoice.sent` beside it where it first brings the invoice to its
    customer.

    That a reminder has left is told as `reminder.sent`: in place of `email.sent`, for it is the same fact, and beside
    what tells more (`email.delivered`). There is one first time; a reminder is told once for each person it went to.
    """
    if entry is None:
        return ()
    if opens:
        text = "The invoice has been sent: a mail with it has left"
        return (entry, _beside(entry, "invoice.sent", text, about(after)))
    if before.status not in UNSETTLED or after.status not in ACCEPTED or after.kind is not MessageKind.REMINDER:
        return (entry,)
    text, data = f"A reminder was sent to {after.recipient.address}", {**about(after), **_reminded(after)}
    if entry.type == SENT:
        return (replace(entry, type="reminder.sent", text=text, data=data),)
    return (entry, _beside(entry, "reminder.sent", text, data))


def _beside(entry: Entry, type_: str, text: str, data: dict[str, str]) -> Entry:
    """The id follows from the step's own, so that the two stand together in the timeline."""
    return replace(entry, entry_id=f"{entry.entry_id}_sent", type=type_, text=text, data=data)


def _reminded(email: Email) -> dict[str, str]:
    said = email.reminder
    if said is None:
        return {}
    return {
        "number": str(said.number),
        "workflow_id": said.workflow_id,
        "workflow_version": str(said.workflow_version),
        "amount": str(said.amount),
        "currency": said.currency,
        "days_late": str(said.days_late),
    }
