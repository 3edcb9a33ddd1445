"""One invoice on its way, in memory: what the tests of sending act upon."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from dunlin import wiring
from dunlin.domain.delivery import Light, light
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Event
from dunlin.domain.message import Edition
from dunlin.domain.timeline import Entry
from dunlin.services.deliver_message import deliver_message
from dunlin.services.ports.sending import Recorded
from dunlin.services.record_event import record_event
from dunlin.services.sending import Ports
from dunlin.services.shelf import Shelf
from tests.builders import NOW, a_customer, a_document, a_message, a_seller, an_entry, an_invoice, some_emails
from tests.fakes import FakeSellers, FakeTemplates
from tests.fakes_batches import FakeBatches
from tests.fakes_sending import (
    FakeDocuments,
    FakeMailer,
    FakeMessages,
    FakeOutbox,
    FakePipeline,
    FakeSchedules,
    PlainRenderer,
)


class FakeTimeline:
    """Port `Timeline`, for notes."""

    def __init__(self) -> None:
        self.notes: dict[str, Entry] = {}

    def add(self, entry: Entry) -> None:
        self.notes[f"{entry.at}{entry.entry_id}"] = entry

    def list(self, invoice_id: str, *, limit: int, after: dict[str, str] | None = None) -> Any:
        raise NotImplementedError

    def latest(
        self, invoice_id: str, *, about: tuple[str, ...], limit: int, after: dict[str, str] | None = None
    ) -> Any:
        raise NotImplementedError


class World:
    """A planned message, and everything around it."""

    def __init__(self, *addresses: str, edition: Edition = Edition.ORIGINAL, **invoice: Any) -> None:
        self.now = NOW
        self._ids = count(1)
        self.store = FakeMessages(an_invoice(**invoice), a_document(), a_customer(), a_seller())
        self.message = a_message(self.store.invoice, edition=edition)
        emails = some_emails(self.message, *addresses)
        self.store.plan(self.message, emails, invoice=self.store.invoice, entry=an_entry())
        self.store.entries.clear()
        self.mailer, self.outbox, self.documents = FakeMailer(), FakeOutbox(), FakeDocuments()
        self.batches = FakeBatches()
        self.schedules = FakeSchedules(lambda: self.now)
        self.templates = FakeTemplates(shipped=wiring.shipped_templates())
        self.shelf = Shelf(self.templates, FakeSellers(), self.documents)
        self.pipeline, self.timeline = FakePipeline(), FakeTimeline()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._ids):04}"

    def ports(self) -> Ports:
        return Ports(
            now=self.now,
            new_id=self.new_id,
            messages=self.store,
            documents=self.documents,
            mailer=self.mailer,
            outbox=self.outbox,
            pipeline=self.pipeline,
            renderer=PlainRenderer(),
            templates=self.templates,
        )

    def deliver(self) -> Counter[str]:
        return deliver_message(self.message.message_id, batches=self.batches, ports=self.ports())

    def tell(self, event: Event) -> Recorded:
        return record_event(event, now=self.now, new_id=self.new_id, messages=self.store, timeline=self.timeline)

    def wait(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def change_invoice(self, **changes: Any) -> None:
        version = self.store.invoice.version + 1
        self.store.invoice = replace(self.store.invoice, version=version, **changes)

    @property
    def emails(self) -> list[Email]:
        return list(self.store.emails.values())

    @property
    def email(self) -> Email:
        return self.emails[0]

    @property
    def statuses(self) -> list[EmailStatus]:
        return [email.status for email in self.emails]

    @property
    def told(self) -> list[str]:
        return [entry.type for entry in self.store.entries]

    @property
    def light(self) -> Light:
        return light(self.store.invoice.delivery)
