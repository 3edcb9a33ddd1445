"""The records' ports in memory: strict, so that what passes here also passes the real tables.

A test looks into `stored`, `documents` and `entries`; `meanwhile` of FakeInvoices is what somebody else does between
a read and the write that follows it.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from dunlin.domain.customer import Customer, UndeliverableAddress, addresses_of, normalise
from dunlin.domain.delivery import light
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import AlreadyExists, Conflict, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.payment_keys import keys_of
from dunlin.domain.remittance import Remittance
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import InvoiceQuery, Page

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass
class NewIds:
    """Ids in the order in which they are asked for: `sel_0001`, `cus_0002`."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, prefix: str) -> str:
        return f"{prefix}_{next(self.numbers):04}"


@dataclass
class FakeSellers:
    """Port `Sellers`."""

    stored: dict[str, Seller] = field(default_factory=dict)

    def get(self, seller_id: str) -> Seller:
        if seller_id not in self.stored:
            raise NotFound(f"there is no seller {seller_id}")
        return self.stored[seller_id]

    def put(self, seller: Seller) -> Seller:
        _expect(self.stored.get(_checked(seller.seller_id)), seller.version)
        before = self.stored.get(seller.seller_id)
        known = before.payments_known_at if before else None
        self.stored[seller.seller_id] = replace(seller, version=seller.version + 1, payments_known_at=known)
        return self.stored[seller.seller_id]

    def payments_known(self, seller_id: str, *, at: datetime) -> None:
        seller = self.stored.get(seller_id)
        if seller and not (seller.payments_known_at and seller.payments_known_at >= at):
            self.stored[seller_id] = replace(seller, payments_known_at=at)

    def list(self) -> tuple[Seller, ...]:
        return tuple(self.stored[seller_id] for seller_id in sorted(self.stored))


@dataclass
class FakeCustomers:
    """Port `Customers`. `mark` is what the sending side does when an address turns out dead."""

    stored: dict[str, Customer] = field(default_factory=dict)
    noted: dict[str, set[str]] = field(default_factory=dict)

    def at(self, address: str) -> tuple[str, ...]:
        return tuple(sorted(self.noted.get(normalise(address), ())))

    def get(self, customer_id: str) -> Customer:
        if customer_id not in self.stored:
            raise NotFound(f"there is no customer {customer_id}")
        return self.stored[customer_id]

    def put(self, customer: Customer) -> Customer:
        before = self.stored.get(_checked(customer.customer_id))
        for address in addresses_of(customer):
            self.noted.setdefault(address, set()).add(customer.customer_id)
        _expect(before, customer.version)
        marks = before.undeliverable if before else ()
        self.stored[customer.customer_id] = replace(customer, version=customer.version + 1, undeliverable=marks)
        return self.stored[customer.customer_id]

    def clear_undeliverable(self, customer_id: str, address: str) -> Customer:
        customer, dead = self.get(customer_id), normalise(address)
        left = tuple(mark for mark in customer.undeliverable if mark.address != dead)
        self.stored[customer_id] = replace(customer, undeliverable=left)
        return self.stored[customer_id]

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Customer]:
        return _page(self.stored.values(), lambda one: f"{one.party.name.casefold()}#{one.customer_id}", limit, after)

    def mark(self, customer_id: str, mark: UndeliverableAddress) -> None:
        assert mark.address == normalise(mark.address), "marks are kept in one spelling"
        customer = self.get(customer_id)
        if not customer.dead(mark.address):
            self.stored[customer_id] = replace(customer, undeliverable=(*customer.undeliverable, mark))


@dataclass
class FakeTemplates:
    """Port `Templates`."""

    shipped: dict[str, Template] = field(default_factory=dict)
    stored: dict[str, list[Template]] = field(default_factory=dict)

    def get(self, template_id: str, version: int | None = None) -> Template:
        found = [each for each in self.versions(template_id) if version in {None, each.version}]
        if not found:
            raise NotFound(f"there is no version {version} of template {template_id}")
        return found[0]

    def put(self, template: Template) -> Template:
        if template.template_id in self.shipped:
            raise Conflict("shipped", code="read_only")
        known = self.stored.setdefault(_checked(template.template_id), [])
        if template.version != (known[0].version if known else 0):
            raise StaleVersion(f"template {template.template_id} is no longer at version {template.version}")
        known.insert(0, replace(template, version=template.version + 1))
        return known[0]

    def versions(self, template_id: str) -> tuple[Template, ...]:
        if template_id in self.shipped:
            return (self.shipped[template_id],)
        if not self.stored.get(template_id):
            raise NotFound(f"there is no template {template_id}")
        return tuple(self.stored[template_id])

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Template]:
        newest = (versions[0] for versions in self.stored.values())
        return _page(newest, lambda one: f"{one.name.casefold()}#{one.template_id}", limit, after)


