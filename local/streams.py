"""DynamoDB streams of moto, read by table and position, in the shape that AWS hands to pipes and functions."""

from datetime import datetime
from typing import Any

from moto.dynamodb.models import DynamoDBBackend


class Stream:
    """The stream of one table: of its own shard, for that of the moment may belong to a transaction that still runs.

    ValueError for a table that has no stream.
    """

    def __init__(self, arn: str, tables: DynamoDBBackend) -> None:
        self.arn = arn
        shard = tables.get_table(arn.split("/")[1]).stream_shard
        if shard is None:
            raise ValueError(f"There is no stream {arn}")
        self._shard = shard

    def __len__(self) -> int:
        return len(self._shard.items)

    def read(self, position: int, quantity: int) -> list[dict[str, Any]]:
        """Up to so many records from there on."""
        return [self._record(item.to_json()) for item in self._shard.items[position : position + quantity]]

    def _record(self, made: dict[str, Any]) -> dict[str, Any]:
        """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html."""
        at: datetime = made["dynamodb"]["ApproximateCreationDateTime"]
        change = {**made["dynamodb"], "ApproximateCreationDateTime": round(at.timestamp())}
        return {**made, "dynamodb": change, "eventVersion": "1.1", "eventSourceARN": self.arn}
