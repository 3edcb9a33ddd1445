"""A meter on the wire: which units DynamoDB charges for each call, worked out from the items before and after it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.metering.charges import Charge, read_many, read_one, written
from tests.metering.sizes import Item
from tests.metering.stored import Table, table
from tests.wire import watched

_STRONG, _STALE, _TRANSACTED = 1.0, 0.5, 2


@dataclass(frozen=True, slots=True)
class Call:
    """One call to AWS, and what DynamoDB charges for it; `sent` is how many bytes of JSON or content went out."""

    name: str
    charges: tuple[Charge, ...] = ()
    sent: int = 0


@dataclass
class Meter:
    """What went over the wire; `told` are the types of the timeline's entries that were written."""

    calls: list[Call] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _asked: list[tuple[dict[str, Any], list[Item | None]]] = field(default_factory=list)

    @property
    def writes(self) -> float:
        """Write units."""
        return sum(charge.write for charge in self.charges)

    @property
    def reads(self) -> float:
        """Read units."""
        return sum(charge.read for charge in self.charges)

    @property
    def charges(self) -> list[Charge]:
        """Of all calls, in their order."""
        return [charge for call in self.calls for charge in call.charges]

    @property
    def counted(self) -> Counter[str]:
        """How often each call was made."""
        return Counter(call.name for call in self.calls)

    def asked(self, event: str, params: dict[str, Any]) -> None:
        """See Watcher."""
        name = event.removeprefix("before-call.")
        self.calls.append(Call(name, sent=_length(params.get("body"))))
        if name.startswith("dynamodb."):
            request = json.loads(params["body"])
            self._asked.append((request, [each.table.item(each.key) for each in _writes(name, request)]))
            puts = [each.get("Put", {}) for each in request.get("TransactItems", ())]
            self.told.extend(put["Item"]["type"]["S"] for put in puts if put.get("TableName") == "TimelineTable")

    def answered(self, event: str, parsed: dict[str, Any]) -> None:
        """See Watcher."""
        name = event.removeprefix("after-call.")
        if name.startswith("dynamodb."):
            request, before = self._asked.pop()
            self.calls[-1] = Call(name, tuple(_charges(name, request, parsed, before)), self.calls[-1].sent)


@contextmanager
def metered() -> Iterator[Meter]:
    """Meter every call made inside."""
    meter = Meter()
    with watched(meter):
        yield meter


@dataclass(frozen=True, slots=True)
class _Write:
    table: Table
    key: Item


def _writes(name: str, request: dict[str, Any]) -> list[_Write]:
    if name == "dynamodb.TransactWriteItems":
        return [_write(each) for item in request["TransactItems"] for each in item.values()]
    if name in {"dynamodb.UpdateItem", "dynamodb.PutItem", "dynamodb.DeleteItem"}:
        return [_write(request)]
    if name == "dynamodb.BatchWriteItem":
        return [
            _write({"TableName": of, **each})
            for of, requests in request["RequestItems"].items()
            for one in requests
            for each in one.values()
        ]
    return []


def _write(asked: dict[str, Any]) -> _Write:
    of = table(asked["TableName"])
    whole = asked.get("Key") or asked["Item"]
    return _Write(of, {name: whole[name] for name in of.key})


def _charges(name: str, request: dict[str, Any], parsed: dict[str, Any], before: list[Item | None]) -> Iterator[Charge]:
    if name in _READS:
        yield from _READS[name](request, parsed)
        return
    asked = _writes(name, request)
    if not asked:
        raise NotImplementedError(f"the meter does not know {name}")
    times = _TRANSACTED if name == "dynamodb.TransactWriteItems" else 1
    for each, was in zip(asked, before, strict=True):
        yield from written(each.table, each.key, was, each.table.item(each.key), times=times)


def _get(request: dict[str, Any], _: dict[str, Any]) -> Iterator[Charge]:
    of = table(request["TableName"])
    yield read_one(of, request["Key"], of.item(request["Key"]), times=_times(request))


def _transact_get(request: dict[str, Any], _: dict[str, Any]) -> Iterator[Charge]:
    for each in request["TransactItems"]:
        of = table(each["Get"]["TableName"])
        yield read_one(of, each["Get"]["Key"], of.item(each["Get"]["Key"]), times=_TRANSACTED)


def _batch_get(request: dict[str, Any], _: dict[str, Any]) -> Iterator[Charge]:
    for name, asked in request["RequestItems"].items():
        of = table(name)
        for key in asked["Keys"]:
            yield read_one(of, key, of.item(key), times=_times(asked))


def _query(request: dict[str, Any], parsed: dict[str, Any]) -> Iterator[Charge]:
    of = table(request["TableName"])
    if parsed["ScannedCount"] != parsed["Count"]:
        raise NotImplementedError("the meter does not see what a filter has left out")
    items = [of.item(item) or {} for item in parsed["Items"]]
    yield read_many(of, request.get("IndexName", ""), items, times=_times(request))


def _times(request: dict[str, Any]) -> float:
    return _STRONG if request.get("ConsistentRead") else _STALE


def _length(body: Any) -> int:
    return len(body) if isinstance(body, bytes | str) else 0


_READS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Iterator[Charge]]] = {
    "dynamodb.GetItem": _get,
    "dynamodb.TransactGetItems": _transact_get,
    "dynamodb.BatchGetItem": _batch_get,
    "dynamodb.Query": _query,
}
