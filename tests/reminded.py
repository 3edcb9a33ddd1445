"""Mails of reminders for tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind, Reminded
from tests.builders import NOW, a_message, an_invoice, some_emails


def a_reminder(
    invoice: Invoice | None = None, *addresses: str, decided: datetime = NOW, **said: Any
) -> tuple[Email, ...]:
    """Planned, one mail per address; `said` changes what it says."""
    invoice = invoice or an_invoice(status=Status.OPEN)
    plain: dict[str, Any] = {
        "number": 1,
        "workflow_id": "wf_1",
        "workflow_version": 1,
        "assignment": 1,
        "amount": invoice.balance.amount,
        "currency": invoice.currency,
        "days_late": 7,
        "invoice_number": invoice.number,
        "customer_name": invoice.customer_name,
    }
    reminder = Reminded(**{**plain, **said})
    message_id = f"msg_{invoice.number}_{reminder.number}_{decided:%d%H%M%S}"
    message = a_message(
        invoice, message_id=message_id, kind=MessageKind.REMINDER, created_at=decided, reminder=reminder
    )
    return some_emails(message, *addresses)


def delivered(email: Email, **changes: Any) -> Email:
    """The mail, after it has arrived."""
    left = {"status": EmailStatus.DELIVERED, "sent_at": email.created_at, "delivered_at": email.created_at}
    return replace(email, **{**left, **changes})
