"""What another version of a workflow changes, and what reminders are to come, as callers ask and get it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import Amount, Given, Shown
from api.bodies.common import shown as money
from api.bodies.workflows import WorkflowBody
from dunlin.domain.dunning.comparison import Compared, Effect
from dunlin.domain.dunning.steps import PlannedStep
from dunlin.services.forecast_upcoming import Reminder, Upcoming
from dunlin.services.forecast_workflow import Forecast, Outlook, totals
from dunlin.services.migrate_invoices import Migrated, Result

Limit = Annotated[int, Field(ge=1, le=100, description="how many invoices are looked at")]
Cursor = Annotated[str | None, Field(max_length=1_000, description="`next_cursor` of the page before")]
Version = Annotated[int, Field(ge=1)]
Ids = Annotated[list[Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]], Field(max_length=100)]


class ForecastBody(Given):
    """A stored version, or a workflow that is still being written; without either the newest version."""

    version: Version | None = None
    workflow: WorkflowBody | None = Field(None, description="a draft: it is judged like a new workflow, and not kept")
    limit: Limit = 50
    cursor: Cursor = None


class MigrateBody(Given):
    """Which invoices go on by which version."""

    version: Version
    invoice_ids: Ids | None = Field(
        None, description="null: all that go by the workflow and are still to be reminded, page by page"
    )
    limit: Limit = 50
    cursor: Cursor = None
    dry_run: bool = Field(False, description="tell what would change, and change nothing")


class StepShown(Shown):
    """A reminder, or the escalation, that is to come."""

    number: int
    escalation: bool = Field(description="what happens after the last reminder")
    local: str = Field(description="by the customer's clock", examples=["2027-03-15T09:00"])
    time_zone: str
    at: datetime
    because: list[str] = Field(description="what kept it from the moment that the workflow names, in order")


class ComparedShown(Shown):
    """One reminder, by the version that holds and by the other."""

    effect: Effect = Field(
        description="moved: to another time; changed: at the same time with other words, people or amounts; new and "
        "dropped: there is none now, or then"
    )
    now: StepShown | None
    then: StepShown | None
    today: bool = Field(description="by the other version it would go out today")


class OutlookShown(Shown):
    """What becomes of one invoice."""

    invoice_id: str
    number: str
    customer_id: str
    customer_name: str
    balance: Amount
    version: int = Field(description="of the workflow, by which it goes now")
    rests: str = Field(description="why no reminder goes out now, by either version; empty: nothing speaks against it")
    steps: list[ComparedShown]


class ForecastTotals(Shown):
    """Counts of this page."""

    invoices: int
    changing: int = Field(description="invoices for which anything becomes different")
    today: int = Field(description="invoices that would be reminded today")
    same: int = Field(description="reminders, like those below")
    moved: int
    changed: int
    new: int
    dropped: int


class ForecastShown(Shown):
    """Invoices by when somebody is to look at them. A page may be short, or empty, though there is a next one."""

    items: list[OutlookShown]
    totals: ForecastTotals
    next_cursor: str | None


class MigratedShown(Shown):
    """What became of one invoice."""

    invoice_id: str
    result: Result
    text: str = Field(description="why nothing was changed")
    outlook: OutlookShown | None


class MigrationShown(Shown):
    """Each invoice for itself."""

    dry_run: bool
    items: list[MigratedShown]
    next_cursor: str | None = Field(description="ask again with it for the others")


class ReminderShown(Shown):
    """A reminder to come."""

    invoice_id: str
    number: str
    customer_id: str
    customer_name: str
    amount: Amount = Field(description="what is owed today")
    step: StepShown
    doubt: str = Field(description="what speaks against it as things are; empty: nothing")


class DayShown(Shown):
    """A day, by the customers' calendars."""

    date: date
    items: list[ReminderShown]
    totals: list[Amount]


class UpcomingShown(Shown):
    """Days with reminders. A day may go on on the next page."""

    days: list[DayShown]
    totals: list[Amount] = Field(description="of this page: each invoice once, per currency")
    next_cursor: str | None


def forecast(made: Forecast, next_cursor: str | None) -> ForecastShown:
    """A forecast as callers get it."""
    counts = ForecastTotals(**{name: totals(made.outlooks)[name] for name in ForecastTotals.model_fields})
    return ForecastShown(items=[_outlook(each) for each in made.outlooks], totals=counts, next_cursor=next_cursor)


def migration(done: tuple[Migrated, ...], *, dry_run: bool, next_cursor: str | None) -> MigrationShown:
    """What became of the invoices, as callers get it."""
    items = [
        MigratedShown(
            invoice_id=each.invoice_id,
            result=each.result,
            text=each.text,
            outlook=_outlook(each.outlook) if each.outlook else None,
        )
        for each in done
    ]
    return MigrationShown(dry_run=dry_run, items=items, next_cursor=next_cursor)


def upcoming(found: Upcoming, next_cursor: str | None) -> UpcomingShown:
    """What is to come, as callers get it."""
    days = [
        DayShown(
            date=day.on,
            items=[_reminder(each) for each in day.reminders],
            totals=[money(each) for each in day.totals],
        )
        for day in found.days
    ]
    return UpcomingShown(days=days, totals=[money(each) for each in found.totals], next_cursor=next_cursor)


def _outlook(made: Outlook) -> OutlookShown:
    invoice = made.invoice
    return OutlookShown(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        customer_name=invoice.customer_name,
        balance=money(invoice.balance),
        version=made.version,
        rests=made.rests,
        steps=[_compared(each) for each in made.steps],
    )


def _compared(made: Compared) -> ComparedShown:
    now, then = (_step(each) if each else None for each in (made.now, made.then))
    return ComparedShown(effect=made.effect, now=now, then=then, today=made.today)


def _reminder(of: Reminder) -> ReminderShown:
    invoice = of.invoice
    return ReminderShown(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        customer_name=invoice.customer_name,
        amount=money(invoice.balance),
        step=_step(of.step),
        doubt=of.doubt,
    )


def _step(planned: PlannedStep) -> StepShown:
    return StepShown(
        number=planned.number,
        escalation=planned.escalation,
        local=planned.local.isoformat(timespec="minutes"),
        time_zone=planned.zone,
        at=planned.at,
        because=[each.text for each in planned.moved],
    )
