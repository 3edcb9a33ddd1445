"""Dunning in DynamoDB: where each invoice stands is kept on its head, so that one condition sees all of it."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import stamp, to_json
from dunlin.adapters.dynamodb import lights
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.errors import ours, refused
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.dynamodb.invoice_updates import as_seen, dunning_of, generation_is, turning
from dunlin.adapters.dynamodb.message_rows import MessageRow, email_row, message_row
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.paging import merged, page
from dunlin.adapters.dynamodb.send_context import read_context
from dunlin.adapters.dynamodb.timeline import entry_row
from dunlin.domain.errors import AlreadyExists, ClaimLost, StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import INTERNAL
from dunlin.domain.timeline import Entry
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import SendContext, TurnDue


class DynamoDunnings:
    """Port `Dunnings`."""

    def __init__(self, *, shards: int) -> None:
        self._shards = shards

    def context(self, turn: TurnDue) -> SendContext:
        """See the port."""
        return read_context(turn)

    def turn(self, turned: Turned, *, raise_version: bool = False) -> Invoice:
        """See the port."""
        before, after = turned.before, turned.after
        version = before.version + raise_version
        try:
            with TransactWrite(connection=connection()) as transaction:
                if turned.message:
                    transaction.save(message_row(turned.message), condition=MessageRow.message_id.does_not_exist())
                for email in turned.emails:
                    transaction.save(email_row(email, shards=self._shards))
                for entry in turned.entries:
                    transaction.save(entry_row(entry))
                transaction.update(
                    InvoiceRow(before.invoice_id, HEAD), self._actions(turned, version), condition=as_seen(before)
                )
                if promised := _judged(turned):
                    transaction.update(CustomerRow(before.customer_id), promised)
        except TransactWriteError as failure:
            raise _lost(turned, failure) from failure
        except PynamoDBException as failure:
            raise Unavailable("the database did not answer") from failure
        return replace(after, version=version)

    def due(self, *, now: datetime, limit: int) -> tuple[TurnDue, ...]:
        """See the port."""
        shards = (
            InvoiceRow.by_turn.query(str(shard), InvoiceRow.turn_at <= stamp(now), limit=limit)
            for shard in range(self._shards)
        )
        rows = islice(merged(shards, key=lambda row: row.turn_at), limit)
        return tuple(TurnDue(row.invoice_id, row.customer_id, row.seller_id, int(row.generation or 0)) for row in rows)

    def snooze(self, turn: TurnDue, *, now: datetime, until: datetime) -> bool:
        """See the port."""
        still: Any = (InvoiceRow.turn_at <= stamp(now)) & generation_is(turn.generation)
        try:
            with ours(ClaimLost(turn.invoice_id)):
                InvoiceRow(turn.invoice_id, HEAD).update([InvoiceRow.turn_at.set(stamp(until))], still)
        except ClaimLost:
            return False
        return True

    def repair(self, invoice: Invoice, *, at: datetime, entry: Entry) -> bool:
        """See the port."""
        nobody = as_seen(invoice) & InvoiceRow.turn_at.does_not_exist()
        try:
            with ours(ClaimLost(invoice.invoice_id)), TransactWrite(connection=connection()) as transaction:
                transaction.save(entry_row(entry))
                again = turning(invoice.invoice_id, at, shards=self._shards)
                transaction.update(InvoiceRow(invoice.invoice_id, HEAD), again, nobody)
        except ClaimLost:
            return False
        return True

    def upcoming(self, *, until: datetime, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """See the port. What the index tells may be past already: the invoices are read as they are."""
        last = after["after"] if after else ""
        since: Any = InvoiceRow.turn_at.between(last.partition("|")[0] or "0", stamp(until))
        shards = (InvoiceRow.by_turn.query(str(shard), since, page_size=limit + 1) for shard in range(self._shards))
        rows = (row for row in merged(shards, key=_turn_position) if _turn_position(row) > last)
        return _read(page(rows, limit=limit, key=_turn_position, wanted=lambda _: True, convert=_id))

    def attention(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """See the port."""
        beyond: Any = InvoiceRow.attention_key > after["after"] if after else None
        shards = (
            InvoiceRow.by_attention.query(str(shard), beyond, page_size=limit + 1) for shard in range(self._shards)
        )
        rows = merged(shards, key=lambda row: row.attention_key)
        return _read(page(rows, limit=limit, key=lambda row: row.attention_key, wanted=lambda _: True, convert=_id))

    def _actions(self, turned: Turned, version: int) -> list[Action]:
        before, after = turned.before, turned.after
        if after.dunning is None:
            raise ValueError("a turn leaves a dunning behind")
        row = InvoiceRow
        return [
            *dunning_of(after.dunning, before.invoice_id, shards=self._shards),
            *([row.unsent.remove()] if before.unsent else []),
            *([row.version.set(version)] if version != before.version else []),
            *([row.charges.set(to_json(after.charges))] if after.charges != before.charges else []),
            *_light(turned),
        ]


def _light(turned: Turned) -> list[Action]:
    """A reminder takes over the invoice's light; what the company tells itself does not."""
    message = turned.message
    if message is None or message.kind in INTERNAL:
        return []
    return lights.beginning(message.message_id, turned.emails)


def _judged(turned: Turned) -> list[Action]:
    return [
        *([CustomerRow.promises_kept.add(1)] if turned.kept else []),
        *([CustomerRow.promises_broken.add(1)] if turned.broken else []),
    ]


def _lost(turned: Turned, failure: TransactWriteError) -> Exception:
    which = refused(failure)
    if which is None:
        return Unavailable("the database did not take the change")
    if turned.message and which[0]:
        return AlreadyExists("this reminder is planned already", existing_id=turned.message.message_id)
    return StaleVersion(f"invoice {turned.before.number} or its dunning changed meanwhile: read it again")


def _turn_position(row: Any) -> str:
    return f"{row.turn_at}|{row.invoice_id}"


def _id(row: Any) -> tuple[str, str]:
    return row.invoice_id, HEAD


def _read(keys: Page[tuple[str, str]]) -> Page[Invoice]:
    # DynamoDB answers a batch in any order.
    found = {row.invoice_id: row for row in InvoiceRow.batch_get(list(keys.items), consistent_read=True)}
    return Page(tuple(found[key].to_invoice() for key, _ in keys.items if key in found), keys.next)
