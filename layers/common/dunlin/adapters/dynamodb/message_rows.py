"""The items of a message: the message itself, and one e-mail per person, in one collection."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import BinaryAttribute, BinarySetAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, stamp, to_json
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.paging import shard_of
from dunlin.adapters.dynamodb.squeezing import squeeze, unsqueeze
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Counts, Event
from dunlin.domain.message import Message, MessageKind, Recipient, Reminded
from dunlin.domain.review import needs_person

MESSAGE = "message"


class ByInvoice(GlobalSecondaryIndex[Any]):
    """All e-mails about an invoice: their keys, so that no step of an e-mail is written here, too."""

    class Meta:
        """The index."""

        index_name = "by_invoice"
        projection = KeysOnlyProjection()

    invoice_id = UnicodeAttribute(hash_key=True)
    created_at = UnicodeAttribute(range_key=True)


class ByWake(GlobalSecondaryIndex[Any]):
    """E-mails that somebody must look at again, by when. Those that nobody must are not in it."""

    class Meta:
        """The index."""

        index_name = "by_wake"
        projection = KeysOnlyProjection()

    wake_shard = UnicodeAttribute(hash_key=True)
    wake_at = UnicodeAttribute(range_key=True)


class ByReview(GlobalSecondaryIndex[Any]):
    """E-mails that a person has to decide about, the oldest first. All others are not in it."""

    class Meta:
        """The index."""

        index_name = "by_review"
        projection = KeysOnlyProjection()

    review_shard = UnicodeAttribute(hash_key=True)
    review_key = UnicodeAttribute(range_key=True)


class ByReminder(GlobalSecondaryIndex[Any]):
    """All e-mails of reminders by when they were decided, with what the report chooses by: nothing that changes."""

    class Meta:
        """The index."""

        index_name = "by_reminder"
        projection = IncludeProjection(["customer_id", "invoice_id", "reminder"])

    reminder_shard = UnicodeAttribute(hash_key=True)
    reminder_key = UnicodeAttribute(range_key=True)


class MessageRow(Model):
    """The message: written once, never changed."""

    class Meta(Table):
        """The messages' table."""

    message_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=MESSAGE)
    data = UnicodeAttribute()

    def to_message(self) -> Message:
        """The domain's record."""
        return from_json(self.data, Message)


class EmailRow(Model):
    """One e-mail. `seen` are the keys of the events that are counted; `events` the events themselves, squeezed.

    `acts_at` is the e-mail's own time. `wake_at` is where the index has it, and each move of that is two writes: later
    while somebody is at it, and earlier once it is claimed, for whoever claims an e-mail mostly settles it before.
    """

    class Meta(Table):
        """The messages' table."""

    by_invoice = ByInvoice()
    by_wake = ByWake()
    by_review = ByReview()
    by_reminder = ByReminder()

    message_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    invoice_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    recipient = UnicodeAttribute()
    created_at = UnicodeAttribute()
    status = UnicodeAttribute()
    status_reason = UnicodeAttribute(null=True)
    status_code = UnicodeAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    attempts = NumberAttribute(null=True)
    wake_shard = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    acts_at = UnicodeAttribute(null=True)
    ses_message_id = UnicodeAttribute(null=True)
    sent_at = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)
    engaged_at = UnicodeAttribute(null=True)
    prefetched_at = UnicodeAttribute(null=True)
    superseded_by = UnicodeAttribute(null=True)
    dismissed_at = UnicodeAttribute(null=True)
    visited_at = UnicodeAttribute(null=True)
    visits = NumberAttribute(null=True)
    not_before = UnicodeAttribute(null=True)
    review_shard = UnicodeAttribute(null=True)
    review_key = UnicodeAttribute(null=True)
    reminder = BinaryAttribute(legacy_encoding=False, null=True)
    reminder_shard = UnicodeAttribute(null=True)
    reminder_key = UnicodeAttribute(null=True)
    human_opens = NumberAttribute(null=True)
    machine_opens = NumberAttribute(null=True)
    unknown_opens = NumberAttribute(null=True)
    human_clicks = NumberAttribute(null=True)
    machine_clicks = NumberAttribute(null=True)
    unknown_clicks = NumberAttribute(null=True)
    seen = BinarySetAttribute(legacy_encoding=False, null=True)
    events: ListAttribute[Any] = ListAttribute(of=BinaryAttribute, default=list)

    def to_email(self) -> Email:
        """The domain's record."""
        return Email(
            email_id=self.part,
            message_id=self.message_id,
            invoice_id=self.invoice_id,
            customer_id=self.customer_id,
            kind=MessageKind(self.kind),
            recipient=from_json(self.recipient, Recipient),
            status=EmailStatus(self.status),
            created_at=datetime.fromisoformat(self.created_at),
            status_reason=self.status_reason or "",
            status_code=self.status_code or "",
            owner=self.owner or "",
            attempts=int(self.attempts or 0),
            wake_at=_instant(self.acts_at or self.wake_at),
            ses_message_id=self.ses_message_id or "",
            sent_at=_instant(self.sent_at),
            delivered_at=_instant(self.delivered_at),
            engaged_at=_instant(self.engaged_at),
            prefetched_at=_instant(self.prefetched_at),
            counts=Counts(**{name: int(getattr(self, name) or 0) for name in Counts.__slots__}),
            events=tuple(self._event(each) for each in self.events),
            superseded_by=self.superseded_by or "",
            not_before=_instant(self.not_before),
            reminder=unsqueeze(self.reminder, Reminded) if self.reminder else None,
            dismissed_at=_instant(self.dismissed_at),
            visited_at=_instant(self.visited_at),
            visits=int(self.visits or 0),
        )

    def _event(self, kept: bytes) -> Event:
        event = unsqueeze(kept, Event)
        return replace(
            event,
            message_id=self.message_id,
            email_id=self.part,
            invoice_id=self.invoice_id,
            ses_message_id=self.ses_message_id or "",
        )


