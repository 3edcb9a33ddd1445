"""Invoices, their mails and their story, as callers get them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from api.bodies.common import AddressBody, Amount, Shown, amount, as_is, shown
from dunlin.domain.delivery import Colour, light
from dunlin.domain.document import InvoiceDocument, Line
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import Email, EmailStatus, Header, Message, MessageKind
from dunlin.domain.timeline import Entry
from dunlin.domain.totals import Adjustment
from dunlin.domain.user_agent import family


class LightShown(Shown):
    """The delivery light."""

    colour: Colour
    word: str
    reason: str


class InvoiceSummary(Shown):
    """An invoice in a list."""

    invoice_id: str
    number: str
    seller_id: str
    customer_id: str
    customer_name: str
    status: Status
    version: int
    issue_date: date
    due_date: date
    total: Amount = Field(description="what the document asks for")
    paid: Amount
    balance: Amount = Field(description="what is still owed")
    delivery: LightShown
    sent_at: datetime | None
    created_at: datetime
    updated_at: datetime


class PaymentShown(Shown):
    """A payment."""

    payment_id: str
    amount: Amount
    received_on: date
    method: str
    reference: str


class PartyShown(Shown):
    """A party as it stands on the document."""

    name: str
    trading_name: str
    address: AddressBody
    tax_id: str
    registration_id: str
    contact_name: str
    email: str
    phone: str


class AdjustmentShown(Shown):
    """An allowance or a charge."""

    kind: str
    amount: Amount
    reason: str
    percent: Decimal | None
    tax_category: str
    tax_rate: Decimal


class LineShown(Shown):
    """A line."""

    line_id: str
    name: str
    description: str
    quantity: Decimal
    unit_code: str
    unit_price: Decimal
    base_quantity: Decimal
    net: Amount
    tax_category: str
    tax_rate: Decimal
    adjustments: list[AdjustmentShown]
    note: str


class TaxGroupShown(Shown):
    """A row of the tax breakdown."""

    category: str
    rate: Decimal
    taxable: Amount
    tax: Amount
    exemption_reason: str


class TotalsShown(Shown):
    """The document's totals."""

    lines: Amount
    allowances: Amount
    charges: Amount
    tax_exclusive: Amount
    tax_groups: list[TaxGroupShown]
    tax: Amount
    tax_inclusive: Amount
    prepaid: Amount
    rounding: Amount
    payable: Amount


class ReferenceShown(Shown):
    """A document that the invoice refers to."""

    kind: str
    value: str


class MeansShown(Shown):
    """A way to pay."""

    code: str
    reference: str
    iban: str
    bic: str
    account_name: str
    account_number: str


class InvoiceShown(InvoiceSummary):
    """An invoice, whole."""

    payments: list[PaymentShown]
    seller: PartyShown
    buyer: PartyShown
    lines: list[LineShown]
    adjustments: list[AdjustmentShown]
    totals: TotalsShown
    references: list[ReferenceShown]
    notes: list[str]
    payment_terms: str
    payment_means: list[MeansShown]


class InvoiceCreated(InvoiceShown):
    """A new invoice, and what a person should know about how it came about."""

    warnings: list[str] = []
    attachments: int = Field(0, description="documents inside the file, which are not kept")
    new_seller: bool = False
    new_customer: bool = False
    known_already: bool = Field(False, description="the same invoice was imported before; nothing was changed")


class CountsShown(Shown):
    """Opens or clicks, by whom."""

    human: int
    machine: int
    unknown: int


class EmailShown(Shown):
    """One e-mail to one person."""

    email_id: str
    message_id: str
    kind: MessageKind
    recipient: str
    header: Header
    status: EmailStatus
    reason: str
    not_before: datetime | None = None
    sent_at: datetime | None
    opens: CountsShown
    clicks: CountsShown
    last_event_at: datetime | None


class EventShown(Shown):
    """One event about an e-mail."""

    type: EventType
    name: str
    at: datetime
    who: Who | None
    cause: str
    detail: str
    link: str
    user_agent: str


class EmailDetail(EmailShown):
    """One e-mail with everything that came back."""

    events: list[EventShown]


class EntryShown(Shown):
    """An entry of the timeline."""

    at: datetime
    actor: str
    type: str
    text: str
    data: dict[str, str]


class MessageShown(Shown):
    """A message that is on its way."""

    message_id: str
    invoice_id: str
    kind: MessageKind
    edition: str
    emails: list[EmailShown]
    send_at_utc: datetime | None = Field(None, description="when what is still planned may leave; null: at once")
    timezone: str = Field("", description="the zone of the time that was asked for")
    note: str = Field("", description="where that time does not exist, or comes twice")
    undo_until: datetime | None = Field(None, description="until when this send of now can be cancelled")


def message(of: Message, emails: tuple[Email, ...]) -> MessageShown:
    """A message with its e-mails. Note and zone are of the time that was asked for at first, while that holds."""
    leaves = next((each.not_before for each in emails if each.not_before), None)
    asked = of.schedule if of.schedule and of.schedule.at == leaves else None
    return MessageShown(
        message_id=of.message_id,
        invoice_id=of.invoice_id,
        kind=of.kind,
        edition=of.edition,
        emails=[email(each) for each in emails],
        send_at_utc=leaves,
        timezone=asked.zone if asked else "",
        note=asked.note if asked else "",
        undo_until=None if of.schedule else leaves,
    )


