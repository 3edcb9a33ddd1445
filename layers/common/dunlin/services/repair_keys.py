"""Have payments find invoices that were stored before payments were matched, or whose keys were lost."""

from collections.abc import Sequence
from itertools import groupby

from dunlin.domain.invoice import Invoice
from dunlin.domain.payment_keys import key_of
from dunlin.services.ports.records import Invoices

# Each costs a read and a write for each key; the walk comes by again.
MOST = 20


def repair_keys(found: Sequence[Invoice], *, most: int = MOST, invoices: Invoices) -> int:
    """How many were mended, at most so many. Whether one is found is asked by its number, for a hundred at once."""
    mended = 0
    for seller_id, theirs in groupby(sorted(found, key=_seller), key=_seller):
        keys = {each.invoice_id: key_of(each.number) for each in theirs}
        named = invoices.named(seller_id, tuple(dict.fromkeys(filter(None, keys.values()))))
        for invoice_id, key in keys.items():
            if mended < most and key and invoice_id not in named.get(key, ()):
                invoices.note_keys(invoice_id)
                mended += 1
    return mended


def _seller(invoice: Invoice) -> str:
    return invoice.seller_id
