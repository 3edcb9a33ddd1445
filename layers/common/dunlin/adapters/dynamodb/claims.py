"""What a claim asks of the invoice, and of the customer: as they were seen, or nothing is sent."""

from typing import Any

from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.dynamodb.invoice_updates import generation_is
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import COUNTED
from dunlin.services.ports.sending import Change, SendContext


def see(transaction: TransactWrite, claimed: Change, context: SendContext) -> None:
    """Add the conditions; and, once for all recipients of a message, that this is the last mail about the invoice."""
    email, invoice = claimed.after, context.invoice
    as_seen: Any = (InvoiceRow.version == invoice.version) & InvoiceRow.status.is_in(*_statuses(invoice))
    if email.reminder:
        as_seen &= generation_is(invoice.dunning.generation if invoice.dunning else 0)
        as_seen &= (InvoiceRow.mailed_by == email.message_id) | _last_mail(invoice)
        transaction.condition_check(
            CustomerRow, email.customer_id, condition=CustomerRow.version == context.customer.version
        )
    if email.kind in COUNTED and invoice.mailed_by != email.message_id and claimed.entry:
        at, by = InvoiceRow.mailed_at.set(stamp(claimed.entry.at)), InvoiceRow.mailed_by.set(email.message_id)
        transaction.update(InvoiceRow(invoice.invoice_id, HEAD), [at, by], as_seen)
    else:
        transaction.condition_check(InvoiceRow, invoice.invoice_id, HEAD, as_seen)


def _statuses(invoice: Invoice) -> tuple[str, ...]:
    """The status that was seen; a POSTED invoice may have been opened by the mail to another recipient meanwhile."""
    return ("POSTED", "OPEN") if invoice.status in {"POSTED", "OPEN"} else (invoice.status.value,)


def _last_mail(invoice: Invoice) -> Any:
    if not invoice.mailed_at:
        return InvoiceRow.mailed_at.does_not_exist()
    return InvoiceRow.mailed_at == stamp(invoice.mailed_at)
