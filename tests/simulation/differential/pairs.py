"""The model beside moto: both are asked, and what they answer is made comparable."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from botocore.exceptions import ClientError
from moto.backends import get_backend

from tests import aws as shared
from tests.simulation.aws import Aws

TABLE = "InvoicesTable"
SETS = {"SS", "NS", "BS"}
_ASIDE = {"ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics"}
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Refused:
    """An error: its code, and those of a transaction's items with what they showed."""

    code: str
    reasons: tuple[Any, ...] = ()


class Pair:
    """Both with nothing in them."""

    def __init__(self) -> None:
        self.model = Aws(clock=lambda: NOW, random=random.Random(1))  # noqa: S311 - no secret
        self._moto = shared._client("dynamodb")
        for backends in get_backend("dynamodb").values():
            for backend in backends.values():
                backend.reset()
        self._moto.create_table(TableName=TABLE, **shared._tables()[TABLE])

    def ask_model(self, operation: str, params: dict[str, Any]) -> Any:
        """What the model answers."""
        try:
            return plain(self.model.call("dynamodb", operation, params))
        except ClientError as failure:
            return refused(failure)

    def ask_moto(self, operation: str, params: dict[str, Any]) -> Any:
        """What moto answers."""
        try:
            return plain(self._moto._make_api_call(operation, params))
        except ClientError as failure:
            return refused(failure)


def refused(failure: ClientError) -> Refused:
    """Without the words, which nobody may rely on."""
    told: Any = failure.response
    reasons = [(each["Code"], plain(each.get("Item"))) for each in told.get("CancellationReasons", ())]
    return Refused(told["Error"]["Code"], (*reasons, *([plain(told["Item"])] if "Item" in told else ())))


def plain(answer: Any) -> Any:
    """Without what is about the way, not the answer; sets and batches have no order, and numbers no spelling."""
    if isinstance(answer, list):
        return [plain(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if isinstance(answer.get("N"), str):
        return {"N": Decimal(answer["N"])}
    told = {name: plain(value) for name, value in answer.items() if name not in _ASIDE}
    return {name: sorted(value) if name in SETS else value for name, value in told.items()}
