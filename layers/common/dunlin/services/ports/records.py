"""Ports of records: sellers, customers, invoices, templates and the timeline.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dunlin.domain.customer import Customer
from dunlin.domain.delivery import Colour
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.remittance import Remittance
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template
from dunlin.domain.timeline import Entry

type NewId = Callable[[str], str]
"""Mints an id that was never minted before, from its prefix."""


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some of a list, and where the next page begins (None: there is none)."""

    items: tuple[T, ...]
    next: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InvoiceQuery:
    """Which invoices to list, by due date. `text` is looked for in number and customer name; `overdue_on` is the day
    on which they are owed and past due. Amounts are what the invoice asks for, in minor units of its own currency.
    """

    customer_id: str = ""
    statuses: tuple[Status, ...] = ()
    lights: tuple[Colour, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    overdue_on: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    currency: str = ""


class Sellers(Protocol):
    """Seller records."""

    def get(self, seller_id: str) -> Seller:
        """Raises NotFound."""
        ...

    def put(self, seller: Seller) -> Seller:
        """Write version+1 if the stored one is still `seller.version` (0: none yet). Raises StaleVersion.

        Leaves `payments_known_at` alone: that comes by itself.
        """
        ...

    def payments_known(self, seller_id: str, *, at: datetime) -> None:
        """Payments that came in up to now are booked: a bank import, or a payment provider, told them at that instant.

        No new version. An earlier instant changes nothing, and neither does a seller that there is not.
        """
        ...

    def list(self) -> tuple[Seller, ...]:
        """All of them: an organisation has few."""
        ...


class Customers(Protocol):
    """Customer records."""

    def get(self, customer_id: str) -> Customer:
        """Raises NotFound."""
        ...

    def put(self, customer: Customer) -> Customer:
        """Write version+1 if the stored one is still `customer.version` (0: none yet). Raises StaleVersion.

        Leaves `undeliverable` alone: marks come and go by themselves. Whoever has it on file by then is found `at` its
        addresses.
        """
        ...

    def at(self, address: str) -> tuple[str, ...]:
        """The ids of the customers that were saved with this address, in any spelling; some may have it no longer.

        Those that were last saved before there was this list are not among them.
        """
        ...

    def clear_undeliverable(self, customer_id: str, address: str) -> Customer:
        """Take the mark off an address. Raises NotFound."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Customer]:
        """By name."""
        ...


class Identifiers(Protocol):
    """Business keys that belong to one record only, such as a tax id."""

    def owner(self, *identifiers: str) -> str | None:
        """The record that the first known of these belongs to."""
        ...

    def claim(self, identifiers: Sequence[str], *, owner: str) -> str:
        """Give those that are free to `owner`; the answer is who owns the first of them now."""
        ...


class Invoices(Protocol):
    """Invoices: the state in one place, the document in another, read together or apart."""

    def add(self, invoice: Invoice, document: InvoiceDocument, *, entry: Entry) -> None:
        """Store a new invoice. Raises AlreadyExists when the seller has that number, TooLarge for too many lines."""
        ...

    def get(self, invoice_id: str) -> Invoice:
        """Raises NotFound."""
        ...

    def get_with_document(self, invoice_id: str) -> tuple[Invoice, InvoiceDocument]:
        """Raises NotFound."""
        ...

    def change(
        self,
        before: Invoice,
        after: Invoice,
        *,
        entry: Entry,
        document: InvoiceDocument | None = None,
        money: Remittance | None = None,
    ) -> Invoice:
        """Write what differs and version+1, if nobody else changed it since `before`. Raises StaleVersion.

        With `money`, all or nothing: that is written too, as `Remittances` would. Raises AlreadyExists for money that
        is stored though its version is 0, StaleVersion for money that somebody else has changed.
        """
        ...

    def named(self, seller_id: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the seller's invoices that a payment may mean by these keys (`domain.payment_keys`), by key.

        Of a key that a great many invoices share, not all need be among them. One call for a hundred keys.
        """
        ...

    def note_keys(self, invoice_id: str) -> None:
        """Payments find it from now on by the keys of its document. May be repeated. Raises NotFound."""
        ...

    def find(self, invoice_ids: Sequence[str]) -> dict[str, Invoice]:
        """Those of these that there are, by id; one call for a hundred."""
        ...

    def list(self, query: InvoiceQuery, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """By due date, as a list shows them: perhaps without their dunning and what sending left behind but the light.
        A page may be short of `limit` though there is a next one.
        """
        ...


class Timeline(Protocol):
    """The audit trail. Entries of a change are written with the change; only mere notes are added here."""

    def add(self, entry: Entry) -> None:
        """Note something that changes nothing. The same entry again is the same entry."""
        ...

    def list(self, invoice_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[Entry]:
        """Oldest first."""
        ...

    def latest(
        self, invoice_id: str, *, about: tuple[str, ...], limit: int, after: dict[str, str] | None = None
    ) -> Page[Entry]:
        """Newest first, those whose type begins with one of these words and a dot."""
        ...


class Templates(Protocol):
    """Templates: those that users made, in versions that never change, and the shipped ones, which stay as they are."""

    def get(self, template_id: str, /, version: int | None = None) -> Template:
        """That version, or the newest. Raises NotFound."""
        ...

    def put(self, template: Template, /) -> Template:
        """Write version+1, if the newest stored is still `template.version` (0: none yet). Raises StaleVersion."""
        ...

    def versions(self, template_id: str, /) -> tuple[Template, ...]:
        """Newest first. Raises NotFound."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Template]:
        """The newest version of each that users made, by name; those that are archived too."""
        ...


type TemplateChecker = Callable[[Template], None]
"""Raises InvalidInput with everything that is wrong with a template's texts."""