def message_row(message: Message) -> MessageRow:
    """The item of a new message."""
    return MessageRow(message.message_id, data=to_json(message))


def email_row(email: Email, *, shards: int) -> EmailRow:
    """The item of a new e-mail."""
    return EmailRow(
        email.message_id,
        email.email_id,
        invoice_id=email.invoice_id,
        customer_id=email.customer_id,
        kind=email.kind.value,
        recipient=to_json(email.recipient),
        created_at=stamp(email.created_at),
        status=email.status.value,
        wake_shard=shard_of(email.message_id, shards),
        wake_at=stamp(email.wake_at) if email.wake_at else None,
        acts_at=stamp(email.wake_at) if email.wake_at else None,
        not_before=stamp(email.not_before) if email.not_before else None,
        **_reminding(email, shards),
    )


def _reminding(email: Email, shards: int) -> dict[str, Any]:
    if not email.reminder:
        return {}
    return {
        "reminder": squeeze(email.reminder),
        "reminder_shard": shard_of(email.message_id, shards),
        "reminder_key": f"{stamp(email.created_at)}#{email.email_id}",
    }


def stepping(after: Email, *, shards: int) -> list[Action]:
    """The update of everything that a step of the ladder changes. Counts and events are not touched."""
    row, review = EmailRow, needs_person(after)
    claims = after.status is EmailStatus.DISPATCHING
    index = (
        (row.wake_shard, shard_of(after.message_id, shards) if after.wake_at else ""),
        (row.wake_at, _stamp(after.wake_at)),
    )
    texts = (
        (row.review_shard, shard_of(after.message_id, shards) if review else ""),
        (row.review_key, f"{stamp(after.created_at)}#{after.email_id}" if review else ""),
        (row.status_reason, after.status_reason[:500]),
        (row.status_code, after.status_code),
        (row.owner, after.owner),
        *(() if claims else index),
        (row.acts_at, _stamp(after.wake_at)),
        (row.ses_message_id, after.ses_message_id),
        (row.sent_at, _stamp(after.sent_at)),
        (row.delivered_at, _stamp(after.delivered_at)),
        (row.engaged_at, _stamp(after.engaged_at)),
        (row.prefetched_at, _stamp(after.prefetched_at)),
        (row.superseded_by, after.superseded_by),
        (row.dismissed_at, _stamp(after.dismissed_at)),
        (row.visited_at, _stamp(after.visited_at)),
    )
    return [
        row.status.set(after.status.value),
        row.attempts.set(after.attempts),
        *(attribute.set(text) if text else attribute.remove() for attribute, text in texts),
    ]


def _stamp(instant: datetime | None) -> str:
    return stamp(instant) if instant else ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
