"""Which invoice a payment was for, by what its payer wrote. Where several could be meant, a person decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.payment_keys import Found, keys_in
from dunlin.domain.remittance import IncomingPayment, Unplaced

# `1001` may also be a house number: shorter keys count alone, or when exactly what is owed was paid.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class Match:
    """The invoice (None: none, or too many, which is `why`)."""

    invoice: Invoice | None
    why: Unplaced = Unplaced.UNKNOWN_INVOICE


@dataclass(frozen=True, slots=True)
class Candidates:
    """`named` are ids of invoices by key, `invoices` the invoices by id, as they are now."""

    named: Mapping[str, tuple[str, ...]]
    invoices: Mapping[str, Invoice]

    def of(self, found: Found) -> tuple[Invoice, ...]:
        """The invoices that carry this key."""
        return tuple(self.invoices[each] for each in self.named.get(found.key, ()) if each in self.invoices)


def match(texts: Iterable[str], incoming: IncomingPayment, candidates: Candidates) -> Match:
    """The one invoice that is owed, in the payment's currency, and named by all keys, or else by any.

    Of those that are not owed only one that nothing else speaks for: the payment is then kept with that reason.
    """
    groups = [group for text in texts for group in _groups(text, incoming, candidates)]
    owed = [each for group in groups if (each := _owed(group, incoming))]
    if not owed:
        return _one({each.invoice_id: each for group in groups for each in group})
    shared = set(owed[0]).intersection(*owed)
    every = {invoice_id: each for group in owed for invoice_id, each in group.items()}
    return _one({each: every[each] for each in shared} if len(shared) == 1 else every)


def _groups(text: str, incoming: IncomingPayment, candidates: Candidates) -> list[tuple[Invoice, ...]]:
    """The invoices of each key in the text; of two keys of which one is a part of the other, the longer one."""
    found = [each for each in keys_in(text) if candidates.of(each)]
    longest = [each for each in found if not any(each.inside(other) for other in found)]
    return [candidates.of(each) for each in longest if _telling(each, incoming, candidates)]


def _telling(found: Found, incoming: IncomingPayment, candidates: Candidates) -> bool:
    exact = any(each.balance.amount == incoming.amount for each in candidates.of(found))
    return found.whole or len(found.key) >= _TELLING or exact


def _owed(group: tuple[Invoice, ...], incoming: IncomingPayment) -> dict[str, Invoice]:
    return {each.invoice_id: each for each in group if each.status in OWED and each.currency == incoming.currency}


def _one(found: Mapping[str, Invoice]) -> Match:
    if len(found) == 1:
        return Match(next(iter(found.values())))
    return Match(None, Unplaced.AMBIGUOUS if found else Unplaced.UNKNOWN_INVOICE)
