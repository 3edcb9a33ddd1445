"""Record what came back about an e-mail: count it once, climb the ladder, tell the invoice's light."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Event, EventType, Who, delivered_before, who
from dunlin.domain.errors import ClaimLost, NotFound
from dunlin.domain.evidence import climb, hard
from dunlin.domain.ids import derived
from dunlin.domain.message import INTERNAL, MessageKind
from dunlin.domain.sent import UNSETTLED
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.records import NewId, Timeline
from dunlin.services.ports.sending import Change, Messages, Recorded

SES = Actor(ActorKind.PROVIDER, "ses")
_NOTED = (EventType.OTHER, EventType.SUBSCRIPTION)


def record_event(event: Event, *, now: datetime, new_id: NewId, messages: Messages, timeline: Timeline) -> Recorded:
    """Whatever is repeated, late or reordered, the result is the same."""
    event = replace(event, who=who(event))
    if event.type is EventType.SEND and _answered(event, messages):
        return Recorded.KNOWN
    recorded, email = messages.record(event, delivered_before=delivered_before(event))
    if recorded is Recorded.TOO_SOON:
        event = replace(event, who=Who.MACHINE)
        recorded, email = messages.record(event, delivered_before=None)
    if email is None:
        return recorded
    if event.type in _NOTED:
        timeline.add(_note(event))
    _climb(email, _as_recorded(event, email), now=now, new_id=new_id, messages=messages)
    return recorded


def _answered(event: Event, messages: Messages) -> bool:
    """Whether SES's answer to the post has told it already, as of nearly every mail: reading that costs a fifth of
    writing it down once more.
    """
    if not event.ses_message_id:
        return False
    try:
        _, emails = messages.get(event.message_id)
    except NotFound:
        return False
    return (event.email_id, event.ses_message_id) in {(each.email_id, each.ses_message_id) for each in emails}


def _as_recorded(event: Event, email: Email) -> Event:
    """The event as it was judged when it came first."""
    judged = next((known.who for known in email.events if known.key == event.key), event.who)
    return replace(event, who=judged)


def _climb(email: Email, event: Event, *, now: datetime, new_id: NewId, messages: Messages) -> None:
    while (after := climb(email, event)) != email:
        change = Change(
            before=email,
            after=after,
            entry=_entry(email, after, event, now, new_id),
            opens_invoice=email.status in UNSETTLED and email.kind is MessageKind.INVOICE,
            # A test goes to its sender, whose address says nothing about the customer.
            marks_undeliverable=_reason(event) if hard(event) and email.kind not in INTERNAL else "",
        )
        try:
            messages.change(change)
        except ClaimLost:
            email = _again(email, messages)
        else:
            return


def _again(email: Email, messages: Messages) -> Email:
    _, emails = messages.get(email.message_id)
    return next(each for each in emails if each.email_id == email.email_id)


def _reason(event: Event) -> str:
    said = f": {event.detail}" if event.detail else ""
    what = "marked a mail as spam" if event.type is EventType.COMPLAINT else "bounced for good"
    return f"{what}{said}"


def _entry(before: Email, after: Email, event: Event, now: datetime, new_id: NewId) -> Entry:
    to = before.recipient.address
    data = {**about(after), "event_at": event.at.isoformat()}
    if after.status is not before.status:
        said = f" ({event.detail})" if event.detail else ""
        text = f"{_TOLD[after.status].format(to)}{said}"
        return Entry(new_id("tml"), before.invoice_id, now, SES, f"email.{after.status.lower()}", text, data)
    person = after.engaged_at != before.engaged_at
    text = f"First opened by {to}" if person else f"A mail proxy or scanner opened the mail to {to}; that is no person"
    return Entry(
        new_id("tml"), before.invoice_id, now, SES, "email.opened" if person else "email.prefetched", text, data
    )


def _note(event: Event) -> Entry:
    return Entry(
        entry_id=derived("tml", event.email_id, event.key.hex()),
        invoice_id=event.invoice_id,
        at=event.at,  # the same however often it is told
        actor=SES,
        type="email.event",
        text=f"SES reported {event.name!r} for a mail; Dunlin does not act on it",
        data={"email_id": event.email_id, "message_id": event.message_id, "event_at": event.at.isoformat()},
    )


_TOLD = {
    EmailStatus.SENT: "There is evidence that the mail to {} left",
    EmailStatus.DELAYED: "Delivery to {} is delayed; it goes on being tried",
    EmailStatus.DELIVERED: "Delivered to {}",
    EmailStatus.BOUNCED: "The mail to {} bounced",
    EmailStatus.COMPLAINED: "{} marked the mail as spam",
    EmailStatus.FAILED: "The mail to {} was rejected",
    EmailStatus.SUPPRESSED: "{} is on the suppression list",
}
