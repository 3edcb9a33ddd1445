"""Ports of papers beside the invoice: receipts and statements, and the logos in their heads.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Callable
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
