"""What one item becomes: decided for single writes and for those of a transaction alike, and done by neither."""

from dataclasses import dataclass
from typing import Any

from tests.simulation.aws.dynamodb.conditions import Condition
from tests.simulation.aws.dynamodb.keys import check_index_keys, check_key, read_key
from tests.simulation.aws.dynamodb.requests import EXPRESSIONS, condition_of, knows
from tests.simulation.aws.dynamodb.scope import Scope, Used, scope_of
from tests.simulation.aws.dynamodb.shelves import Item, Order
from tests.simulation.aws.dynamodb.tables import Table
from tests.simulation.aws.dynamodb.updates import Update, read_update
from tests.simulation.aws.dynamodb.values import Value, canonical, copied, invalid
from tests.simulation.aws.refusal import Params, Refusal

LARGEST = 400 * 1024
CONDITIONAL = {"ConditionExpression", *EXPRESSIONS, "ReturnValues", "ReturnValuesOnConditionCheckFailure"}
FAILED = "ConditionalCheckFailedException"


@dataclass(frozen=True, slots=True)
class Write:
    """A wish about one item, read and found to make sense whatever the item is."""

    table: Table
    key: dict[str, Value]
    condition: Condition | None
    scope: Scope
    show_on_failure: bool
    item: Item | None = None
    update: Update | None = None
    checks_only: bool = False

    @property
    def place(self) -> Order:
        """Where the item is."""
        return self.table.place(self.key)

    def after(self) -> Item | None:
        """The item as it is to be. Refusal if its condition fails, or it may not be so."""
        before = self.table.get(self.place)
        if self.condition and not self.condition.holds(before or {}, self.scope):
            shown: dict[str, Any] = {"Item": _shown(before)} if self.show_on_failure and before is not None else {}
            raise Refusal(FAILED, "The conditional request failed", **shown)
        if self.checks_only:
            return before
        if self.update is None:
            return self.item
        return self._updated(self.update, before)

    def _updated(self, update: Update, before: Item | None) -> Item:
        item = Item(update.done(self.key if before is None else before, self.scope))
        check_index_keys(self.table.schema, item)
        if item.size > LARGEST:
            raise invalid("Item size to update has exceeded the maximum allowed size")
        return item


def read_put(table: Table, params: Params) -> Write:
    """`PutItem`."""
    knows("PutItem", params, "Item", *CONDITIONAL)
    item = Item({name: canonical(value) for name, value in params["Item"].items()})
    check_key(table.schema.keys, item)
    check_index_keys(table.schema, item)
    if item.size > LARGEST:
        raise invalid("Item size has exceeded the maximum allowed size")
    return _write(table, params, {name: item[name] for name in table.schema.keys.names}, item=item)


def read_delete(table: Table, params: Params) -> Write:
    """`DeleteItem`."""
    knows("DeleteItem", params, "Key", *CONDITIONAL)
    return _write(table, params, read_key(table.schema, params["Key"]))


def read_check(table: Table, params: Params) -> Write:
    """`ConditionCheck`."""
    knows("ConditionCheck", params, "Key", *CONDITIONAL - {"ReturnValues"})
    if "ConditionExpression" not in params:
        raise invalid("The expression can not be empty;")
    return _write(table, params, read_key(table.schema, params["Key"]), checks_only=True)


def read_update_item(table: Table, params: Params) -> Write:
    """`UpdateItem`."""
    knows("UpdateItem", params, "Key", "UpdateExpression", *CONDITIONAL)
    if "UpdateExpression" not in params:
        return _write(table, params, read_key(table.schema, params["Key"]), update=Update(()))
    update, spoken = read_update(params["UpdateExpression"])
    write = _write(table, params, read_key(table.schema, params["Key"]), [spoken], update=update)
    update.check(write.scope, table.schema.keys.names)
    return write


def _write(table: Table, params: Params, key: dict[str, Value], spoken: list[Used] | None = None, **what: Any) -> Write:
    condition, more = condition_of(params, "ConditionExpression")
    scope = scope_of(params, [*(spoken or ()), *more])
    if condition:
        condition.check("ConditionExpression", scope)
    shows = params.get("ReturnValuesOnConditionCheckFailure", "NONE") == "ALL_OLD"
    return Write(table, key, condition, scope, shows, **what)


def _shown(item: Item) -> dict[str, Any]:
    return {name: copied(value) for name, value in item.items()}
