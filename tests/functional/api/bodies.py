"""What callers send: whole and plausible; a test names only what it is about."""

from typing import Any


def a_line(**changes: Any) -> dict[str, Any]:
    """Ten herrings."""
    return {"name": "Herring", "quantity": "10", "unit_price": "12.50", "tax_rate": "21", **changes}


def content(**changes: Any) -> dict[str, Any]:
    """What an invoice over €151.25 says."""
    return {"currency": "EUR", "issue_date": "2026-11-20", "lines": [a_line()], **changes}


def an_invoice(**changes: Any) -> dict[str, Any]:
    """A new invoice over €151.25."""
    return {"seller_id": "sel_1", "customer_id": "cus_1", "number": "2026-100", **content(), **changes}


def a_seller(**changes: Any) -> dict[str, Any]:
    """A Danish company."""
    party = {"name": "Sild ApS", "tax_id": "DK12345678", "address": {"city": "Skagen", "country": "DK"}}
    return {"party": party, "sender_address": "faktura@sild.example", "sender_name": "Sild", **changes}


def a_customer(**changes: Any) -> dict[str, Any]:
    """A Belgian customer with one contact."""
    contact = {"name": "Chris", "email": "chris@belge.example", "roles": ["primary"]}
    party = {"name": "Belge SA", "tax_id": "BE0123456789", "registration_id": "0123456789"}
    return {"party": party, "contacts": [contact], "locale": "fr-BE", "time_zone": "Europe/Brussels", **changes}


def a_payment(**changes: Any) -> dict[str, Any]:
    """€50.00 by bank transfer."""
    return {"amount": 5000, "currency": "EUR", "received_on": "2026-11-22", "method": "transfer", **changes}


def a_template(**changes: Any) -> dict[str, Any]:
    """The invoice in our own words, in English and German."""
    texts = {
        "en": {
            "subject": "Your invoice {{ invoice.number }}",
            "body": "Dear {{ recipient.name }}, we ask for {{ invoice.amount_due }}.",
        },
        "de": {
            "subject": "Ihre Rechnung {{ invoice.number }}",
            "body": "Guten Tag, es sind {{ invoice.amount_due }}.",
            "button": "Zahlen",
        },
    }
    return {"name": "Ours", "kind": "invoice", "texts": texts, **changes}


def a_workflow(**changes: Any) -> dict[str, Any]:
    """Two reminders, the first in our own words, and somebody who is told when they have not helped."""
    steps = [
        {"offset_days": 3, "at": "10:30", "subject": "Have you seen {{it}}?", "to": ["finance", "ap@buyer.example"]},
        {
            "offset_days": 14,
            "template_id": "default_reminder_firm",
            "minimums": [{"amount": 1000, "currency": "EUR"}],
            "fees": [{"amount": 500, "currency": "EUR"}],
        },
    ]
    action = {"kind": "notify", "value": "credit@seller.example"}
    escalation = {"after_days": 14, "actions": [action]}
    return {"name": "Ours", "steps": steps, "escalation": escalation, **changes}


def a_portal(**changes: Any) -> dict[str, Any]:
    """Cards with their fee passed through, and debits for smaller amounts."""
    card = {
        "method": "card",
        "minimums": [{"amount": 100, "currency": "EUR"}],
        "fee": {"policy": "pass_through", "percent": "1.5", "fixed": [{"amount": 25, "currency": "EUR"}]},
    }
    debit = {"method": "sepa_debit", "maximums": [{"amount": 500000, "currency": "EUR"}]}
    return {"pay_online": True, "methods": [card, debit], "autopay_allowed": True, **changes}
