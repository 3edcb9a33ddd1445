"""What the messages of the outbox queue say: a message to send, an invoice's dunning to look at, or a customer's."""

import json
from typing import Any

from dunlin.services.ports.sending import DeadLetter, TurnDue


def letter_of(body: str, receipt: str) -> DeadLetter:
    """What a dead letter asked for. Nothing for what is none of ours: it may be what has poisoned the queue."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return DeadLetter(receipt)
    return DeadLetter(
        receipt, str(told.get("message_id", "")), _turn(told.get("turn")), str(told.get("customer_id", ""))
    )


def _turn(told: Any) -> TurnDue | None:
    try:
        return TurnDue(**told)
    except TypeError:
        return None
