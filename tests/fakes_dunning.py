"""The ports of dunning in memory: strict, so that what passes here also passes the real ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dunlin.domain.dunning.steps import Closed
from dunlin.domain.dunning.workflow import STANDARD, Workflow, standard
from dunlin.domain.errors import AlreadyExists, Conflict, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.timeline import Entry
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import SendContext, TurnDue
from tests.fakes_sending import FakeMessages, generation


@dataclass
class FakeWorkflows:
    """Port `Workflows`."""

    stored: dict[str, list[Workflow]] = field(default_factory=dict)

    def get(self, workflow_id: str, version: int | None = None) -> Workflow:
        found = [each for each in self.versions(workflow_id) if version in {None, each.version}]
        if not found:
            raise NotFound(f"there is no version {version} of workflow {workflow_id}")
        return found[0]

    def put(self, workflow: Workflow) -> Workflow:
        if workflow.workflow_id == STANDARD:
            raise Conflict("shipped", code="read_only")
        known = self.stored.setdefault(workflow.workflow_id, [])
        if workflow.version != (known[0].version if known else 0):
            raise StaleVersion(f"workflow {workflow.workflow_id} is no longer at version {workflow.version}")
        known.insert(0, replace(workflow, version=workflow.version + 1))
        return known[0]

    def versions(self, workflow_id: str) -> tuple[Workflow, ...]:
        if workflow_id == STANDARD:
            return (standard(),)
        if not self.stored.get(workflow_id):
            raise NotFound(f"there is no workflow {workflow_id}")
        return tuple(self.stored[workflow_id])

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Workflow]:
        newest = (versions[0] for versions in self.stored.values() if versions)
        return _page(newest, lambda one: f"{one.name.casefold()}#{one.workflow_id}", limit, after)


@dataclass
class FakeCalendars:
    """Port `Calendars`: Saturdays and Sundays everywhere, and the holidays that a test names, by country."""

    holidays: dict[str, dict[date, str]] = field(default_factory=dict)

    def of(self, country: str, region: str = "") -> Closed:
        named = self.holidays.get(country, {})
        weekend = {5: "Saturday", 6: "Sunday"}
        return lambda on: named.get(on) or weekend.get(on.weekday(), "")


@dataclass
class FakeDunnings:
    """Port `Dunnings`, over the one invoice of a FakeMessages."""

    store: FakeMessages

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

    def repair(self, invoice: Invoice, *, at: datetime, entry: Entry) -> bool:
        now = self.store.invoice
        if self.store.look_at or (now.version, generation(now)) != (invoice.version, generation(invoice)):
            return False
        self.store.look_at = at
        self.store.entries.append(entry)
        return True

    def upcoming(self, *, until: datetime, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        at = self.store.look_at
        return Page((self.store.invoice,) if at and at <= until and not after else ())

    def attention(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        dunning = self.store.invoice.dunning
        return Page((self.store.invoice,) if dunning and dunning.asks and not after else ())


def _page[T](items: Iterable[T], key: Callable[[T], str], limit: int, after: dict[str, str] | None) -> Page[T]:
    assert limit > 0, "an empty page leads nowhere"
    rest = sorted((each for each in items if not after or key(each) > after["after"]), key=key)
    return Page(tuple(rest[:limit]), {"after": key(rest[limit - 1])} if len(rest) > limit else None)
