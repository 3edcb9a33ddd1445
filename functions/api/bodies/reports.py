"""Reports, as callers get them."""

from datetime import date, datetime

from pydantic import Field

from api.bodies.common import Amount, Shown, amount
from api.bodies.common import shown as money
from dunlin.domain.aging import Age
from dunlin.domain.dunning.activity import Activity, Response, ResponseKind, Totals
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Status
from dunlin.domain.message import Reminded
from dunlin.services.report_aging import Aging, Debt
from dunlin.services.report_dunning_activity import DunningActivity


class ResponseShown(Shown):
    """What the customer answered after the reminder."""

    kind: ResponseKind
    at: datetime
    state: str = Field(
        description="of a promise: open, kept, broken or withdrawn; of a dispute: open or resolved; of other answers: "
        "open, or attended once a person has looked"
    )
    on: date | None = Field(description="by when payment was promised")
    amount: Amount | None = Field(description="what was promised")
    reason: str


class ActivityShown(Shown):
    """One person's mail of one reminder."""

    message_id: str
    email_id: str
    invoice_id: str
    invoice_number: str
    customer_id: str
    customer_name: str
    recipient: str
    decided_at: datetime
    sent_at: datetime | None
    number: int = Field(description="which reminder of the workflow")
    workflow_id: str
    workflow_version: int
    status: EmailStatus
    status_reason: str
    human_opens: int
    human_clicks: int
    machine_opens: int = Field(description="of mail proxies and scanners: they say nothing about a person")
    machine_clicks: int
    unknown_opens: int
    unknown_clicks: int
    asked: Amount = Field(description="what was owed when it was decided, with late fees and interest")
    days_late: int = Field(description="then, on the customer's day; negative before the due date")
    invoice_status: Status = Field(description="as it is now")
    balance: Amount = Field(description="as it is now")
    paid_on: date | None = Field(description="when nothing was owed any more, if not before the reminder was sent")
    paid_after_days: int | None
    paid_within: bool = Field(description="in so many days after the reminder as `paid_within` asks about")
    responses: list[ResponseShown] = Field(
        description="what the customer answered after it: the last promise, disputes, the latest answers in the portal"
    )


class TotalsShown(Shown):
    """Of this page, and only of what has left. The totals of pages do not add up where pages share an invoice."""

    mails: int
    reminders: int
    people_reached: int = Field(description="by address: delivered, opened, or complained about")
    opened: int = Field(description="reminders that a person has opened or clicked in")
    invoices: int
    paid_within: int = Field(description="invoices that were paid in so many days after one of these reminders")
    asked: list[Amount] = Field(description="per currency: what was last asked for each invoice")


class DunningActivityShown(Shown):
    """The last decided first. A page may be short, or empty, though there is a next one."""

    items: list[ActivityShown]
    paid_within: int = Field(description="the days that were asked about")
    page_totals: TotalsShown
    page_totals_by_currency: dict[str, TotalsShown]
    next_cursor: str | None


class BucketsShown(Shown):
    """Minor units that are open, by how many days they are past due."""

    current: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    days_over_90: int
    total: int
    invoices: int


class DebtShown(BucketsShown):
    """What one customer owes."""

    customer_id: str
    customer_name: str


class CurrencyShown(BucketsShown):
    """What all customers of this page owe in a currency."""

    currency: str
    customers: list[DebtShown]


class AgingShown(Shown):
    """With a `next_cursor` it is a part: everything in it adds up with the pages that follow."""

    as_of: date
    currencies: list[CurrencyShown]
    next_cursor: str | None


def activity(found: DunningActivity, *, paid_within: int, next_cursor: str | None) -> DunningActivityShown:
    """A page of activity."""
    return DunningActivityShown(
        items=[_row(each, said) for each in found.rows if (said := each.email.reminder)],
        paid_within=paid_within,
        page_totals=_totals(found.totals),
        page_totals_by_currency={code: _totals(each) for code, each in found.by_currency.items()},
        next_cursor=next_cursor,
    )


def aging(made: Aging, next_cursor: str | None) -> AgingShown:
    """A page of aging."""
    codes = dict.fromkeys(each.currency for each in made.debts)
    currencies = [_currency(code, [each for each in made.debts if each.currency == code]) for code in codes]
    return AgingShown(as_of=made.as_of, currencies=currencies, next_cursor=next_cursor)


def _row(of: Activity, said: Reminded) -> ActivityShown:
    email, invoice = of.email, of.invoice
    return ActivityShown(
        message_id=email.message_id,
        email_id=email.email_id,
        invoice_id=email.invoice_id,
        invoice_number=said.invoice_number,
        customer_id=email.customer_id,
        customer_name=said.customer_name,
        recipient=email.recipient.address,
        decided_at=email.created_at,
        sent_at=email.sent_at,
        number=said.number,
        workflow_id=said.workflow_id,
        workflow_version=said.workflow_version,
        status=email.status,
        status_reason=email.status_reason,
        **{name: getattr(email.counts, name) for name in email.counts.__slots__},
        asked=amount(said.amount, said.currency),
        days_late=said.days_late,
        invoice_status=invoice.status,
        balance=money(invoice.balance),
        paid_on=of.paid_on,
        paid_after_days=of.paid_after_days,
        paid_within=of.paid_within,
        responses=[_response(each, invoice.currency) for each in of.responses],
    )


def _response(of: Response, currency: str) -> ResponseShown:
    promised = amount(of.amount, currency) if of.amount else None
    return ResponseShown(kind=of.kind, at=of.at, state=of.state, on=of.on, amount=promised, reason=of.reason)


def _totals(of: Totals) -> TotalsShown:
    counts = {name: getattr(of, name) for name in TotalsShown.model_fields if name != "asked"}
    return TotalsShown(**counts, asked=[money(each) for each in of.asked])


def _currency(code: str, debts: list[Debt]) -> CurrencyShown:
    customers = [
        DebtShown(customer_id=each.customer_id, customer_name=each.customer_name, **_buckets([each])) for each in debts
    ]
    return CurrencyShown(currency=code, customers=customers, **_buckets(debts))


def _buckets(debts: list[Debt]) -> dict[str, int]:
    sums = {age.value: sum(each.amounts[age] for each in debts) for age in Age}
    return {**sums, "total": sum(sums.values()), "invoices": sum(each.invoices for each in debts)}
