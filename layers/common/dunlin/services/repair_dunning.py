"""Repair: open invoices that should have a next reminder, and that nobody would look at again, are found and looked at.

There should be none. The sweep walks through all due dates in some hours, a day of them each minute, so that a mistake
of ours, or data from before there was dunning, is found without reading everything at once. On the way, invoices that
payments would not find are named again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dunlin.domain.dunning.decision import HELD
from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import InvoiceQuery, Invoices, NewId
from dunlin.services.repair_keys import MOST, repair_keys

SWEEP = Actor(ActorKind.SYSTEM, "sweep")
# From two months ahead to more than a year back: each day of due dates comes every eight hours.
_AHEAD, _ROUND = timedelta(days=60), 480
_PAGE, _PAGES = 200, 5


@dataclass(frozen=True, slots=True)
class Repaired:
    """How many invoices had been forgotten, and how many payments would not have found."""

    turns: int
    keys: int


def repair_dunning(*, now: datetime, new_id: NewId, invoices: Invoices, dunnings: Dunnings) -> Repaired:
    """Each that was forgotten is noted in its timeline, and looked at by the next sweep."""
    on, repaired, named, after = day_of(now), 0, 0, None
    for _ in range(_PAGES):
        page = invoices.list(InvoiceQuery(statuses=OWED, due_from=on, due_to=on), limit=_PAGE, after=after)
        named += repair_keys(page.items, most=MOST - named, invoices=invoices)
        for invoice in filter(forgotten, _whole(page.items, invoices)):
            text = "The invoice is open, but nobody would have looked at its reminders: the sweep has it done"
            entry = Entry(new_id("tml"), invoice.invoice_id, now, SWEEP, "dunning.repaired", text)
            repaired += dunnings.repair(invoice, at=now, entry=entry)
        after = page.next
        if after is None:
            break
    return Repaired(repaired, named)


def _whole(listed: tuple[Invoice, ...], invoices: Invoices) -> Iterable[Invoice]:
    """Those that could have been forgotten, with their dunning, which a list does not have."""
    return invoices.find([each.invoice_id for each in listed if not each.never_sent]).values()


def day_of(now: datetime) -> date:
    """Whose turn it is in this minute."""
    minute = int(now.timestamp()) // 60
    return (now + _AHEAD).date() - timedelta(days=minute % _ROUND)


def forgotten(invoice: Invoice) -> bool:
    """Whether it is open, has not ended, waits for nothing, and yet has no next time."""
    dunning = invoice.dunning
    if invoice.status not in OWED or invoice.never_sent:
        return False
    if dunning is None:
        return True
    waits = dunning.next_at or dunning.ended or dunning.holds or dunning.decided in HELD
    return not waits
