"""Batches in memory: strict fakes that keep the ports' promises, and tell how much was ever held at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter

from dunlin.domain.batch import Batch, BatchItem, ItemState, Progress
from dunlin.domain.delivery import Bucket, Delivery
from dunlin.domain.email import Email, buckets
from dunlin.domain.engagement import Event
from dunlin.domain.errors import AlreadyExists, ClaimLost, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message
from dunlin.domain.timeline import Entry
from dunlin.services.ports.batches import BatchAction
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import Change, Parties, Recorded, SendContext
from tests.fakes import FakeCustomers, FakeInvoices, FakeSellers

MOST_AT_ONCE = 100


@dataclass
class FakeBatches:
    """Port `Batches`. `meanwhile` is what somebody else does just before an item is changed."""

    batches: dict[str, Batch] = field(default_factory=dict)
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stored: dict[tuple[str, str], BatchItem] = field(default_factory=dict)
    item_counts: Counter[tuple[str, ItemState]] = field(default_factory=Counter)
    email_counts: Counter[tuple[str, Bucket]] = field(default_factory=Counter)
    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    changes: list[tuple[str, ItemState]] = field(default_factory=list)

    def add(self, batch: Batch, invoice_ids: Sequence[str]) -> None:
        if batch.batch_id in self.batches:
            raise AlreadyExists("known", existing_id=batch.batch_id)
        self.batches[batch.batch_id], self.ids[batch.batch_id] = batch, tuple(invoice_ids)

    def get(self, batch_id: str) -> tuple[Batch, Progress]:
        items = {state: n for (of, state), n in self.item_counts.items() if of == batch_id and n}
        emails = {bucket: n for (of, bucket), n in self.email_counts.items() if of == batch_id and n}
        return self.head(batch_id), Progress(items, emails)

    def head(self, batch_id: str) -> Batch:
        if batch_id not in self.batches:
            raise NotFound(f"there is no batch {batch_id}")
        return self.batches[batch_id]

    def change(self, before: Batch, after: Batch) -> None:
        now = self.head(before.batch_id)
        if (now.state, now.run) != (before.state, before.run):
            raise StaleVersion("the batch changed")
        self.batches[before.batch_id] = replace(now, state=after.state, run=after.run, run_key=after.run_key)

    def mark_listed(self, batch_id: str) -> None:
        self.batches[batch_id] = replace(self.head(batch_id), listed=True)

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Batch]:
        keyed = sorted(
            [(f"{each.created_at.isoformat()}#{each.batch_id}", each) for each in self.batches.values()],
            key=itemgetter(0),
        )
        rest = [(key, each) for key, each in reversed(keyed) if not after or key < after["after"]]
        found = tuple(each for _, each in rest[:limit])
        return Page(found, {"after": rest[limit - 1][0]} if len(rest) > limit else None)

    def named(self, batch_id: str) -> Iterator[str]:
        yield from self.ids[batch_id]

    def add_items(self, items: Sequence[BatchItem]) -> None:
        assert 0 < len(items) <= MOST_AT_ONCE, "more than is held at a time"
        assert len({item.batch_id for item in items}) == 1
        for item in items:
            if (item.batch_id, item.invoice_id) not in self.stored:
                self.stored[item.batch_id, item.invoice_id] = item
                self.item_counts[item.batch_id, item.state] += 1

    def items(self, batch_id: str, invoice_ids: Sequence[str]) -> tuple[BatchItem, ...]:
        assert len(invoice_ids) <= MOST_AT_ONCE, "more than is held at a time"
        return tuple(self.stored[batch_id, each] for each in invoice_ids if (batch_id, each) in self.stored)

    def change_item(self, before: BatchItem, after: BatchItem) -> BatchItem:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        now = self.stored[before.batch_id, before.invoice_id]
        if now.revision != before.revision:
            raise StaleVersion("the item changed")
        assert now.state is before.state
        assert now.emails == before.emails
        written = replace(after, revision=before.revision + 1)
        self.stored[before.batch_id, before.invoice_id] = written
        self.item_counts[before.batch_id, before.state] -= 1
        self.item_counts[before.batch_id, written.state] += 1
        for bucket in Bucket:
            more = written.emails.get(bucket, 0) - before.emails.get(bucket, 0)
            self.email_counts[before.batch_id, bucket] += more
        self.changes.append((before.invoice_id, written.state))
        return written

    def list_items(self, batch_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[BatchItem]:
        assert limit > 0
        own = sorted(each for of, each in self.stored if of == batch_id and (not after or each > after["after"]))
        page = tuple(self.stored[batch_id, each] for each in own[:limit])
        return Page(page, {"after": own[limit - 1]} if len(own) > limit else None)


@dataclass
class FakePlans:
    """Port `BatchPlans`. `largest` is the most ids that were ever in one batch."""

    written: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    largest: int = 0

    def write(self, batch_id: str, name: str, batches: Iterable[Sequence[str]]) -> tuple[str, str]:
        key = f"batches/{batch_id}/{name}.json"
        self.written[key] = []
        for each in batches:
            self.largest = max(self.largest, len(each))
            self.written[key].append(tuple(each))
        return "bucket", key


@dataclass
class FakeRuns:
    """Port `BatchRuns`: remembers what was started, and does nothing."""

    started: list[tuple[str, int, BatchAction]] = field(default_factory=list)
    ended: bool = False
    refuse: list[Exception] = field(default_factory=list)

    def start(self, batch_id: str, *, run: int, action: BatchAction) -> None:
        if self.refuse:
            raise self.refuse.pop()
        if (batch_id, run, action) not in self.started:
            self.started.append((batch_id, run, action))

    def at_work(self, batch_id: str, *, run: int, action: BatchAction) -> bool:
        return (batch_id, run, action) in self.started and not self.ended


@dataclass
class FakeManyMessages:
    """The part of port `Messages` that sending many invoices needs, over many invoices' records."""

    invoices: FakeInvoices
    customers: FakeCustomers
    sellers: FakeSellers
    messages: dict[str, Message] = field(default_factory=dict)
    emails: dict[str, Email] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def plan(self, message: Message, emails: tuple[Email, ...], *, invoice: Invoice, entry: Entry) -> None:
        if message.message_id in self.messages:
            raise AlreadyExists("planned", existing_id=message.message_id)
        now = self.invoices.get(message.invoice_id)
        if now != invoice:
            raise StaleVersion("changed")
        self.messages[message.message_id] = message
        self.emails |= {email.email_id: email for email in emails}
        self.entries.append(entry)
        counts = Counter(bucket for email in emails for bucket in buckets(email))
        self.invoices.stored[now.invoice_id] = replace(now, delivery=Delivery(message.message_id, dict(counts)))

    def get(self, message_id: str) -> tuple[Message, tuple[Email, ...]]:
        if message_id not in self.messages:
            raise NotFound(message_id)
        return self.messages[message_id], tuple(e for e in self.emails.values() if e.message_id == message_id)

    def context(self, message: Message) -> SendContext:
        invoice, document = self.invoices.get_with_document(message.invoice_id)
        customer, seller = self.customers.get(message.customer_id), self.sellers.get(message.seller_id)
        return SendContext(invoice, document, customer, seller)

    def parties(self, invoice_id: str) -> Parties:
        invoice = self.invoices.get(invoice_id)
        return Parties(invoice, self.customers.get(invoice.customer_id), self.sellers.get(invoice.seller_id))

    def of_invoice(self, invoice_id: str) -> tuple[Email, ...]:
        return tuple(reversed([e for e in self.emails.values() if e.invoice_id == invoice_id]))

    def reschedule(self, emails: tuple[Email, ...], *, not_before: datetime, wake_at: datetime, entry: Entry) -> None:
        raise NotImplementedError

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        raise NotImplementedError

    def needing_review(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        raise NotImplementedError

    def claim(self, claimed: Change, *, context: SendContext) -> None:
        self.change(claimed)

    def change(self, step: Change) -> None:
        stored = self.emails[step.before.email_id]
        if (stored.status, stored.owner) != (step.before.status, step.before.owner):
            raise ClaimLost(f"{stored.email_id} is no longer {step.before.status}")
        self.emails[stored.email_id] = step.after
        if step.entry:
            self.entries.append(step.entry)

    def add_email(self, email: Email, *, superseding: Change) -> None:
        raise NotImplementedError

    def record(self, event: Event, *, delivered_before: datetime | None) -> tuple[Recorded, Email | None]:
        raise NotImplementedError

    def due(self, *, now: datetime, limit: int) -> tuple[Email, ...]:
        raise NotImplementedError

    def snooze(self, email: Email, *, now: datetime, until: datetime) -> bool:
        raise NotImplementedError
