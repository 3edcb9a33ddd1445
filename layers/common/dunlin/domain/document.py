"""What an invoice says: the issued document, with the parties' details copied onto it. Immutable once posted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dunlin.domain.money import Money
from dunlin.domain.party import Party
from dunlin.domain.totals import Adjustment, Totals


@dataclass(frozen=True, slots=True)
class Period:
    """A billing period; either end may be open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line. `net` is in minor units, after the line's own adjustments, before tax.

    `unit_price` is per `base_quantity` units, net of tax and of price discounts; `gross_price` is the price before
    those discounts, where one was given. `unit_code` is UN/ECE Rec 20. `attributes` are names and values of the item.
    """

    line_id: str
    name: str
    quantity: Decimal
    unit_price: Decimal
    net: int
    tax_category: str = "S"
    tax_rate: Decimal = Decimal(0)
    description: str = ""
    unit_code: str = ""
    base_quantity: Decimal = Decimal(1)
    adjustments: tuple[Adjustment, ...] = ()
    item_id: str = ""
    note: str = ""
    period: Period | None = None
    gross_price: Decimal | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A document the invoice refers to. `kind`: buyer, order, sales_order, contract, project, despatch, receipt,
    originator, preceding_invoice, tender, object, accounting. `issued` is when that document was issued.
    """

    kind: str
    value: str
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """One way to pay. `code` is UNTDID 4461 (30 credit transfer, 58 SEPA credit transfer, 59 SEPA direct debit...).

    `creditor_id` names who collects a direct debit (BT-90).
    """

    code: str = ""
    name: str = ""
    reference: str = ""
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    account_number: str = ""
    mandate_id: str = ""
    payer_account: str = ""
    card_last4: str = ""
    creditor_id: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceDocument:
    """Everything printed on the invoice but its due date and what has been paid since, which live with `Invoice`.

    `accounting_tax` is the tax in the currency the seller accounts for it, where that is another one (BT-111): the
    law wants it printed (Directive 2006/112/EC, article 230).
    """

    seller: Party
    buyer: Party
    currency: str
    lines: tuple[Line, ...]
    totals: Totals
    adjustments: tuple[Adjustment, ...] = ()
    type_code: str = "380"
    payee: Party | None = None
    tax_representative: Party | None = None
    tax_point_date: date | None = None
    period: Period | None = None
    delivery_date: date | None = None
    deliver_to: Party | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    payment_terms: str = ""
    payment_means: tuple[PaymentMeans, ...] = ()
    accounting_tax: Money | None = None
