"""Post, void, move the due date of an invoice, or give money back: one changed record, one entry that tells it."""

from collections.abc import Callable
from datetime import datetime

from dunlin.domain.errors import StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.timeline import Actor
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told, write_change

TRIES = 5


def change_invoice(
    invoice_id: str,
    how: Callable[[Invoice], Invoice],
    told: Callable[[Invoice], Told],
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
    version: int | None = None,
) -> Invoice:
    """Apply a rule of `domain.invoice` to the stored invoice; `told` describes the result.

    With `version`, raises StaleVersion unless that is the stored one; without, the rule is asked again about whatever
    somebody else has made of the invoice. Raises what `how` raises. Where it changes nothing, nothing is written.
    Its dunning is looked at again: what was due may be so no longer, and what was not may be.
    """
    for _ in range(TRIES):
        before = invoices.get(invoice_id)
        if version is not None and version != before.version:
            raise StaleVersion(f"{before.number} is at version {before.version}, not {version}: read it again")
        after = how(before)
        if after is before:
            return before
        try:
            return write_change(
                before, after, told(after), actor=actor, now=now, new_id=new_id, invoices=invoices, outbox=outbox
            )
        except StaleVersion:
            continue
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")
