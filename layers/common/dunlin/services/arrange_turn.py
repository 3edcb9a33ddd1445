"""Arrange that somebody looks at an invoice's dunning when its time has come."""

from datetime import datetime, timedelta

from dunlin.domain.invoice import Invoice
from dunlin.services.arrange_delivery import NEAR
from dunlin.services.ports.sending import Outbox, Schedules, TurnDue


def arrange_turn(invoice: Invoice, *, now: datetime, outbox: Outbox, schedules: Schedules) -> None:
    """One call, or none when nobody has to look. May be repeated. Raises Unavailable: then the sweep finds it."""
    if not invoice.dunning or not invoice.dunning.next_at:
        return
    wait = max(invoice.dunning.next_at - now, timedelta(0))
    if wait > NEAR:
        schedules.put_turn(turn_of(invoice), at=invoice.dunning.next_at)
    else:
        outbox.put_turn(turn_of(invoice), delay=wait)


def turn_of(invoice: Invoice) -> TurnDue:
    """What schedules and queue messages carry."""
    generation = invoice.dunning.generation if invoice.dunning else 0
    return TurnDue(invoice.invoice_id, invoice.customer_id, invoice.seller_id, generation)
