"""Requests of the kinds that the adapters make, about a handful of items."""

from typing import Any

from hypothesis import strategies as st

from tests.simulation.differential.expressions import KINDS, Writer, conditions, text, updates
from tests.simulation.differential.pairs import TABLE

type Request = tuple[str, dict[str, Any]]
IDS, PARTS = ("inv_1", "inv_2"), ("document", "head", "z")
KEYS = st.builds(lambda one, two: {"invoice_id": text(one), "part": text(two)}, *map(st.sampled_from, (IDS, PARTS)))
INDEXED = {"due_shard": ("0", "1"), "turn_shard": ("0",), "attention_shard": ("0",), "customer_id": ("c1", "c2")}
_SORTED = ("due_key", "turn_at", "attention_key")
INDEXES = {
    "by_due": ("due_shard", "due_key"),
    "by_customer": ("customer_id", "due_key"),
    "by_turn": ("turn_shard", "turn_at"),
    "by_attention": ("attention_shard", "attention_key"),
}


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """Some of everything. What indexes sort by is unique, as it is with the adapters."""
    item: dict[str, Any] = draw(KEYS)
    own = f"{item['invoice_id']['S']}|{item['part']['S']}"
    plain = {name: draw(values) for name, values in KINDS.items() if draw(st.booleans())}
    hashed = {name: text(draw(st.sampled_from(values))) for name, values in INDEXED.items() if draw(st.integers(0, 3))}
    ranged = {name: text(f"{draw(st.sampled_from('123'))}|{own}") for name in _SORTED if draw(st.integers(0, 3))}
    return {**item, **plain, **hashed, **ranged}


@st.composite
def _wished(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A write of one item, with a condition or without."""
    writer = Writer()
    wish: dict[str, Any] = {"TableName": TABLE}
    if kind == "Put":
        wish["Item"] = draw(items())
    else:
        wish["Key"] = draw(KEYS)
    if kind == "Update":
        wish["UpdateExpression"] = draw(updates(writer))
    if kind == "ConditionCheck" or draw(st.booleans()):
        wish["ConditionExpression"] = draw(conditions(writer))
        if draw(st.booleans()):
            wish["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return {**wish, **writer.params()}


@st.composite
def writes(draw: st.DrawFn) -> Request:
    """A single one."""
    kind = draw(st.sampled_from(["Put", "Put", "Update", "Update", "Delete"]))
    wish = draw(_wished(kind))
    shown = draw(st.sampled_from(["NONE", "ALL_OLD", *(["ALL_NEW"] if kind == "Update" else [])]))
    return f"{kind}Item", {**wish, "ReturnValues": shown}


@st.composite
def transactions(draw: st.DrawFn) -> Request:
    """Several, sometimes of one item."""
    kinds = draw(st.lists(st.sampled_from(["Put", "Update", "Delete", "ConditionCheck"]), min_size=1, max_size=4))
    return "TransactWriteItems", {"TransactItems": [{kind: draw(_wished(kind))} for kind in kinds]}


@st.composite
def reads(draw: st.DrawFn) -> Request:
    """By key."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique_by=str))
    kind = draw(st.sampled_from(["GetItem", "TransactGetItems"]))
    if kind == "GetItem":
        return kind, {"TableName": TABLE, "Key": keys[0], "ConsistentRead": draw(st.booleans())}
    return kind, {"TransactItems": [{"Get": {"TableName": TABLE, "Key": key}} for key in keys]}


@st.composite
def queries(draw: st.DrawFn) -> Request:
    """Of the table or of an index, page by page."""
    writer = Writer()
    index = draw(st.sampled_from([None, *INDEXES]))
    hash_key, range_key = INDEXES[index] if index else ("invoice_id", "part")
    partitions = INDEXED[hash_key] if index else IDS
    asked = f"{writer.name(hash_key)} = {writer.value(text(draw(st.sampled_from(partitions))))}"
    within = draw(_within(writer, range_key, "123" if index else "dhz"))
    params: dict[str, Any] = {
        "TableName": TABLE,
        "KeyConditionExpression": f"({asked} AND {within})" if within else asked,
        "ScanIndexForward": draw(st.booleans()),
        **({"IndexName": index} if index else {"ConsistentRead": True}),
        **({"Limit": draw(st.integers(1, 4))} if draw(st.booleans()) else {}),
    }
    if draw(st.booleans()):
        params["FilterExpression"] = draw(conditions(writer))
    if index is None and draw(st.booleans()):
        shown = draw(st.lists(st.sampled_from(["invoice_id", "part", *KINDS]), min_size=1, unique=True))
        params["ProjectionExpression"] = ", ".join(writer.name(each) for each in shown)
    return "Query", {**params, **writer.params()}


@st.composite
def _within(draw: st.DrawFn, writer: Writer, name: str, letters: str) -> str:
    low, high = sorted(draw(st.lists(st.sampled_from(letters), min_size=2, max_size=2)))
    form = draw(st.sampled_from(["", "{n} >= {l}", "{n} < {l}", "{n} BETWEEN {l} AND {h}", "begins_with ({n}, {l})"]))
    if not form:
        return ""
    given = {"n": writer.name(name), "l": writer.value(text(low))}
    return form.format(**given, **({"h": writer.value(text(high))} if "{h}" in form else {}))


REQUESTS = st.one_of(writes(), writes(), transactions(), reads(), queries())
