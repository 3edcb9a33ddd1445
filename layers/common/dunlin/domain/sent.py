"""When a mail is known to have left, and what is told then beside the e-mail's own step."""

from dataclasses import replace

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.message import MessageKind
from dunlin.domain.timeline import Entry

UNSETTLED = (EmailStatus.PLANNED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS, EmailStatus.NEEDS_REVIEW)
ACCEPTED = (
    EmailStatus.SENT,
    EmailStatus.DELAYED,
    EmailStatus.DELIVERED,
    EmailStatus.BOUNCED,
    EmailStatus.COMPLAINED,
)


def sent_entries(before: Email, after: Email, entry: Entry | None, *, opens: bool) -> tuple[Entry, ...]:
    """`invoice.sent` where the step first brings the invoice to its customer, `reminder.sent` where it shows
    that a reminder has left.

    There is one first time; a reminder is told once for each person it went to.
    """
    if entry is None:
        return ()
    if opens:
        text = "The invoice has been sent: a mail with it has left"
        return (_beside(entry, "invoice.sent", text, about(after)),)
    left = before.status in UNSETTLED and after.status in ACCEPTED
    if left and after.kind is MessageKind.REMINDER:
        text = f"A reminder was sent to {after.recipient.address}"
        return (_beside(entry, "reminder.sent", text, {**about(after), **_reminded(after)}),)
    return ()


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
