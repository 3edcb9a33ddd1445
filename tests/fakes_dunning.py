"""Dunning in memory: where one invoice stands, the workflows it may go by, and calendars of a few days."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dunlin.domain.dunning.plan import Closed
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import SendContext, TurnDue
from tests.fakes_sending import FakeMessages, generation


@dataclass
class FakeDunnings:
    """Port `Dunnings`, over the one invoice of a FakeMessages."""

    store: FakeMessages
    meanwhile: list[object] = field(default_factory=list)

    def context(self, turn: TurnDue) -> SendContext:
        if turn.invoice_id != self.store.invoice.invoice_id:
            raise NotFound(turn.invoice_id)
        return SendContext(self.store.invoice, self.store.document, self.store.customer, self.store.seller)

    def turn(self, turned: Turned, *, raise_version: bool = False) -> Invoice:
        now, before, after = self.store.invoice, turned.before, turned.after
        if turned.message and turned.message.message_id in self.store.messages:
            raise AlreadyExists("planned", existing_id=turned.message.message_id)
        if (now.version, now.status, generation(now)) != (before.version, before.status, generation(before)):
            raise StaleVersion("changed meanwhile")
        assert after.dunning
        assert after.dunning.generation > generation(before)
        version = before.version + raise_version
        self.store.invoice = replace(now, dunning=after.dunning, charges=after.charges, version=version, unsent="")
        self.store.look_at = after.dunning.next_at
        self.store.entries += turned.entries
        if turned.message:
            self.store.begin(turned.message, turned.emails)
        customer = self.store.customer
        kept, broken = customer.promises_kept + turned.kept, customer.promises_broken + turned.broken
        self.store.customer = replace(customer, promises_kept=kept, promises_broken=broken)
        return self.store.invoice

    def due(self, *, now: datetime, limit: int) -> tuple[TurnDue, ...]:
        at, invoice = self.store.look_at, self.store.invoice
        turn = TurnDue(invoice.invoice_id, invoice.customer_id, invoice.seller_id, generation(invoice))
        return (turn,) if at and at <= now else ()

    def snooze(self, turn: TurnDue, *, now: datetime, until: datetime) -> bool:
        at = self.store.look_at
        if at is None or at > now or turn.generation != generation(self.store.invoice):
            return False
        self.store.look_at = until
        return True

    def upcoming(self, *, until: datetime, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        at = self.store.look_at
        return Page((self.store.invoice,) if at and at <= until and not after else ())

    def attention(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        dunning = self.store.invoice.dunning
        return Page((self.store.invoice,) if dunning and dunning.attention and not after else ())


@dataclass
class Days:
    """Port `Calendars`: weekends, and the days that are named."""

    named: dict[date, str] = field(default_factory=dict)

    def of(self, country: str, region: str = "") -> Closed:
        return lambda on: self.named.get(on, on.strftime("%A") if on.weekday() > 4 else "")
