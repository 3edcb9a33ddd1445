"""Which invoices a payment may mean by a text: one item for each key of a seller's, beside the other identifiers."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size
from pynamodb.models import Model

from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.errors import Conflict

# What so many invoices share tells none of them from the others; an item must not grow without end.
MOST = 100


class PaymentKeyRow(Model):
    """One key, and the invoices that it stands on."""

    class Meta(Table):
        """The identifiers' table."""

    identifier = UnicodeAttribute(hash_key=True)
    invoices = UnicodeSetAttribute(null=True)


def note(seller_id: str, keys: Sequence[str], invoice_id: str) -> None:
    """The invoice is found by these from now on. May be repeated."""
    room: Any = PaymentKeyRow.invoices.does_not_exist() | (size("invoices") < MOST)
    for key in keys:
        with suppress(Conflict), ours(Conflict("shared by too many")):
            PaymentKeyRow(_identifier(seller_id, key)).update(
                [PaymentKeyRow.invoices.add({invoice_id})], condition=room
            )


def named(seller_id: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The invoices by key."""
    wanted = {_identifier(seller_id, each): each for each in keys}
    rows = PaymentKeyRow.batch_get(list(wanted), consistent_read=True) if wanted else ()
    return {wanted[row.identifier]: tuple(sorted(row.invoices or ())) for row in rows}


def _identifier(seller_id: str, key: str) -> str:
    return f"payable/{seller_id}/{key}"
