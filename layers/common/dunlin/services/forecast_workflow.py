"""Forecast a workflow: what would change for the invoices that go by it, if they went by this version."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dunlin.domain.dunning.collected import doubt_of
from dunlin.domain.dunning.comparison import Compared, Effect, compare
from dunlin.domain.dunning.decision import objection
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.invoice import Invoice
from dunlin.services.facts_of import Rules
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import Customers, Sellers
from dunlin.services.upcoming_facts import upcoming_facts

# Whoever is looked at later than that has not been waited for by anybody.
EVER = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class Outlook:
    """One invoice: by which version it goes, what becomes of its reminders, and why none goes out now (or nothing)."""

    invoice: Invoice
    version: int
    steps: tuple[Compared, ...]
    rests: str

    @property
    def today(self) -> bool:
        """Whether a reminder would go out today."""
        return not self.rests and any(each.today for each in self.steps)

    @property
    def changes(self) -> bool:
        """Whether anything becomes different."""
        return any(each.effect is not Effect.SAME for each in self.steps)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A page of outlooks, and where the next begins."""

    outlooks: tuple[Outlook, ...]
    next: dict[str, str] | None


def forecast_workflow(
    workflow: Workflow,
    *,
    limit: int,
    after: dict[str, str] | None = None,
    now: datetime,
    dunnings: Dunnings,
    customers: Customers,
    sellers: Sellers,
    rules: Rules,
) -> Forecast:
    """Of the next `limit` invoices that are to be reminded, those that go by this workflow. Changes nothing."""
    page = upcoming_facts(
        until=now + EVER,
        limit=limit,
        after=after,
        dunnings=dunnings,
        customers=customers,
        sellers=sellers,
        rules=rules,
    )
    of_it = (facts for facts in page.items if facts.dunning.workflow_id == workflow.workflow_id)
    return Forecast(tuple(outlook(facts, workflow, now=now) for facts in of_it), page.next)


def outlook(facts: Facts, workflow: Workflow, *, now: datetime) -> Outlook:
    """What would become of one invoice."""
    against = objection(facts.invoice, facts.customer, now=now)
    rests = against.text if against else doubt_of(facts, now=now)
    return Outlook(facts.invoice, facts.dunning.workflow_version, compare(facts, workflow, now=now), rests)


def totals(outlooks: Iterable[Outlook]) -> Counter[str]:
    """How many invoices change and how many would be reminded today, and how many reminders are of each effect."""
    counts: Counter[str] = Counter(dict.fromkeys(Effect, 0))
    for each in outlooks:
        counts.update({"invoices": 1, "changing": int(each.changes), "today": int(each.today)})
        counts.update(step.effect for step in each.steps)
    return counts
