"""The ports of reports in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dunlin.domain.delivery import Delivery
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.records import Page
from dunlin.services.ports.reports import ReminderQuery


@dataclass
class FakeReminders:
    """Port `Reminders`."""

    emails: list[Email] = field(default_factory=list)
    invoices: dict[str, Invoice] = field(default_factory=dict)

    def list(
        self, query: ReminderQuery, *, limit: int, after: dict[str, str] | None = None
    ) -> Page[tuple[Email, Invoice]]:
        assert limit > 0, "an empty page leads nowhere"
        found = {f"{each.created_at.isoformat()}#{each.email_id}": each for each in self.emails if _wanted(each, query)}
        rest = [key for key in sorted(found, reverse=True) if not after or key < after["after"]]
        rows = tuple((replace(found[key], events=()), self.invoices[found[key].invoice_id]) for key in rest[:limit])
        return Page(rows, {"after": rest[limit - 1]} if len(rest) > limit else None)


@dataclass
class FakeLedger:
    """Port `Ledger`. `walked` are those that were really asked for."""

    invoices: list[Invoice] = field(default_factory=list)
    walked: list[str] = field(default_factory=list)

    def walk(self, *, customer_id: str = "", after: str = "") -> Iterator[tuple[str, Invoice]]:
        for each in sorted(self.invoices, key=_due_key):
            if _due_key(each) > after and customer_id in {"", each.customer_id}:
                self.walked.append(each.invoice_id)
                yield _due_key(each), replace(each, dunning=None, threads=(), delivery=Delivery())


def _wanted(email: Email, query: ReminderQuery) -> bool:
    said = email.reminder
    return said is not None and all(
        (
            query.since is None or email.created_at >= query.since,
            query.until is None or email.created_at < query.until,
            query.customer_id in {"", email.customer_id},
            query.workflow_id in {"", said.workflow_id},
            query.number in {0, said.number},
        )
    )


def _due_key(invoice: Invoice) -> str:
    return f"{invoice.due_date.isoformat()}#{invoice.invoice_id}"
