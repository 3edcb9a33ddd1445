"""Ports of reports: what they are made from, page by page or one by one, never all at once.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.records import Page


@dataclass(frozen=True, slots=True)
class ReminderQuery:
    """Which reminders: decided at `since` or later and before `until`, to whom, and by what; empty and 0 mean any."""

    since: datetime | None = None
    until: datetime | None = None
    customer_id: str = ""
    workflow_id: str = ""
    number: int = 0


class Reminders(Protocol):
    """E-mails of reminders, whatever became of them."""

    def list(
        self, query: ReminderQuery, *, limit: int, after: dict[str, str] | None = None
    ) -> Page[tuple[Email, Invoice]]:
        """The last decided first, without their events, each with its invoice as it is now.

        Reads a bounded part of what is stored: a page may be short, or empty, though there is a next one.
        """
        ...


class Ledger(Protocol):
    """All invoices, of all customers or of one."""

    def walk(self, *, customer_id: str = "", after: str = "") -> Iterator[tuple[str, Invoice]]:
        """By due date, each with where to go on after it; without dunning and light. Read while it is walked."""
        ...
