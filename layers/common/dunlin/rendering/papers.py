"""Receipts and statements, behind the port `Papers`."""

from collections.abc import Callable

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Payment
from dunlin.domain.seller import Seller
from dunlin.domain.statement import Statement
from dunlin.rendering.locales import choose
from dunlin.rendering.receipt import render_receipt
from dunlin.rendering.statement import render_statement


class DrawnPapers:
    """Port `Papers`. `logo` finds the picture of a seller's."""

    def __init__(self, logo: Callable[[Seller], bytes]) -> None:
        self._logo = logo

    def receipt(
        self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer, payment: Payment
    ) -> bytes:
        """See the port."""
        locale = choose(customer.locale, seller.locale)
        return render_receipt(invoice, document, seller, payment, locale=locale, logo=self._logo(seller))

    def statement(self, statement: Statement, seller: Seller, customer: Customer) -> bytes:
        """See the port."""
        locale = choose(customer.locale, seller.locale)
        return render_statement(statement, seller, customer, locale=locale, logo=self._logo(seller))
