"""Customers who are late, each at another stage, made over the public HTTP API: so reminders have something to do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from local.ask import ask
from local.seed import Seeded

SELLER = "sel_nordwind"
"""A seller of its own, whose invoices are reminded of by the shipped workflow: 5, 15 and 30 days after the due date."""


@dataclass(frozen=True)
class Late:
    """A customer, and how many days their invoice is late; `first` is the reminder that comes next."""

    name: str
    country: str
    city: str
    address: str
    zone: str
    locale: str
    days_late: int
    amount: str
    first: int = 1


CUSTOMERS = (
    Late("Bakker Advies B.V.", "NL", "Utrecht", "anna@bakker.example", "Europe/Amsterdam", "nl-NL", 2, "480.00"),
    Late("Gruber & Söhne KG", "AT", "Graz", "buchhaltung@gruber.example", "Europe/Vienna", "de-AT", 12, "1250.00", 2),
    Late("Harbour Goods Ltd", "GB", "Leeds", "accounts@harbour.example", "Europe/London", "en-GB", 27, "92.50", 3),
    Late(
        "Pruebas Rebote S.L.", "ES", "Sevilla", "bounce@simulator.amazonses.com", "Europe/Madrid", "es-ES", 3, "310.00"
    ),
)


def seed_late(url: str) -> list[Seeded]:
    """Posted, sent, and with their workflow."""
    today = datetime.now(UTC).date()
    ask("PUT", f"{url}/v1/sellers/{SELLER}", _seller())
    return [_invoice(url, number, each, today) for number, each in enumerate(CUSTOMERS, start=1)]


def _invoice(url: str, number: int, late: Late, today: date) -> Seeded:
    customer = ask("POST", f"{url}/v1/customers", _customer(late))
    wanted = _wanted(f"NW-{number:03}", late, customer["customer_id"], today)
    invoice_id = ask("POST", f"{url}/v1/invoices", wanted)["invoice_id"]
    ask("POST", f"{url}/v1/invoices/{invoice_id}/post")
    ask("POST", f"{url}/v1/invoices/{invoice_id}/send", key=f"seed-{number}")
    if late.first > 1:
        chosen = {"workflow_id": "wf_standard", "first": late.first}
        ask("PUT", f"{url}/v1/invoices/{invoice_id}/dunning", chosen)
    return Seeded(late.name, invoice_id, wanted["number"])


def _seller() -> dict[str, Any]:
    address = {"lines": ["Hafenstraße 7"], "city": "Bremen", "postal_code": "28217", "country": "DE"}
    return {
        "party": {"name": "Nordwind Handel GmbH", "address": address, "tax_id": "DE811223344"},
        "sender_address": "rechnung@example.com",
        "sender_name": "Nordwind Handel",
        "reply_to": "debitoren@example.com",
        "bank": {"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "account_name": "Nordwind Handel GmbH"},
        "payment_page": "https://pay.example.com/{number}",
        "locale": "de-DE",
        "time_zone": "Europe/Berlin",
        "workflow_id": "wf_standard",
    }


def _customer(late: Late) -> dict[str, Any]:
    address = {"lines": ["1"], "city": late.city, "country": late.country}
    return {
        "party": {"name": late.name, "address": address},
        "contacts": [{"name": "", "email": late.address, "roles": ["billing"]}],
        "locale": late.locale,
        "time_zone": late.zone,
    }


def _wanted(number: str, late: Late, customer_id: str, today: date) -> dict[str, Any]:
    due = today - timedelta(days=late.days_late)
    line = {
        "name": "Ostfriesentee, lose",
        "quantity": "1",
        "unit_price": late.amount,
        "tax_rate": "19",
        "unit_code": "C62",
    }
    return {
        "seller_id": SELLER,
        "customer_id": customer_id,
        "number": number,
        "issue_date": (due - timedelta(days=30)).isoformat(),
        "due_date": due.isoformat(),
        "currency": "EUR",
        "lines": [line],
    }
