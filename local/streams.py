"""DynamoDB streams of moto, read by table and position, in the shape that AWS hands to pipes and functions."""

from datetime import datetime
from typing import Any

from moto.dynamodb.models import DynamoDBBackend


class Stream:
    """The stream of one table. The table is looked up each time: moto replaces it when it takes a transaction back."""

    def __init__(self, arn: str, tables: DynamoDBBackend) -> None:
        self.arn = arn
        self._name, self._tables = arn.split("/")[1], tables

    def __len__(self) -> int:
        return len(self._items())

    def read(self, position: int, quantity: int) -> list[dict[str, Any]]:
        """Up to so many records from there on."""
        return [self._record(item.to_json()) for item in self._items()[position : position + quantity]]

    def _items(self) -> list[Any]:
        shard = self._tables.get_table(self._name).stream_shard
        return shard.items if shard else []

    def _record(self, made: dict[str, Any]) -> dict[str, Any]:
        """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html."""
        at: datetime = made["dynamodb"]["ApproximateCreationDateTime"]
        change = {**made["dynamodb"], "ApproximateCreationDateTime": round(at.timestamp())}
        return {**made, "dynamodb": change, "eventVersion": "1.1", "eventSourceARN": self.arn}
