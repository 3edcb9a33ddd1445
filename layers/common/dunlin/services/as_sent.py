"""An invoice as far as its reminders have left: what was called back at its claim has not had its turn."""

from dunlin.domain.batch import ACCEPTED
from dunlin.domain.dunning.calling_back import called_back
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.sending import Messages


def as_sent(invoice: Invoice, messages: Messages) -> Invoice:
    """Reads the message that was called back, if there is one: somebody may have got it all the same."""
    if not invoice.unsent:
        return invoice
    _, emails = messages.get(invoice.unsent)
    left = any(email.status in (*ACCEPTED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS) for email in emails)
    return invoice if left else called_back(invoice)
