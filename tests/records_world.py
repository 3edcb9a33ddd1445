"""Sellers, customers and invoices in memory: what the tests of the records' services act upon."""

from dataclasses import dataclass, field
from typing import Any

from dunlin.domain.customer import Customer
from dunlin.domain.invoice import Invoice
from dunlin.domain.seller import Seller
from tests.builders import CLERK, NOW, a_customer, a_document, a_seller, an_entry, an_invoice
from tests.fakes import FakeCustomers, FakeIdentifiers, FakeInvoices, FakeRemittances, FakeSellers, NewIds
from tests.fakes_sending import FakeOutbox


@dataclass
class Records:
    """Empty at first; the `with_…` methods put something in and answer with it."""

    sellers: FakeSellers = field(default_factory=FakeSellers)
    customers: FakeCustomers = field(default_factory=FakeCustomers)
    known: FakeIdentifiers = field(default_factory=FakeIdentifiers)
    invoices: FakeInvoices = field(default_factory=FakeInvoices)
    new_id: NewIds = field(default_factory=NewIds)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)

    @property
    def money(self) -> FakeRemittances:
        """What came in, told in the invoices' timeline."""
        self.invoices.money.timeline = self.invoices.timeline
        return self.invoices.money

    @property
    def acting(self) -> dict[str, Any]:
        """Who does it, when, and how new ids come about."""
        return {"actor": CLERK, "now": NOW, "new_id": self.new_id}

    @property
    def told(self) -> tuple[str, ...]:
        """The timeline's types, without the entry that put the invoice in."""
        return tuple(type_ for type_ in self.invoices.timeline.told if type_ != "test.happened")

    def with_seller(self, **changes: Any) -> Seller:
        return self.sellers.put(a_seller(version=0, **changes))

    def with_customer(self, **changes: Any) -> Customer:
        marks = changes.pop("undeliverable", ())
        customer = self.customers.put(a_customer(version=0, **changes))
        for mark in marks:
            self.customers.mark(customer.customer_id, mark)
        return self.customers.get(customer.customer_id)

    def with_invoice(self, **changes: Any) -> Invoice:
        invoice = an_invoice(**changes)
        self.invoices.add(invoice, a_document(), entry=an_entry(invoice))
        return invoice
