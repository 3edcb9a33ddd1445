"""The same invoice as plain facts, as a user of another stack would have them: decimals, dates and texts."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.sends.sample import BIC, IBAN, LINKS, Sample

UNIT = "Stk."
TEMPLATES = Path(__file__).parent / "templates"


def facts_of(sample: Sample) -> dict[str, Any]:
    """By the names that the templates use. Money is in euros, as Decimal."""
    document = sample.document
    totals = document.totals
    return {
        "invoice": sample.invoice,
        "seller": document.seller,
        "buyer": document.buyer,
        "order": document.references[0].value,
        "lines": [
            {
                "id": each.line_id,
                "name": each.name,
                "description": each.description,
                "item_id": each.item_id,
                "quantity": each.quantity,
                "unit": UNIT,
                "price": each.unit_price,
                "rate": each.tax_rate,
                "net": euros(each.net),
            }
            for each in document.lines
        ],
        "allowances": [{"reason": each.reason, "amount": euros(each.amount)} for each in document.adjustments],
        "taxes": [
            {"rate": each.rate, "basis": euros(each.taxable), "amount": euros(each.tax)} for each in totals.tax_groups
        ],
        "totals": {
            "lines": euros(totals.lines),
            "net": euros(totals.tax_exclusive),
            "tax": euros(totals.tax),
            "gross": euros(totals.tax_inclusive),
            "due": euros(totals.payable),
        },
        "iban": " ".join(IBAN[start : start + 4] for start in range(0, len(IBAN), 4)),
        "bic": BIC,
        "terms": document.payment_terms,
        "notes": document.notes,
    }


def link_of(number: int) -> str:
    """The way of one recipient to the invoice."""
    return f"{LINKS}{number:043}"


def subject_of(sample: Sample) -> str:
    """As Dunlin's shipped text has it."""
    return f"Rechnung {sample.invoice.number} von {sample.document.seller.name}"


def euros(minor: int) -> Decimal:
    """From cents."""
    return Decimal(minor).scaleb(-2)
