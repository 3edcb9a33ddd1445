"""Post, void, move the due date of, or take money for an invoice: one changed record, one entry that tells it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from dunlin.domain.errors import StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.arrange_turn import turn_of
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """How the timeline tells a change: to programs by `type` and `data`, to people by `text`."""

    type: str
    text: str
    data: dict[str, str] = field(default_factory=dict)


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
    for _ in range(_TRIES):
        before = invoices.get(invoice_id)
        if version is not None and version != before.version:
            raise StaleVersion(f"{before.number} is at version {before.version}, not {version}: read it again")
        after = how(before)
        if after is before:
            return before
        after = after.disturbed(now=now)
        what = told(after)
        entry = Entry(new_id("tml"), invoice_id, now, actor, what.type, what.text, what.data)
        try:
            written = invoices.change(before, after, entry=entry)
        except StaleVersion:
            continue
        if written.dunning:
            with suppress(Unavailable):  # the sweep finds it
                outbox.put_turn(turn_of(written))
        return written
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")
