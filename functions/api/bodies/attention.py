"""What a person is asked to look at, as callers get it."""

from pydantic import Field

from api.bodies.common import Amount, Shown
from api.bodies.common import shown as money
from api.bodies.dunning import AttentionShown
from dunlin.domain.invoice import Invoice


class AskedShown(AttentionShown):
    """An invoice that a person is asked to look at."""

    invoice_id: str
    number: str
    customer_id: str
    customer_name: str
    balance: Amount
    reason: str = Field(description="the code of the last decision")


class AttentionList(Shown):
    """A page of them, the oldest first."""

    items: list[AskedShown]
    next_cursor: str | None


def asked(invoice: Invoice) -> AskedShown:
    """An invoice that a person is asked to look at, as callers get it."""
    dunning = invoice.dunning
    return AskedShown(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        customer_name=invoice.customer_name,
        balance=money(invoice.balance),
        reason=dunning.decided if dunning else "",
        text=dunning.asks if dunning else "",
        since=dunning.asks_since if dunning else None,
    )
