"""Ports of papers beside the invoice: receipts, statements and lists, and the logos in their heads.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Payment
from dunlin.domain.logo import Picture
from dunlin.domain.seller import Seller
from dunlin.domain.statement import Statement


class Papers(Protocol):
    """Drawing them, in the customer's language; the same bytes for the same input."""

    def receipt(
        self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer, payment: Payment
    ) -> bytes:
        """The receipt of a payment that the invoice took."""
        ...

    def statement(self, statement: Statement, seller: Seller, customer: Customer) -> bytes:
        """The statement of an account."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of a customer's invoices, each with its place in their order, and whether there are more."""

    items: tuple[tuple[str, Invoice], ...]
    more: bool


class Accounts(Protocol):
    """A customer's invoices as lists show them, without dunning and light. Each is asked for with one query."""

    def owed(self, customer_id: str, *, most: int) -> Stretch:
        """What is owed, the first due first."""
        ...

    def latest(self, customer_id: str, *, most: int, before: str = "") -> Stretch:
        """All of them whatever their status, the last due first; those before a place."""
        ...


class Logos(Protocol):
    """Logos by their hashes."""

    def put(self, sha256: str, png: bytes) -> None:
        """Store one. May be repeated."""
        ...

    def get(self, sha256: str) -> bytes:
        """Raises NotFound."""
        ...


type LogoReader = Callable[[bytes], Picture]
"""Makes a picture anew from what somebody sent. Raises InvalidInput for what is no logo."""