@dataclass
class FakeIdentifiers:
    """Port `Identifiers`."""

    owners: dict[str, str] = field(default_factory=dict)

    def owner(self, *identifiers: str) -> str | None:
        assert all(0 < len(each.encode()) <= 2048 for each in identifiers), "no key of DynamoDB"
        return next((self.owners[each] for each in identifiers if each in self.owners), None)

    def claim(self, identifiers: Sequence[str], *, owner: str) -> str:
        assert identifiers, "nothing to claim"
        for each in identifiers:
            self.owners.setdefault(each, _checked(owner))
        return self.owners[identifiers[0]]


@dataclass
class FakeTimeline:
    """Port `Timeline`. `FakeInvoices` writes into the one it is given."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        same = [known for known in self.entries if (known.at, known.entry_id) == (entry.at, entry.entry_id)]
        if not same:
            self.entries.append(entry)

    def list(self, invoice_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[Entry]:
        of_it = (entry for entry in self.entries if entry.invoice_id == invoice_id)
        return _page(of_it, lambda each: f"{each.at.isoformat()}#{each.entry_id}", limit, after)

    def latest(
        self, invoice_id: str, *, about: tuple[str, ...], limit: int, after: dict[str, str] | None = None
    ) -> Page[Entry]:
        kept = [e for e in self.entries if e.invoice_id == invoice_id and e.type.partition(".")[0] in about]
        found = {f"{each.at.isoformat()}#{each.entry_id}": each for each in kept}
        keys = sorted((key for key in found if not after or key < after["after"]), reverse=True)
        following = {"after": keys[limit - 1]} if len(keys) > limit else None
        return Page(tuple(found[key] for key in keys[:limit]), following)

    @property
    def told(self) -> tuple[str, ...]:
        """The types of the entries, in the order they were written."""
        return tuple(entry.type for entry in self.entries)


@dataclass
class FakeRemittances:
    """Port `Remittances`. `FakeInvoices` writes into the one it is given, and tells into the same timeline."""

    stored: dict[str, Remittance] = field(default_factory=dict)
    timeline: FakeTimeline = field(default_factory=FakeTimeline)

    def add(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        assert not remittance.version, "it is stored already"
        written = self.write(remittance)
        if entry:
            self.timeline.add(entry)
        return written

    def get(self, payment_id: str) -> Remittance:
        if payment_id not in self.stored:
            raise NotFound(f"there is no payment {payment_id}")
        return self.stored[payment_id]

    def find(self, payment_ids: Sequence[str]) -> dict[str, Remittance]:
        return {each: self.stored[each] for each in payment_ids if each in self.stored}

    def change(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        assert remittance.version, "it is not stored yet"
        written = self.write(remittance)
        if entry:
            self.timeline.add(entry)
        return written

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Remittance]:
        found = {f"{each.recorded_at.isoformat()}#{each.payment_id}": each for each in self.stored.values()}
        keys = sorted((key for key, each in found.items() if each.waits), reverse=True)
        keys = [key for key in keys if not after or key < after["after"]]
        following = {"after": keys[limit - 1]} if len(keys) > limit else None
        return Page(tuple(found[key] for key in keys[:limit]), following)

    def write(self, remittance: Remittance) -> Remittance:
        payment_id = _checked(remittance.payment_id)
        before = self.stored.get(payment_id)
        if before and not remittance.version:
            raise AlreadyExists(f"payment {payment_id} is known", existing_id=payment_id)
        if (before.version if before else 0) != remittance.version:
            raise StaleVersion(f"payment {payment_id} is no longer at version {remittance.version}")
        self.stored[payment_id] = replace(remittance, version=remittance.version + 1)
        return self.stored[payment_id]


@dataclass
class FakeInvoices:
    """Port `Invoices`. Sending writes the light, the PDF and the first dispatch; `change` leaves them alone."""

    timeline: FakeTimeline = field(default_factory=FakeTimeline)
    stored: dict[str, Invoice] = field(default_factory=dict)
    documents: dict[str, InvoiceDocument] = field(default_factory=dict)
    meanwhile: deque[Callable[[], None]] = field(default_factory=deque)
    money: FakeRemittances = field(default_factory=FakeRemittances)

    def add(self, invoice: Invoice, document: InvoiceDocument, *, entry: Entry) -> None:
        if _checked(invoice.invoice_id) in self.stored:
            raise AlreadyExists(f"there is {invoice.number} already", existing_id=invoice.invoice_id)
        assert entry.invoice_id == invoice.invoice_id
        assert (invoice.payable, invoice.currency) == (document.totals.payable, document.currency)
        self.stored[invoice.invoice_id], self.documents[invoice.invoice_id] = invoice, document
        self.timeline.add(entry)

    def get(self, invoice_id: str) -> Invoice:
        if invoice_id not in self.stored:
            raise NotFound(f"there is no invoice {invoice_id}")
        return self.stored[invoice_id]

    def get_with_document(self, invoice_id: str) -> tuple[Invoice, InvoiceDocument]:
        return self.get(invoice_id), self.documents[invoice_id]

    def change(
        self,
        before: Invoice,
        after: Invoice,
        *,
        entry: Entry,
        document: InvoiceDocument | None = None,
        money: Remittance | None = None,
    ) -> Invoice:
        assert entry.invoice_id == before.invoice_id == after.invoice_id
        if self.meanwhile:
            self.meanwhile.popleft()()
        now = self.get(before.invoice_id)
        if (now.version, now.status) != (before.version, before.status):
            raise StaleVersion(f"{now.number} is no longer at version {before.version}")
        if money:
            self.money.write(money)
        written = replace(after, version=before.version + 1)
        self.stored[before.invoice_id] = replace(written, delivery=now.delivery, pdf=now.pdf, sent_at=now.sent_at)
        if document:
            self.documents[before.invoice_id] = document
        self.timeline.add(entry)
        return written

    def named(self, seller_id: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for invoice in self.stored.values():
            own = keys_of(invoice.number, self.documents[invoice.invoice_id])
            for key in set(own) & set(keys) if invoice.seller_id == seller_id else ():
                found[key] = (*found.get(key, ()), invoice.invoice_id)
        return found

    def note_keys(self, invoice_id: str) -> None:
        self.get(invoice_id)  # here, keys are never missing

    def find(self, invoice_ids: Sequence[str]) -> dict[str, Invoice]:
        return {each: self.stored[each] for each in invoice_ids if each in self.stored}

    def list(self, query: InvoiceQuery, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        found = (invoice for invoice in self.stored.values() if _wanted(invoice, query))
        return _page(found, lambda each: f"{each.due_date.isoformat()}#{each.invoice_id}", limit, after)


def _wanted(invoice: Invoice, query: InvoiceQuery) -> bool:
    text = f"{invoice.number} {invoice.customer_name}".casefold()
    return all(
        (
            not query.customer_id or invoice.customer_id == query.customer_id,
            not query.statuses or invoice.status in query.statuses,
            not query.lights or light(invoice.delivery).colour in query.lights,
            query.due_from is None or invoice.due_date >= query.due_from,
            query.due_to is None or invoice.due_date <= query.due_to,
            query.overdue_on is None or invoice.overdue(today=query.overdue_on),
            query.amount_from is None or invoice.payable >= query.amount_from,
            query.amount_to is None or invoice.payable <= query.amount_to,
            query.currency in {"", invoice.currency},
            query.text.casefold() in text,
        )
    )


def _page[T](items: Iterable[T], key: Callable[[T], str], limit: int, after: dict[str, str] | None) -> Page[T]:
    assert limit > 0, "an empty page leads nowhere"
    rest = sorted((each for each in items if not after or key(each) > after["after"]), key=key)
    return Page(tuple(rest[:limit]), {"after": key(rest[limit - 1])} if len(rest) > limit else None)


def _expect(before: Seller | Customer | None, version: int) -> None:
    if version != (before.version if before else 0):
        raise StaleVersion(f"no longer at version {version}: read it again")


def _checked(record_id: str) -> str:
    assert _ID.fullmatch(record_id), f"no id of ours: {record_id!r}"
    return record_id
