"""Transactions: all of it or nothing, and for what was refused a reason per item.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from tests.simulation.aws.dynamodb.keys import read_key
from tests.simulation.aws.dynamodb.requests import knows
from tests.simulation.aws.dynamodb.shelves import Item, Order
from tests.simulation.aws.dynamodb.tables import Table
from tests.simulation.aws.dynamodb.values import copied, invalid
from tests.simulation.aws.dynamodb.writes import (
    FAILED,
    Write,
    read_check,
    read_delete,
    read_put,
    read_update_item,
)
from tests.simulation.aws.refusal import Answer, Params, Refusal

MOST, LARGEST = 100, 4 * 1024 * 1024
REMEMBERED = timedelta(minutes=10)
_READERS = {"Put": read_put, "Update": read_update_item, "Delete": read_delete, "ConditionCheck": read_check}
_CODES = {FAILED: "ConditionalCheckFailed", "ValidationException": "ValidationError"}
CONFLICT = "Transaction is ongoing for the item"

type Tables = Callable[[str], Table]
type Busy = Callable[[str, Order], bool]
"""Whether somebody else's transaction is at an item just now."""


class Tokens:
    """What was asked for by which `ClientRequestToken`: once more is no second time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: dict[str, tuple[datetime, object]] = {}

    def is_new(self, token: str, asked: object) -> bool:
        """Refusal, if by the same token something else was done."""
        since, what = self._known.get(token, (None, None))
        if since is None or self._clock() - since >= REMEMBERED:
            return True
        if what != asked:
            raise Refusal(
                "IdempotentParameterMismatchException",
                "The provided client token was used with a different request within the idempotency period",
            )
        return False

    @property
    def asked(self) -> Iterable[object]:
        """By whatever token."""
        return [what for _, what in self._known.values()]

    def remember(self, token: str, asked: object) -> None:
        """It is done."""
        now = self._clock()
        for old in [each for each, (since, _) in islice(self._known.items(), 2) if now - since >= REMEMBERED]:
            del self._known[old]
        self._known[token] = (now, asked)


def transact_write(params: Params, tables: Tables, busy: Busy) -> list[tuple[Write, Item | None]]:
    """What is to be written; Refusal, with the reasons, if anything stands against it."""
    knows("TransactWriteItems", params, "TransactItems", "ClientRequestToken")
    writes = list(_read(params["TransactItems"], tables))
    places = [(write.table.name, write.place) for write in writes]
    if len(set(places)) < len(places):
        raise invalid("Transaction request cannot include multiple operations on one item")
    results, reasons = [], []
    for write in writes:
        result, reason = _judged(write, busy)
        results.append((write, result))
        reasons.append(reason)
    _cancel_for(reasons)
    if sum(item.size for _, item in results if item is not None) > LARGEST:
        raise invalid("Collective size of items in transaction exceeds 4 MB")
    return [(write, item) for write, item in results if not write.checks_only]


def transact_get(params: Params, tables: Tables, busy: Busy) -> Answer:
    """Some items as they are at one instant."""
    knows("TransactGetItems", params, "TransactItems")
    _few(params["TransactItems"])
    found: list[tuple[Table, Order]] = []
    for [(kind, asked)] in (each.items() for each in params["TransactItems"]):
        knows(f"TransactGetItems.{kind}", asked, "Key")
        table = tables(asked["TableName"])
        found.append((table, table.place(read_key(table.schema, asked["Key"]))))
    _cancel_for([_conflict() if busy(table.name, place) else _none() for table, place in found])
    items = [table.get(place) for table, place in found]
    return {
        "Responses": [
            {} if item is None else {"Item": {name: copied(value) for name, value in item.items()}} for item in items
        ]
    }


def _read(asked: list[dict[str, Params]], tables: Tables) -> Iterator[Write]:
    _few(asked)
    for each in asked:
        if len(each) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        [(kind, params)] = each.items()
        yield _READERS[kind](tables(params["TableName"]), params)


def _few(asked: list[Any]) -> None:
    if not 1 <= len(asked) <= MOST:
        text = f"Member must have length less than or equal to {MOST}"
        raise invalid(f"1 validation error detected: Value at 'transactItems' failed to satisfy constraint: {text}")


def _judged(write: Write, busy: Busy) -> tuple[Item | None, dict[str, Any]]:
    if busy(write.table.name, write.place):
        return None, _conflict()
    try:
        return write.after(), _none()
    except Refusal as refusal:
        return None, {"Code": _CODES[refusal.code], "Message": refusal.text, **refusal.more}


def _none() -> dict[str, Any]:
    return {"Code": "None"}


def _conflict() -> dict[str, Any]:
    return {"Code": "TransactionConflict", "Message": CONFLICT}


def _cancel_for(reasons: list[dict[str, Any]]) -> None:
    codes = [reason["Code"] for reason in reasons]
    if any(code != "None" for code in codes):
        raise Refusal(
            "TransactionCanceledException",
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(codes)}]",
            CancellationReasons=reasons,
        )
