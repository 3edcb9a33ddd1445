"""How an invoice is paid, as far as a mail says it (the PDF has all of it)."""

from dunlin.domain.document import InvoiceDocument, PaymentMeans
from dunlin.domain.seller import BankAccount

# UNTDID 4461: the seller fetches the money; and what else no account of the seller's is needed for.
_COLLECTED = frozenset({"49", "59"})
_NO_TRANSFER = _COLLECTED | {"10", "20", "48", "54", "55", "68", "97"}


def is_collected(document: InvoiceDocument) -> bool:
    """Whether there is nothing for the customer to do."""
    return bool(document.payment_means) and all(means.code in _COLLECTED for means in document.payment_means)


def account(document: InvoiceDocument, default: BankAccount) -> PaymentMeans | BankAccount | None:
    """Where to transfer to: the document's first account, else the seller's, unless it is not paid by transfer."""
    transfers = [means for means in document.payment_means if means.code not in _NO_TRANSFER]
    if document.payment_means and not transfers:
        return None
    offered: tuple[PaymentMeans | BankAccount, ...] = (*transfers, default)
    return next((each for each in offered if each.iban or each.account_number), None)


def reference(document: InvoiceDocument) -> str:
    """What to quote, or empty when the document leaves it to the invoice number."""
    return next((means.reference for means in document.payment_means if means.reference.strip()), "")
