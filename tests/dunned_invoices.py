"""Some invoices that are being dunned, in memory, with the parts of the ports that look at many of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, cast

from dunlin.domain.dunning.dunning import Dunning, Source
from dunlin.domain.dunning.workflow import Step, Workflow
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.timeline import Entry
from dunlin.services.desk import Desk
from dunlin.services.facts_of import Rules
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import Parties, TurnDue
from tests.builders import CLERK, NOW, a_customer, a_seller, a_workflow, an_invoice
from tests.fakes import FakeCustomers, FakeSellers
from tests.fakes_dunning import FakeCalendars, FakeWorkflows

# A Sunday: the days of the shipped steps are then a Friday, a Monday and a Tuesday.
DUE = date(2026, 12, 20)


def days(*offsets: int) -> tuple[Step, ...]:
    """Steps on those days after the due date."""
    return tuple(Step(each) for each in offsets)


@dataclass
class Dunned:
    """Invoices of one customer, sent, and going by version 1 of `wf_1`: 5, 15 and 30 days after the due date."""

    invoices: dict[str, Invoice] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    arranged: list[TurnDue] = field(default_factory=list)
    customers: FakeCustomers = field(default_factory=FakeCustomers)
    sellers: FakeSellers = field(default_factory=FakeSellers)
    workflows: FakeWorkflows = field(default_factory=FakeWorkflows)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.customers.put(a_customer(version=0))
        self.sellers.put(a_seller(version=0))
        self.workflows.put(a_workflow(steps=days(5, 15, 30)))

    @property
    def rules(self) -> Rules:
        return Rules(self.workflows, FakeCalendars())

    @property
    def looking(self) -> dict[str, Any]:
        """What the forecasts look through."""
        return {"dunnings": self, "customers": self.customers, "sellers": self.sellers, "rules": self.rules}

    def desk(self, now: datetime = NOW) -> Desk:
        here = cast("Any", self)
        return Desk(CLERK, now, self._new_id, here, here, self.rules, cast("Any", None), here, here)

    def with_version(self, **changes: Any) -> Workflow:
        return self.workflows.put(replace(self.workflows.get("wf_1"), **changes))

    def with_invoice(self, number: str = "2026-001", *, dunning: dict[str, Any] | None = None, **of: Any) -> Invoice:
        stands = {"workflow_id": "wf_1", "workflow_version": 1, "source": Source.CUSTOMER, "assignment": 1}
        plain = {"status": Status.OPEN, "sent_at": NOW, "mailed_at": NOW, "due_date": DUE}
        when = NOW + timedelta(days=33, seconds=len(self.invoices))
        state = Dunning(**{**stands, "generation": 3, "next_at": when, **(dunning or {})})
        invoice = an_invoice(number=number, **{**plain, **of, "dunning": state})
        self.invoices[invoice.invoice_id] = invoice
        return invoice

    def upcoming(self, *, until: datetime, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """Of port `Dunnings`."""
        found = {
            f"{each.dunning.next_at.isoformat()}|{each.invoice_id}": each
            for each in self.invoices.values()
            if each.dunning and each.dunning.next_at and each.dunning.next_at <= until
        }
        rest = [key for key in sorted(found) if not after or key > after["after"]]
        following = {"after": rest[limit - 1]} if len(rest) > limit else None
        return Page(tuple(found[key] for key in rest[:limit]), following)

    def turn(self, turned: Turned, *, raise_version: bool = False) -> Invoice:
        """Of port `Dunnings`."""
        if self.invoices[turned.before.invoice_id] != turned.before:
            raise StaleVersion("changed")
        after = replace(turned.after, version=turned.before.version + raise_version)
        self.invoices[after.invoice_id] = after
        self.entries += turned.entries
        return after

    def parties(self, invoice_id: str) -> Parties:
        """Of port `Messages`."""
        if invoice_id not in self.invoices:
            raise NotFound(f"there is no invoice {invoice_id}")
        return Parties(self.invoices[invoice_id], self.customers.get("cus_1"), self.sellers.get("sel_1"))

    def put_turn(self, turn: TurnDue, **_: Any) -> None:
        """Of ports `Outbox` and `Schedules`."""
        self.arranged.append(turn)

    def _new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self.numbers):04}"
