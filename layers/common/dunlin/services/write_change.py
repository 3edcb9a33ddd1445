"""Write one change of an invoice with the entry that tells it, and have its dunning looked at again."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from dunlin.domain.errors import Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.domain.remittance import Remittance
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.arrange_turn import turn_of
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox


@dataclass(frozen=True, slots=True)
class Told:
    """How the timeline tells a change: to programs by `type` and `data`, to people by `text`."""

    type: str
    text: str
    data: dict[str, str] = field(default_factory=dict)


def write_change(
    before: Invoice,
    after: Invoice,
    told: Told,
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
    money: Remittance | None = None,
) -> Invoice:
    """The invoice as stored. What was due may be so no longer, and what was not may be: a worker looks.

    Raises what `Invoices.change` raises.
    """
    after = after.disturbed(now=now)
    entry = Entry(new_id("tml"), before.invoice_id, now, actor, told.type, told.text, told.data)
    written = invoices.change(before, after, entry=entry, money=money)
    if written.dunning:
        with suppress(Unavailable):  # the sweep finds it
            outbox.put_turn(turn_of(written))
    return written
