"""One invoice of a customer who pays online, in memory: what the tests of payments act upon."""

from dataclasses import replace
from typing import Any

from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from dunlin.domain.remittance import Remittance
from dunlin.domain.timeline import Entry
from dunlin.services.apply_event import apply_event
from dunlin.services.start_payment import start_payment
from dunlin.services.till import PAYMENTS, Till
from tests.dunning_world import Dunned
from tests.fakes import FakeCustomers, FakeInvoices, FakeRemittances, FakeSellers, FakeTimeline
from tests.fakes_payments import FakeAttempts
from tests.fakes_sending import FakeMessages

BACK = "https://pay.seller.example/p/token"
METHODS = (MethodSettings(Method.CARD), MethodSettings(Method.SEPA_DEBIT))


class InvoiceOf(FakeInvoices):
    """Port `Invoices`, over the one invoice of a FakeMessages."""

    def __init__(self, store: FakeMessages, money: FakeRemittances) -> None:
        super().__init__(money=money)
        self._store = store

    def get(self, invoice_id: str) -> Invoice:
        if invoice_id != self._store.invoice.invoice_id:
            raise NotFound(invoice_id)
        return self._store.invoice

    def change(
        self,
        before: Invoice,
        after: Invoice,
        *,
        entry: Entry,
        document: InvoiceDocument | None = None,
        money: Remittance | None = None,
    ) -> Invoice:
        now = self._store.invoice
        if (now.version, now.status) != (before.version, before.status):
            raise StaleVersion(f"{now.number} is no longer at version {before.version}")
        if money:
            self.money.write(money)
        self._store.invoice = replace(after, version=before.version + 1, delivery=now.delivery)
        self._store.entries.append(entry)
        return self._store.invoice


class CustomerOf(FakeCustomers):
    """Port `Customers`, over the one customer of a FakeMessages."""

    def __init__(self, store: FakeMessages) -> None:
        super().__init__({store.customer.customer_id: store.customer})
        self._store = store

    def put(self, customer: Customer) -> Customer:
        self._store.customer = super().put(customer)
        return self._store.customer


class Paying(Dunned):
    """€151.25 are owed, by card or debit."""

    def __init__(self, *methods: MethodSettings, **invoice: Any) -> None:
        super().__init__(**invoice)
        portal = PortalSettings(pay_online=True, methods=methods or METHODS)
        self.store.seller = replace(self.store.seller, portal=portal)
        self.provider = PlayPayments(secret="played", clock=lambda: self.now)
        self.sellers = FakeSellers({self.store.seller.seller_id: self.store.seller})
        self.attempts, self.money, self.notes = FakeAttempts(), FakeRemittances(), FakeTimeline()

    @property
    def till(self) -> Till:
        invoices = InvoiceOf(self.store, self.money)
        desk, customers = self.desk(PAYMENTS), CustomerOf(self.store)
        return Till(desk, self.provider, self.attempts, invoices, self.money, self.sellers, self.notes, customers)

    @property
    def invoice(self) -> Invoice:
        return self.store.invoice

    def start(self, method: Method = Method.CARD, *, back: str = BACK) -> Attempt:
        return start_payment(self.invoice.invoice_id, method, return_url=back, till=self.till)

    def happens(self, attempt: Attempt, kind: EventKind, *, payment: int = 1) -> ProviderEvent:
        return self.provider.event(attempt, kind, payment=payment, reason="code" if kind is EventKind.FAILED else "")

    def tell_of(self, attempt: Attempt, *kinds: EventKind, payment: int = 1) -> list[str]:
        return [apply_event(self.happens(attempt, kind, payment=payment), till=self.till) for kind in kinds]

    def now_is(self, attempt: Attempt) -> Attempt:
        return self.attempts.get(attempt.invoice_id, attempt.attempt_id)

    @property
    def receipts(self) -> list[str]:
        return [each.instructions.payment_id for each in self.store.messages.values() if each.kind is RECEIPT]


RECEIPT = MessageKind.RECEIPT
