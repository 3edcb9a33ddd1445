"""CPU time of rendering invoices of 10, 100 and 1,000 lines, everything on them: notes, taxes, payment and its code."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from statistics import median

from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Reference
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import to_minor
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount, Seller
from dunlin.domain.totals import Adjustment, total
from dunlin.rendering.locales import choose
from dunlin.rendering.pdf import render_pdf

# Design, section 7: CPU per send of 10 lines, warm.
BUDGET_MS = {10: 35.0}
_NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_IBAN = "DE89370400440532013000"


def main() -> None:
    """Print the table."""
    render_ms(10)
    print(f"{'lines':>6} {'ms CPU (median)':>16} {'of the budget':>14} {'bytes':>8}")
    for lines, runs in ((10, 41), (100, 15), (1_000, 5)):
        spent, size = render_ms(lines, runs=runs)
        share = f"{spent / BUDGET_MS[lines]:.0%}" if lines in BUDGET_MS else ""
        print(f"{lines:>6,} {spent:>16.1f} {share:>14} {size:>8,}")


def render_ms(lines: int, *, runs: int = 3) -> tuple[float, int]:
    """Median CPU milliseconds of a document of so many lines, and its size."""
    document = a_document(lines)
    invoice, seller, locale = an_invoice(document), a_seller(document.seller), choose("de-DE")
    times = []
    for _ in range(runs):
        start = time.process_time()
        pdf = render_pdf(invoice, document, seller, locale=locale)
        times.append((time.process_time() - start) * 1_000)
    return median(times), len(pdf)


def a_document(lines: int) -> InvoiceDocument:
    goods = tuple(_line(number) for number in range(1, lines + 1))
    adjustments = (Adjustment(False, 150, "Treuerabatt", tax_rate=Decimal(19)),)
    return InvoiceDocument(
        seller=Party(
            "Nordlicht Werkzeuge GmbH",
            address=Address(("Speicherstraße 12",), "Hamburg", "20457", country="DE"),
            tax_id="DE123456788",
        ),
        buyer=Party("Société de Découpe", address=Address(("14, rue de l’Église",), "Lyon", "69002", country="FR")),
        currency="EUR",
        lines=goods,
        totals=total(goods, adjustments),
        adjustments=adjustments,
        references=(Reference("order", "PO-4711"),),
        payment_means=(PaymentMeans(code="58", iban=_IBAN, bic="COBADEFFXXX"),),
        payment_terms="Zahlbar ohne Abzug.",
        notes=("Vielen Dank für Ihren Auftrag.",),
    )


def _line(number: int) -> Line:
    price, quantity = Decimal("19.90") + number, Decimal(number % 7 + 1)
    return Line(
        line_id=str(number),
        name=f"Drehmomentschlüssel {number}",
        description="Antrieb 1/4 Zoll, 6–60 Nm, kalibriert" if number % 2 else "",
        quantity=quantity,
        unit_code="H87",
        unit_price=price,
        net=to_minor(price * quantity, "EUR"),
        tax_rate=Decimal(19 if number % 3 else 7),
        item_id=f"NW-{number:05}",
    )


def an_invoice(document: InvoiceDocument) -> Invoice:
    return Invoice(
        invoice_id="inv_1",
        number="RE-2026-0042",
        seller_id="sel_1",
        customer_id="cus_1",
        customer_name=document.buyer.name,
        status=Status.POSTED,
        version=1,
        currency=document.currency,
        issue_date=date(2026, 11, 2),
        due_date=date(2026, 12, 2),
        payable=document.totals.payable,
        created_at=_NOW,
        updated_at=_NOW,
    )


def a_seller(party: Party) -> Seller:
    return Seller("sel_1", 1, party, "rechnung@nordlicht.example", "Nordlicht", bank=BankAccount(iban=_IBAN))