def summary(invoice: Invoice) -> InvoiceSummary:
    """An invoice in a list."""
    return InvoiceSummary(**_state(invoice))


def whole(invoice: Invoice, document: InvoiceDocument) -> InvoiceShown:
    """An invoice, whole."""
    return InvoiceShown(**_state(invoice), **_said(document), payments=_payments(invoice))


def created(
    invoice: Invoice,
    document: InvoiceDocument,
    *,
    warnings: tuple[str, ...],
    attachments: int = 0,
    new_seller: bool = False,
    new_customer: bool = False,
    known_already: bool = False,
) -> InvoiceCreated:
    """A new invoice."""
    return InvoiceCreated(
        **_state(invoice),
        **_said(document),
        payments=_payments(invoice),
        warnings=list(warnings),
        attachments=attachments,
        new_seller=new_seller,
        new_customer=new_customer,
        known_already=known_already,
    )


def email(of: Email) -> EmailShown:
    """An e-mail in a list."""
    return EmailShown(**_email(of))


def email_detail(of: Email) -> EmailDetail:
    """An e-mail with its events, oldest first."""
    return EmailDetail(**_email(of), events=[_event(event) for event in sorted(of.events, key=lambda each: each.at)])


def entry(of: Entry) -> EntryShown:
    """An entry of the timeline."""
    return EntryShown(at=of.at, actor=f"{of.actor.kind}:{of.actor.name}", type=of.type, text=of.text, data=of.data)


def _state(invoice: Invoice) -> dict[str, Any]:
    names = (
        "invoice_id number seller_id customer_id customer_name status version issue_date due_date sent_at "
        "created_at updated_at"
    )
    return {
        **{name: getattr(invoice, name) for name in names.split()},
        "total": amount(invoice.payable, invoice.currency),
        "paid": amount(invoice.paid, invoice.currency),
        "balance": shown(invoice.balance),
        "delivery": LightShown.model_validate(light(invoice.delivery)),
    }


def _payments(invoice: Invoice) -> list[PaymentShown]:
    return [
        PaymentShown(
            payment_id=each.payment_id,
            amount=amount(each.amount, invoice.currency),
            received_on=each.received_on,
            method=each.method,
            reference=each.reference,
        )
        for each in invoice.payments
    ]


def _said(document: InvoiceDocument) -> dict[str, Any]:
    return {
        "seller": as_is(PartyShown, document.seller),
        "buyer": as_is(PartyShown, document.buyer),
        "lines": [_line(line, document.currency) for line in document.lines],
        "adjustments": [_adjustment(each, document.currency) for each in document.adjustments],
        "totals": _totals(document),
        "references": [ReferenceShown.model_validate(each) for each in document.references],
        "notes": list(document.notes),
        "payment_terms": document.payment_terms,
        "payment_means": [MeansShown.model_validate(each) for each in document.payment_means],
    }


def _line(line: Line, currency: str) -> LineShown:
    names = "line_id name description quantity unit_code unit_price base_quantity tax_category tax_rate note"
    return LineShown(
        net=amount(line.net, currency),
        adjustments=[_adjustment(each, currency) for each in line.adjustments],
        **{name: getattr(line, name) for name in names.split()},
    )


def _adjustment(of: Adjustment, currency: str) -> AdjustmentShown:
    return AdjustmentShown(
        kind="charge" if of.charge else "allowance",
        amount=amount(of.amount, currency),
        reason=of.reason,
        percent=of.percent,
        tax_category=of.tax_category,
        tax_rate=of.tax_rate,
    )


def _totals(document: InvoiceDocument) -> TotalsShown:
    totals, currency = document.totals, document.currency
    names = "lines allowances charges tax_exclusive tax tax_inclusive prepaid rounding payable"
    groups = [
        TaxGroupShown(
            category=group.category,
            rate=group.rate,
            taxable=amount(group.taxable, currency),
            tax=amount(group.tax, currency),
            exemption_reason=group.exemption_reason,
        )
        for group in totals.tax_groups
    ]
    return TotalsShown(tax_groups=groups, **{name: amount(getattr(totals, name), currency) for name in names.split()})


def _email(of: Email) -> dict[str, Any]:
    counts = of.counts
    return {
        "email_id": of.email_id,
        "message_id": of.message_id,
        "kind": of.kind,
        "recipient": of.recipient.address,
        "header": of.recipient.header,
        "status": of.status,
        "reason": of.status_reason or of.status_code,
        "not_before": of.not_before,
        "sent_at": of.sent_at,
        "opens": CountsShown(human=counts.human_opens, machine=counts.machine_opens, unknown=counts.unknown_opens),
        "clicks": CountsShown(human=counts.human_clicks, machine=counts.machine_clicks, unknown=counts.unknown_clicks),
        "last_event_at": max((event.at for event in of.events), default=None),
    }


def _event(of: Event) -> EventShown:
    names = ("type", "name", "at", "who", "cause", "detail", "link")
    return EventShown(user_agent=family(of.user_agent), **{name: getattr(of, name) for name in names})
