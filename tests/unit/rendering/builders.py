"""Documents to print, built so that totals are right."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Reference
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import to_minor
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount, Seller
from dunlin.domain.totals import Adjustment, total

MIDDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)

NORDLICHT = Party(
    name="Nordlicht Werkzeuge GmbH",
    trading_name="Nordlicht",
    address=Address(("Speicherstraße 12",), "Hamburg", "20457", country="DE"),
    tax_id="DE123456788",
    registration_id="HRB 123456 Hamburg",
    email="rechnung@nordlicht.example",
    phone="+49 40 555 0100",
)
BUYER = Party(
    name="Société Générale de Découpe SARL",
    address=Address(("14, rue de l’Église", "Bâtiment C"), "Lyon", "69002", country="FR"),
    tax_id="FR12345678901",
    contact_name="Amélie Lefèvre",
)
BANK = BankAccount(
    iban="DE89370400440532013000", bic="COBADEFFXXX", account_name="Nordlicht Werkzeuge GmbH", bank_name="Commerzbank"
)


def a_seller(**changes: Any) -> Seller:
    seller = Seller(
        seller_id="sel_1", version=1, party=NORDLICHT, sender_address="rechnung@nordlicht.example",
        sender_name="Nordlicht", bank=BANK, website="www.nordlicht.example", locale="de-DE", time_zone="Europe/Berlin",
    )  # fmt: skip
    return replace(seller, **changes)


def a_line(number: int = 1, **changes: Any) -> Line:
    """Three pieces of 19.90 at 19 %, unless told otherwise; `net` follows quantity, price and base quantity."""
    given: dict[str, Any] = {
        "line_id": str(number), "name": f"Torque wrench {number}", "quantity": Decimal(3), "unit_code": "H87",
        "unit_price": Decimal("19.90"), "tax_category": "S", "tax_rate": Decimal(19),
    } | changes  # fmt: skip
    currency = given.pop("currency", "EUR")
    price = given["quantity"] * given["unit_price"] / given.get("base_quantity", Decimal(1))
    return Line(**({"net": to_minor(price, currency)} | given))


def a_document(*lines: Line, **changes: Any) -> InvoiceDocument:
    lines = lines or (a_line(),)
    adjustments: tuple[Adjustment, ...] = changes.pop("adjustments", ())
    figures = {key: changes.pop(key) for key in ("prepaid", "rounding") if key in changes}
    document = InvoiceDocument(
        seller=NORDLICHT, buyer=BUYER, currency="EUR", lines=lines, adjustments=adjustments,
        totals=total(lines, adjustments, **figures),
        references=(Reference("buyer", "Atelier 7"), Reference("order", "PO-4711")),
        payment_means=(PaymentMeans(code="58", reference="RE-2026-0042"),),
    )  # fmt: skip
    return replace(document, **changes)


def an_invoice(document: InvoiceDocument, **changes: Any) -> Invoice:
    invoice = Invoice(
        invoice_id="inv_1", number="RE-2026-0042", seller_id="sel_1", customer_id="cus_1",
        customer_name=document.buyer.name, status=Status.POSTED, version=1, currency=document.currency,
        issue_date=date(2026, 11, 2), due_date=date(2026, 12, 2), payable=document.totals.payable,
        created_at=MIDDAY, updated_at=MIDDAY,
    )  # fmt: skip
    return replace(invoice, **changes)
