"""Invoices and their story, as callers get them."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.bodies.charges import ChargeShown, charges
from api.bodies.common import Amount, Shown, amount, named, shown
from api.bodies.content import AdjustmentShown, LineShown, MeansShown, PartyShown, ReferenceShown, TotalsShown, content
from dunlin.domain.delivery import Colour, light
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.timeline import Entry


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
    charged: Amount = Field(description="late fees and interest beside it, without what was waived")
    paid: Amount
    balance: Amount = Field(description="what is still owed: total and charged, less paid")
    delivery: LightShown
    sent_at: datetime | None
    created_at: datetime
    updated_at: datetime


class PaymentShown(Shown):
    """A payment; one that went back to the customer is negative, and names the payment that it is taken from."""

    payment_id: str
    amount: Amount
    received_on: date
    method: str
    reference: str
    refund_of: str
    chargeback: bool = Field(description="taken back by the customer's bank")
    fee: Amount = Field(description="what the customer paid on top for the way of paying; never owed")


class InvoiceShown(InvoiceSummary):
    """An invoice, whole."""

    payments: list[PaymentShown]
    charges: list[ChargeShown]
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


class EntryShown(Shown):
    """An entry of the timeline."""

    at: datetime
    actor: str
    type: str
    text: str
    data: dict[str, str]


def summary(invoice: Invoice) -> InvoiceSummary:
    """An invoice in a list."""
    return InvoiceSummary(**_state(invoice))


def whole(invoice: Invoice, document: InvoiceDocument) -> InvoiceShown:
    """An invoice, whole."""
    return InvoiceShown(**_state(invoice), **content(document), payments=_payments(invoice), charges=charges(invoice))


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
        **content(document),
        payments=_payments(invoice),
        charges=charges(invoice),
        warnings=list(warnings),
        attachments=attachments,
        new_seller=new_seller,
        new_customer=new_customer,
        known_already=known_already,
    )


def entry(of: Entry) -> EntryShown:
    """An entry of the timeline."""
    return EntryShown(at=of.at, actor=named(of.actor), type=of.type, text=of.text, data=of.data)


def _state(invoice: Invoice) -> dict[str, Any]:
    names = (
        "invoice_id number seller_id customer_id customer_name status version issue_date due_date sent_at "
        "created_at updated_at"
    )
    return {
        **{name: getattr(invoice, name) for name in names.split()},
        "total": amount(invoice.payable, invoice.currency),
        "charged": amount(invoice.charged, invoice.currency),
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
            refund_of=each.refund_of,
            chargeback=each.chargeback,
            fee=amount(each.fee, invoice.currency),
        )
        for each in invoice.payments
    ]
