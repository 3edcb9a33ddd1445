"""Many invoices of many customers in memory, and a batch that sends them: what the tests of batches act upon."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Progress, Selection, Settings
from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice
from dunlin.services.cancel_batch import cancel_batch
from dunlin.services.cancel_batch_item import cancel_batch_item
from dunlin.services.plan_batch import plan_batch
from dunlin.services.plan_batch_items import Planning, plan_batch_items
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports.batches import BatchAction
from dunlin.services.retry_batch import retry_batch
from dunlin.services.settle_batch_item import settle_batch_item
from dunlin.services.shelf import Shelf
from dunlin.services.start_batch import start_batch
from dunlin.services.summarise_batch import summarise_batch
from tests.builders import CLERK, NOW, a_customer, a_document, a_seller, an_entry, an_invoice
from tests.fakes import FakeCustomers, FakeInvoices, FakeSellers, FakeTemplates, NewIds
from tests.fakes_batches import FakeBatches, FakeManyMessages, FakePlans, FakeRuns
from tests.fakes_sending import FakeDocuments, FakeOutbox, FakeSchedules


class BatchWorld:
    """Invoices `inv_…` of customers with one address each, unless a test says otherwise."""

    def __init__(self, count: int = 0) -> None:
        self.now = NOW
        self.new_id = NewIds()
        self.sellers, self.customers, self.invoices = FakeSellers(), FakeCustomers(), FakeInvoices()
        self.messages = FakeManyMessages(self.invoices, self.customers, self.sellers)
        self.batches, self.plans, self.runs, self.outbox = FakeBatches(), FakePlans(), FakeRuns(), FakeOutbox()
        self.schedules, self.documents = FakeSchedules(lambda: self.now), FakeDocuments()
        self.templates = FakeTemplates(shipped=wiring.shipped_templates())
        self.check: Callable[[str, SendRequest], object] = lambda _, __: None
        self.sellers.put(a_seller(version=0))
        self.ids = [self.with_invoice(number=f"2026-{number:05}").invoice_id for number in range(1, count + 1)]

    def with_invoice(self, *addresses: str, **changes: Any) -> Invoice:
        """An invoice of a customer of its own; `contactless` leaves nobody to write to."""
        number = changes.pop("number", f"X-{len(self.invoices.stored)}")
        contacts = tuple(
            Contact(f"con_{at}", "", address, "", (Role.BILLING,))
            for at, address in enumerate(addresses or (f"{number}@buyer.example",))
        )
        customer = a_customer(customer_id=f"cus_{number}", version=0, contacts=contacts)
        customer = self.customers.put(changes.pop("customer", lambda each: each)(customer))
        invoice = an_invoice(number=number, customer=customer, **changes)
        self.invoices.add(invoice, a_document(customer=customer), entry=an_entry(invoice))
        return invoice

    def start(
        self, ids: Sequence[str] | None = None, *, key: str = "key-1", selection: Selection | None = None, **how: Any
    ) -> Batch:
        named = () if selection else self.ids if ids is None else ids
        return start_batch(
            named,
            selection,
            Settings(**how),
            key=key,
            actor=CLERK,
            now=self.now,
            batches=self.batches,
            runs=self.runs,
            shelf=self.shelf,
        )

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.templates, self.sellers, self.documents)

    def planning(self, run: int) -> Planning:
        return Planning(
            run=run,
            now=self.now,
            new_id=self.new_id,
            batches=self.batches,
            invoices=self.invoices,
            customers=self.customers,
            sellers=self.sellers,
            messages=self.messages,
            outbox=self.outbox,
            schedules=self.schedules,
            shelf=self.shelf,
            check=self.check,
        )

    def cut(self, batch: Batch, action: BatchAction = BatchAction.SEND) -> list[tuple[str, ...]]:
        """The ready-made batches of a run."""
        _, key = plan_batch(
            batch.batch_id,
            run=batch.run,
            action=action,
            batches=self.batches,
            plans=self.plans,
            invoices=self.invoices,
        )
        return self.plans.written[key]

    def plan(self, batch: Batch, ids: Sequence[str]) -> Counter[str]:
        return plan_batch_items(batch.batch_id, ids, self.planning(batch.run))

    def run(self, batch: Batch) -> None:
        """As the state machine does it."""
        for ids in self.cut(batch):
            self.plan(batch, ids)
        self.summarise(batch, BatchAction.SEND)

    def summarise(self, batch: Batch, action: BatchAction, *, failed: bool = False) -> BatchState:
        told = summarise_batch(
            batch.batch_id, run=batch.run, action=action, failed=failed, batches=self.batches, messages=self.messages
        )
        return told[0]

    def cancel(self, batch: Batch) -> None:
        stopped = cancel_batch(batch.batch_id, batches=self.batches, runs=self.runs)
        self.cancel_items(stopped)

    def cancel_items(self, batch: Batch) -> None:
        for ids in self.cut(batch, BatchAction.CANCEL):
            for item in self.batches.items(batch.batch_id, ids):
                cancel_batch_item(
                    item,
                    now=self.now,
                    new_id=self.new_id,
                    batches=self.batches,
                    messages=self.messages,
                    schedules=self.schedules,
                )
        self.summarise(batch, BatchAction.CANCEL)

    def retry(self, batch: Batch, key: str = "again") -> Batch:
        return retry_batch(batch.batch_id, key=key, batches=self.batches, runs=self.runs)

    def become(self, status: EmailStatus, *emails: Email, **more: Any) -> None:
        """What deliver and engage make of e-mails, and how they settle the items."""
        for email in emails:
            sent: dict[str, Any] = {"sent_at": self.now} if status is EmailStatus.SENT else {}
            self.messages.emails[email.email_id] = replace(email, status=status, **sent, **more)
            batch_id = self.messages.messages[email.message_id].batch_id
            settle_batch_item(batch_id, email.invoice_id, batches=self.batches, messages=self.messages)

    def deliver(self, status: EmailStatus = EmailStatus.SENT) -> None:
        self.become(status, *self.planned_emails)

    @property
    def planned_emails(self) -> list[Email]:
        return [each for each in self.messages.emails.values() if each.status is EmailStatus.PLANNED]

    def item(self, batch: Batch, invoice_id: str) -> BatchItem:
        return self.batches.stored[batch.batch_id, invoice_id]

    def states(self, batch: Batch) -> Counter[ItemState]:
        return Counter(item.state for (of, _), item in self.batches.stored.items() if of == batch.batch_id)

    def progress(self, batch: Batch) -> Progress:
        return self.batches.get(batch.batch_id)[1]

    def accepted(self) -> Counter[str]:
        """How often each address was sent something."""
        return Counter(
            email.recipient.address
            for email in self.messages.emails.values()
            if email.status not in {EmailStatus.PLANNED, EmailStatus.CANCELLED, EmailStatus.FAILED}
        )

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)


def without_address(customer: Customer) -> Customer:
    return replace(customer, contacts=())
