"""Invoices that are owed and reminders of them, put into the tables."""

from typing import Any

from dunlin import wiring
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind
from tests.builders import a_document, a_message, an_entry, an_invoice


def store_owed(**changes: Any) -> Invoice:
    """An open invoice in the tables."""
    invoice = an_invoice(**{"status": Status.OPEN, **changes})
    wiring.invoices().add(invoice, a_document(), entry=an_entry(invoice))
    return wiring.invoices().get(invoice.invoice_id)


def store_reminder(emails: tuple[Email, ...], invoice: Invoice) -> None:
    """The mails in the tables, planned."""
    message = a_message(
        invoice, message_id=emails[0].message_id, kind=MessageKind.REMINDER, reminder=emails[0].reminder
    )
    entry = an_entry(invoice, entry_id=f"tml_{message.message_id}")
    wiring.messages().plan(message, emails, invoice=invoice, entry=entry)
