"""Ports of dunning: workflows, calendars, and the records of where each invoice stands.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dunlin.domain.dunning.steps import Closed
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import SendContext, TurnDue


class Workflows(Protocol):
    """Workflows in versions that never change, and the shipped one, which stays as it is."""

    def get(self, workflow_id: str, /, version: int | None = None) -> Workflow:
        """That version, or the newest. Raises NotFound."""
        ...

    def put(self, workflow: Workflow, /) -> Workflow:
        """Write version+1, if the newest stored is still `workflow.version` (0: none yet). Raises StaleVersion."""
        ...

    def versions(self, workflow_id: str, /) -> tuple[Workflow, ...]:
        """Newest first. Raises NotFound."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Workflow]:
        """The newest version of each that users made, by name; those that are archived too."""
        ...


class Calendars(Protocol):
    """When people rest, by country and region."""

    def of(self, country: str, region: str = "") -> Closed:
        """The country's calendar (ISO 3166-1 alpha-2), with the region's holidays (ISO 3166-2 without the country).

        A country or region that is not known rests on Saturdays and Sundays.
        """
        ...


@dataclass(frozen=True, slots=True)
class Turned:
    """One change of an invoice's dunning: from exactly `before` to `after`, with the entries that tell it, and with the
    reminder that it plans. `kept` and `broken` count a promise of the customer's.
    """

    before: Invoice
    after: Invoice
    entries: tuple[Entry, ...] = ()
    message: Message | None = None
    emails: tuple[Email, ...] = ()
    kept: bool = False
    broken: bool = False


class Dunnings(Protocol):
    """Where each invoice stands in its dunning; it is kept with the invoice."""

    def context(self, turn: TurnDue) -> SendContext:
        """Everything a reminder is decided from, read in one transaction. Raises NotFound."""
        ...

    def turn(self, turned: Turned, *, raise_version: bool = False) -> Invoice:
        """Write the change in one transaction; the answer is the invoice as it is now. The version is raised when what
        is owed has changed, or when people changed something.

        Raises StaleVersion when the invoice, its dunning, or (where a reminder is planned) its customer is no longer as
        it was seen; AlreadyExists when the reminder is planned already.
        """
        ...

    def due(self, *, now: datetime, limit: int) -> tuple[TurnDue, ...]:
        """Invoices that somebody should have looked at by now, most overdue first."""
        ...

    def snooze(self, turn: TurnDue, *, now: datetime, until: datetime) -> bool:
        """Have it not found by `due` again before `until`; False when somebody else has it."""
        ...

    def repair(self, invoice: Invoice, *, at: datetime, entry: Entry) -> bool:
        """Have an invoice found by `due` that nobody would look at again. False when somebody would, after all."""
        ...

    def upcoming(self, *, until: datetime, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """Invoices that somebody is to look at by then, the soonest first."""
        ...

    def attention(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """Invoices that a person is asked to look at, the oldest first."""
        ...
