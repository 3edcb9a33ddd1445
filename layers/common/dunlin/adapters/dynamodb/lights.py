"""The light's counters on the invoice: added to in the transaction of the step that they count."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, cast

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.errors import refused
from dunlin.adapters.dynamodb.invoice_rows import InvoiceRow
from dunlin.adapters.dynamodb.invoice_updates import turning
from dunlin.domain.delivery import Bucket
from dunlin.domain.email import Email, buckets
from dunlin.domain.email_status import CANCELLED_BY_STAFF, EmailStatus
from dunlin.domain.invoice import PAYING, Status, thread
from dunlin.domain.message import UNLIT, MessageKind
from dunlin.domain.sent import ACCEPTED, sent_entries
from dunlin.domain.timeline import Entry
from dunlin.services.ports.sending import Change

# As wished, without opening the invoice, without the counters, and once more for a race in between.
VARIANTS = 4
# The sweep leaves everything else this long to the schedules.
AT_ONCE = timedelta(minutes=1)
# Where the reason of a step is kept for the light to tell.
_SAYS: dict[EmailStatus, Any] = {
    EmailStatus.FAILED: InvoiceRow.light_trouble,
    EmailStatus.BOUNCED: InvoiceRow.light_trouble,
    EmailStatus.COMPLAINED: InvoiceRow.light_trouble,
    EmailStatus.SUPPRESSED: InvoiceRow.light_trouble,
    EmailStatus.CANCELLED: InvoiceRow.light_cancelled_why,
}


def beginning(message_id: str, emails: tuple[Email, ...]) -> list[Action]:
    """A new message takes over the light: its counts replace those of the one before."""
    counts = Counter(bucket for email in emails for bucket in buckets(email))
    return [
        InvoiceRow.light_message_id.set(message_id),
        InvoiceRow.light_trouble.remove(),
        InvoiceRow.light_cancelled_why.remove(),
        InvoiceRow.light.set({bucket.value: count for bucket, count in counts.items()}),
    ]


class Wish:
    """What a step wants of the invoice, lowered to what the invoice, as it turns out to be, lets it have."""

    def __init__(self, step: Change, *, shards: int, added: Email | None = None) -> None:
        self._step, self._shards = step, shards
        # As what the mail opens it: it may have been paid before it was ever sent.
        self._opens = Status.POSTED if step.opens_invoice and step.after.status in ACCEPTED else None
        self._counts = _difference(step, added)

    def actions(self) -> list[Action]:
        """The update of the invoice; empty when there is nothing to write."""
        after, at = self._step.after, self._step.after.sent_at
        said = (after.status_reason or after.status_code)[:300]
        return [
            *(_adding(bucket, count) for bucket, count in self._counts.items()),
            *([_SAYS[after.status].set(said)] if self._counts and said and after.status in _SAYS else []),
            *([InvoiceRow.status.set(Status.OPEN.value)] if self._opens is Status.POSTED else []),
            *([*_sent(at), *self._first_turn(at)] if self._opens else []),
            *self._dunning(),
            *self._pdf(),
        ]

    def entries(self) -> tuple[Entry, ...]:
        """What is told of it: exactly when it is written."""
        return sent_entries(self._step.before, self._step.after, self._step.entry, opens=self._opens is not None)

    def _first_turn(self, at: datetime | None) -> list[Action]:
        """An invoice that is open has its reminders planned: the next sweep finds it."""
        return turning(self._step.before.invoice_id, at - AT_ONCE, shards=self._shards) if at else []

    def _dunning(self) -> list[Action]:
        """Under which id the customer has this invoice; and that a reminder called back at its claim has not gone."""
        before, after = self._step.before, self._step.after
        if after.kind is MessageKind.INVOICE and after.ses_message_id and not before.ses_message_id:
            return [InvoiceRow.threads.add({thread(after.recipient.address, after.ses_message_id)})]
        called_back = after.reminder and after.status is EmailStatus.CANCELLED and before.status is not after.status
        if called_back and after.status_code != CANCELLED_BY_STAFF and self._step.entry:
            again = turning(before.invoice_id, self._step.entry.at, shards=self._shards)
            return [InvoiceRow.unsent.set(after.message_id), *again]
        return []

    def condition(self) -> Condition | None:
        """What must hold of the invoice for that."""
        condition: Any = None
        if self._counts:
            condition &= InvoiceRow.light_message_id == self._step.before.message_id
        if self._opens:
            condition &= InvoiceRow.status == self._opens.value
        if self._opens in PAYING:
            condition &= InvoiceRow.sent_at.does_not_exist()
        return cast("Condition | None", condition)

    def lower(self, failure: TransactWriteError) -> bool:
        """Want less, after a refusal that was the invoice's. False when it was the e-mail's, or not a refusal."""
        which = refused(failure)
        wanted = self.condition() is not None
        if which is None or not wanted or not which[-1] or any(which[:-1]):
            return False
        seen = failure.cancellation_reasons[-1]
        item = (seen.raw_item if seen else None) or {}
        if item.get("light_message_id", {}).get("S") != self._step.before.message_id:
            self._counts = {}
        if self._opens and item.get("status", {}).get("S") != Status.POSTED:
            first = [each for each in PAYING if item.get("status", {}).get("S") == each and "sent_at" not in item]
            self._opens = first[0] if first else None
        return True

    def _pdf(self) -> list[Action]:
        pdf = self._step.stored_pdf
        return [InvoiceRow.pdf_version.set(pdf.version), InvoiceRow.pdf_sha256.set(pdf.sha256)] if pdf else []


def _difference(step: Change, added: Email | None) -> dict[Bucket, int]:
    if step.before.kind in UNLIT:
        return {}
    counts = Counter(buckets(step.after))
    counts.update(buckets(added) if added else ())
    counts.subtract(buckets(step.before))
    return {bucket: count for bucket, count in counts.items() if count}


def _sent(at: datetime | None) -> list[Action]:
    return [InvoiceRow.sent_at.set(stamp(at))] if at else []


def _adding(bucket: Bucket, count: int) -> Action:
    """The message that has the light has made the map that this is in."""
    counted = Path(["light", bucket.value])
    return counted.set((counted | 0) + count)
