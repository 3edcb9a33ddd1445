"""DynamoDB: the template's tables, and the operations that the functions use."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.simulation.aws.dynamodb import reads
from tests.simulation.aws.dynamodb.requests import one_of
from tests.simulation.aws.dynamodb.schema import TableSchema
from tests.simulation.aws.dynamodb.shelves import Item
from tests.simulation.aws.dynamodb.tables import Lag, Table
from tests.simulation.aws.dynamodb.transactions import CONFLICT, Busy, Tokens, transact_get, transact_write
from tests.simulation.aws.dynamodb.values import copied
from tests.simulation.aws.dynamodb.writes import read_delete, read_put, read_update_item
from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

_READS = {"GetItem": reads.get_item, "Query": reads.query, "Scan": reads.scan}
_WRITES = {"PutItem": read_put, "UpdateItem": read_update_item, "DeleteItem": read_delete}
_RETURNS = {"PutItem": ("ALL_OLD",), "UpdateItem": ("ALL_OLD", "ALL_NEW"), "DeleteItem": ("ALL_OLD",)}


@dataclass(slots=True)
class Whims:
    """What DynamoDB may do to anybody, as a plan of faults has it: nothing, unless told."""

    lag: Lag = lambda _table, _index: timedelta(0)
    busy: Busy = lambda _table, _place: False
    most_in_a_batch: int | None = None
    """Of the keys of a `BatchGetItem`, the others of which are left for another call."""


class DynamoDB:
    """`tables` by the name that requests use. Its state is what is stored now, whatever readers may still see."""

    def __init__(self, schemas: Mapping[str, TableSchema], *, clock: Callable[[], datetime], random: Random) -> None:
        self.tables = {name: Table(name, schema, clock) for name, schema in schemas.items()}
        self.whims = Whims()
        self._clock, self._random, self._tokens = clock, random, Tokens(clock)

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if read := _READS.get(operation):
            return read(self._table(params["TableName"]), params)
        if operation in _WRITES:
            return self._write(operation, params)
        match operation:
            case "BatchGetItem":
                most = self.whims.most_in_a_batch
                return reads.batch_get_item(params, self._table, random=self._random, most=most)
            case "TransactGetItems":
                return transact_get(params, self._table, self.whims.busy)
            case "TransactWriteItems":
                return self._transact(params)
        raise NotModelledError(f"dynamodb.{operation}")

    @property
    def requests(self) -> Iterable[object]:
        """What was asked for under a token lately."""
        return self._tokens.asked

    def items(self, table: str) -> list[Item]:
        """Everything that a table holds, as it is. To be read, and not to be changed."""
        return list(self.tables[table])

    def catch_up(self) -> None:
        """Every reader sees everything."""
        for table in self.tables.values():
            table.catch_up()

    def expire(self, *, ended_for: timedelta = timedelta(0)) -> int:
        """Take away what ended so long ago, which DynamoDB does within days; the answer is how much that was."""
        latest = (self._clock() - ended_for).timestamp()
        ended = [
            (table, table.place(item))
            for table in self.tables.values()
            for item in table
            if table.schema.ttl and float(item.get(table.schema.ttl, {}).get("N", "inf")) < latest
        ]
        for table, place in ended:
            table.write(place, None, self.whims.lag)
        return len(ended)

    def _table(self, name: str) -> Table:
        if name not in self.tables:
            raise Refusal("ResourceNotFoundException", "Requested resource not found")
        return self.tables[name]

    def _write(self, operation: str, params: Params) -> Answer:
        wanted = one_of(params, "ReturnValues", _RETURNS[operation])
        write = _WRITES[operation](self._table(params["TableName"]), params)
        if self.whims.busy(write.table.name, write.place):
            raise Refusal("TransactionConflictException", CONFLICT)
        before = write.table.get(write.place)
        after = write.after()
        write.table.write(write.place, after, self.whims.lag)
        shown = {"ALL_OLD": before, "ALL_NEW": after}.get(wanted)
        return {} if shown is None else {"Attributes": {name: copied(value) for name, value in shown.items()}}

    def _transact(self, params: Params) -> Answer:
        token = params.get("ClientRequestToken", "")
        if token and not self._tokens.is_new(token, params["TransactItems"]):
            return {}
        for write, item in transact_write(params, self._table, self.whims.busy):
            write.table.write(write.place, item, self.whims.lag)
        if token:
            self._tokens.remember(token, params["TransactItems"])
        return {}
