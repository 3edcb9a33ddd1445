"""What is written to an invoice's head after it was made, and on which conditions."""

from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from dunlin.adapters.codec import stamp, to_json
from dunlin.adapters.dynamodb.invoice_rows import InvoiceRow, due_key, owing
from dunlin.adapters.dynamodb.paging import shard_of
from dunlin.adapters.dynamodb.squeezing import squeeze
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.invoice import Invoice


def changing(after: Invoice, *, version: int) -> list[Action]:
    """The update of everything that people change. What sending writes (light, PDF, first sent) is not touched."""
    row = InvoiceRow
    return [
        row.status.set(after.status.value),
        row.version.set(version),
        row.currency.set(after.currency),
        row.issue_date.set(after.issue_date.isoformat()),
        row.due_date.set(after.due_date.isoformat()),
        row.due_key.set(due_key(after)),
        row.owing.set(who) if (who := owing(after)) else row.owing.remove(),
        row.payable.set(after.payable),
        row.updated_at.set(stamp(after.updated_at)),
        *([row.payments.set(to_json(after.payments))] if after.payments else []),
        *([row.charges.set(to_json(after.charges))] if after.charges else []),
    ]


def as_seen(before: Invoice) -> Any:
    """The condition that nobody has changed the invoice, or decided about its dunning, since it was read so.

    Settling the first e-mail opens an invoice without a new version: the status is part of what was seen.
    """
    same = (InvoiceRow.version == before.version) & (InvoiceRow.status == before.status.value)
    return same & generation_is(before.dunning.generation if before.dunning else 0)


def dunning_of(after: Dunning, invoice_id: str, *, shards: int) -> list[Action]:
    """The update of the dunning, and of the indexes that find it."""
    row, shard = InvoiceRow, shard_of(invoice_id, shards)
    since = stamp(after.asks_since) if after.asks_since else ""
    texts = (
        (row.turn_shard, shard if after.next_at else ""),
        (row.turn_at, stamp(after.next_at) if after.next_at else ""),
        (row.attention_shard, shard if since else ""),
        (row.attention_key, f"{since}#{invoice_id}" if since else ""),
    )
    return [
        row.dunning.set(squeeze(after)),
        row.generation.set(after.generation),
        *(attribute.set(text) if text else attribute.remove() for attribute, text in texts),
    ]


def turning(invoice_id: str, at: datetime, *, shards: int) -> list[Action]:
    """The update that has the invoice's dunning looked at by then."""
    return [InvoiceRow.turn_shard.set(shard_of(invoice_id, shards)), InvoiceRow.turn_at.set(stamp(at))]


def generation_is(seen: int) -> Any:
    """The condition that the dunning is as it was seen; 0: there was none."""
    return (InvoiceRow.generation == seen) if seen else InvoiceRow.generation.does_not_exist()
