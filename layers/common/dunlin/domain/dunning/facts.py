"""The facts about an invoice from which its reminders are planned and decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.dunning.plan import plan
from dunlin.domain.dunning.steps import Closed, PlannedStep, Terms
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.invoice import Invoice
from dunlin.domain.seller import Seller

type ChargesDue = Callable[[Invoice, Workflow, int, date, Customer], tuple[Charge, ...]]
"""The fees and the interest that reminder `number` of a workflow adds on a day."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is decided from. `workflow` is the version that is assigned; None where nobody has chosen one."""

    invoice: Invoice
    customer: Customer
    seller: Seller
    workflow: Workflow | None
    closed: Closed
    charges_due: ChargesDue

    @property
    def zone(self) -> str:
        """Whose clock counts: the customer's, else the seller's."""
        return self.customer.time_zone or self.seller.time_zone or "UTC"

    @property
    def dunning(self) -> Dunning:
        """Where it stands; at the beginning, for an invoice that has none yet."""
        return self.invoice.dunning or Dunning()

    def with_dunning(self, dunning: Dunning) -> "Facts":
        """The same, but for where it stands."""
        return replace(self, invoice=replace(self.invoice, dunning=dunning))

    def terms(self, *, now: datetime) -> Terms:
        """What its reminders are planned from."""
        invoice, last, promise = self.invoice, self.dunning.last_sent, self.dunning.promise
        broken = promise is not None and promise.state is PromiseState.BROKEN
        # A reminder that has been decided counts as a mail before it is claimed.
        mails = [each for each in (invoice.sent_at, invoice.mailed_at, last.at if last else None) if each]
        # So does the notice of a charge that was refused.
        mails += [each.ended_at for each in self.dunning.tries if each.code and each.ended_at]
        return Terms(
            due_date=invoice.due_date,
            zone=self.zone,
            closed=self.closed,
            begun_at=invoice.sent_at or invoice.mailed_at or now,
            mailed_at=max(mails, default=None),
            last_at=last.at if last else None,
            spacing_days=self.seller.reminder_spacing_days,
            resumed=promise.resume_at if promise and broken else 0,
        )

    def today(self, *, now: datetime) -> date:
        """The customer's day."""
        return self.here(now=now).date()

    def here(self, *, now: datetime) -> datetime:
        """The customer's clock."""
        return now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


def steps_of(facts: Facts, *, now: datetime) -> tuple[PlannedStep, ...]:
    """Every reminder still to come, as the planner has it now; empty without a workflow."""
    if facts.workflow is None:
        return ()
    return plan(facts.workflow, facts.terms(now=now), first=facts.dunning.next_number, now=now)
