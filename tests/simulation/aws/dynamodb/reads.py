"""`GetItem`, `BatchGetItem`, `Query` and `Scan`."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.simulation.aws.dynamodb.conditions import read_condition
from tests.simulation.aws.dynamodb.indexes import Index
from tests.simulation.aws.dynamodb.keys import check_key, read_key
from tests.simulation.aws.dynamodb.pages import Page, in_order, passes, read_limit
from tests.simulation.aws.dynamodb.paths import Place
from tests.simulation.aws.dynamodb.projections import check_projection, projected, read_projection
from tests.simulation.aws.dynamodb.queries import KeyCondition, check_filter, check_projected, read_key_condition
from tests.simulation.aws.dynamodb.requests import EXPRESSIONS, condition_of, knows
from tests.simulation.aws.dynamodb.scope import Scope, Used, scope_of
from tests.simulation.aws.dynamodb.shelves import Item, Order
from tests.simulation.aws.dynamodb.tables import Table
from tests.simulation.aws.dynamodb.values import Value, canonical, invalid, ordered
from tests.simulation.aws.refusal import Answer, Params

MOST_KEYS, LARGEST_BATCH = 100, 16 * 1024 * 1024
_QUERY = {
    *EXPRESSIONS,
    "IndexName",
    "KeyConditionExpression",
    "FilterExpression",
    "ProjectionExpression",
    "Limit",
    "ScanIndexForward",
    "ConsistentRead",
    "ExclusiveStartKey",
    "Select",
}


def get_item(table: Table, params: Params) -> Answer:
    """One item, or nothing."""
    knows("GetItem", params, "Key", "ConsistentRead", "ProjectionExpression", *EXPRESSIONS)
    places, _ = _projection(params, [])
    key = read_key(table.schema, params["Key"])
    item = table.get(table.place(key), consistent=params.get("ConsistentRead", False))
    return {} if item is None else {"Item": projected(item, places)}


def batch_get_item(
    params: Params, tables: Callable[[str], Table], *, random: Random, most: int | None = None
) -> Answer:
    """Items of several tables, in no order; what is more than `most`, or than 16 MB, is left for another call."""
    knows("BatchGetItem", params, "RequestItems")
    keys = [(name, asked, key) for name, asked in params["RequestItems"].items() for key in asked["Keys"]]
    if not 1 <= len(keys) <= MOST_KEYS:
        raise invalid("Too many items requested for the BatchGetItem call")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in params["RequestItems"]}
    left: dict[str, Params] = {}
    seen: set[tuple[str, Order]] = set()
    size = 0
    for number, (name, asked, key) in enumerate(keys):
        knows("BatchGetItem", asked, "Keys", "ConsistentRead", "ProjectionExpression", *EXPRESSIONS)
        table = tables(name)
        place = table.place(read_key(table.schema, key))
        if (name, place) in seen:
            raise invalid("Provided list of item keys contains duplicates")
        seen.add((name, place))
        item = table.get(place, consistent=asked.get("ConsistentRead", False))
        size += item.size if item is not None else 0
        if size > LARGEST_BATCH or (most is not None and number >= most):
            left.setdefault(name, {**asked, "Keys": []})["Keys"].append(key)
        elif item is not None:
            found[name].append(projected(item, _projection(asked, [])[0]))
    for items in found.values():
        random.shuffle(items)
    return {"Responses": found, "UnprocessedKeys": left}


def query(table: Table, params: Params) -> Answer:
    """A page of a partition."""
    knows("Query", params, *_QUERY)
    index = _index(table, params)
    asked, spoken = read_condition("KeyConditionExpression", params.get("KeyConditionExpression", ""))
    condition, more = condition_of(params, "FilterExpression")
    places, scope = _projection(params, [spoken, *more])
    keys = index.schema.keys if index else table.schema.keys
    wanted = read_key_condition(asked, keys, scope)
    if condition:
        condition.check("FilterExpression", scope)
        check_filter(_spoken(more, scope), keys)
    if index and places:
        check_projected(index, {str(place[0]) for place in places})
    page = Page(read_limit(params), passes(condition, scope), places, params.get("Select") == "COUNT")
    page.read(_within(_partition(table, index, wanted, params), wanted, scope))
    return page.answer(dict.fromkeys((*keys.names, *table.schema.keys.names)))


def scan(table: Table, params: Params) -> Answer:
    """Everything, in one page: no function scans, only who looks after them."""
    knows("Scan", params)
    page = Page(None, lambda _: True, None, counts=False)
    page.read(table)
    return page.answer(table.schema.keys.names)


def _index(table: Table, params: Params) -> Index | None:
    name = params.get("IndexName")
    if name is None:
        return None
    if name not in table.indexes:
        raise invalid(f"The table does not have the specified index: {name}")
    if params.get("ConsistentRead"):
        raise invalid("Consistent reads are not supported on global secondary indexes")
    return table.indexes[name]


def _partition(table: Table, index: Index | None, wanted: KeyCondition, params: Params) -> Iterator[Item]:
    partition = ordered(wanted.partition)
    if index:
        index.catch_up(table.clock())
        orders, items = index.shelves.partition(partition)
    else:
        orders, items = table.partition(partition, consistent=params.get("ConsistentRead", False))
    after = _start(table, index, wanted, params) if "ExclusiveStartKey" in params else None
    return in_order(orders, items, after=after, forward=params.get("ScanIndexForward", True))


def _start(table: Table, index: Index | None, wanted: KeyCondition, params: Params) -> Order:
    given: dict[str, Value] = {name: canonical(value) for name, value in params["ExclusiveStartKey"].items()}
    keys = index.schema.keys if index else table.schema.keys
    if set(given) != {*keys.names, *table.schema.keys.names}:
        raise invalid("The provided starting key is invalid")
    check_key(table.schema.keys, given)
    check_key(keys, given)
    if given[keys.hash] != wanted.partition:
        raise invalid("The provided starting key is outside query boundaries based on provided conditions")
    return index.order_of(given) if index else table.place(given)[1:]


def _within(items: Iterator[Item], wanted: KeyCondition, scope: Scope) -> Iterator[Item]:
    within = wanted.within
    return items if within is None else (item for item in items if within.holds(item, scope))


def _projection(params: Params, spoken: list[Used]) -> tuple[list[Place] | None, Scope]:
    text = params.get("ProjectionExpression")
    if text is None:
        return None, scope_of(params, spoken)
    paths, more = read_projection(text)
    scope = scope_of(params, [*spoken, more])
    places = [scope.place(path) for path in paths]
    check_projection(places)
    return places, scope


def _spoken(expressions: list[Used], scope: Scope) -> set[str]:
    return {scope.names.get(name, name) for each in expressions for name in (*each.names, *each.words)}
