"""Reminders in DynamoDB: one query per shard and page, and what it found, whole."""

from dataclasses import dataclass
from typing import Any

from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.dynamodb.message_rows import EmailRow
from dunlin.adapters.dynamodb.paging import MOST_READ
from dunlin.adapters.dynamodb.squeezing import unsqueeze
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Reminded
from dunlin.services.ports.records import Page
from dunlin.services.ports.reports import ReminderQuery

# What engagement keeps may be most of an item, and counts are told beside it.
_COLUMNS = [name for name in EmailRow.get_attributes() if name not in {"events", "seen"}]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one query has found in a shard, and how far it looked: empty when that was all."""

    rows: list[EmailRow]
    looked_to: str


class DynamoReminders:
    """Port `Reminders`."""

    def __init__(self, *, shards: int) -> None:
        self._shards = shards

    def list(
        self, query: ReminderQuery, *, limit: int, after: dict[str, str] | None = None
    ) -> Page[tuple[Email, Invoice]]:
        """See the port."""
        start = after["after"] if after else ""
        low = stamp(query.since) if query.since else "0"
        high = start or (stamp(query.until) if query.until else "~")
        if low > high:  # DynamoDB refuses to look between them
            return Page(())
        within = EmailRow.reminder_key.between(low, high)
        # Where a filter lets few through, as much is read as one query may.
        most = MOST_READ if query.customer_id or query.workflow_id or query.number else limit + 1
        parts = [_read(str(shard), within, most) for shard in range(self._shards)]
        # Below the point that every shard was looked at to, rows of one would come before those of another.
        seen_to = max(part.looked_to for part in parts)
        rows = [row for part in parts for row in part.rows if row.reminder_key >= seen_to]
        found = [row for row in rows if row.reminder_key != start and _wanted(row, query)]
        found.sort(key=lambda row: str(row.reminder_key), reverse=True)
        following = found[limit - 1].reminder_key if len(found) > limit else seen_to
        return Page(_whole(found[:limit]), {"after": following} if following else None)


def _read(shard: str, within: Any, most: int) -> _Part:
    pages = EmailRow.by_reminder.query(shard, within, scan_index_forward=False, page_size=most).page_iter
    rows = [EmailRow.from_raw_data(item) for item in next(pages)["Items"]]
    further = pages.last_evaluated_key
    return _Part(rows, further["reminder_key"]["S"] if further else "")


def _wanted(row: EmailRow, query: ReminderQuery) -> bool:
    if query.customer_id not in {"", row.customer_id}:
        return False
    said = unsqueeze(row.reminder or b"", Reminded)
    return query.workflow_id in {"", said.workflow_id} and query.number in {0, said.number}


def _whole(rows: list[EmailRow]) -> tuple[tuple[Email, Invoice], ...]:
    """The e-mails as they are by now, each with its invoice. DynamoDB answers a batch in any order."""
    keys = [(row.message_id, row.part) for row in rows]
    emails = {(row.message_id, row.part): row for row in EmailRow.batch_get(keys, attributes_to_get=_COLUMNS)}
    invoices = [(invoice_id, HEAD) for invoice_id in dict.fromkeys(row.invoice_id for row in rows)]
    heads = {row.invoice_id: row.to_invoice() for row in InvoiceRow.batch_get(invoices)}
    return tuple(
        (emails[key].to_email(), heads[row.invoice_id])
        for key, row in zip(keys, rows, strict=True)
        if key in emails and row.invoice_id in heads
    )
