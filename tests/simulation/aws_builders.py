"""A model of AWS with a clock that a test moves."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulation.aws import Aws


@dataclass
class Hand:
    """Where the clock stands."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))

    def pass_by(self, **span: float) -> None:
        """Time."""
        self.now += timedelta(**span)


def an_aws() -> tuple[Aws, Hand]:
    """And the hand of its clock."""
    hand = Hand()
    return Aws(clock=lambda: hand.now, random=random.Random(1)), hand  # noqa: S311 - no secret


def refusal_of(aws: Aws, service: str, operation: str, params: dict[str, Any]) -> str:
    """The code with which it is refused."""
    with pytest.raises(ClientError) as caught:
        aws.call(service, operation, params)
    return str(caught.value.response["Error"]["Code"])
