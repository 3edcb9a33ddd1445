"""What is stored, whole, read past the product: what the invariants are about."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dunlin.adapters.dynamodb.attempts import AttemptRow
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.dynamodb.message_rows import MESSAGE, EmailRow, MessageRow
from dunlin.adapters.dynamodb.remittances import RemittanceRow
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.remittance import Remittance
from tests.simulation.aws import Aws


@dataclass(frozen=True)
class State:
    """By id. `seen` are how many events of an e-mail were counted."""

    invoices: dict[str, Invoice]
    messages: dict[str, Message]
    emails: dict[str, Email]
    seen: dict[str, int]
    attempts: tuple[Attempt, ...]
    remittances: tuple[Remittance, ...]


def read(aws: Aws) -> State:
    """All of it."""
    invoices = [InvoiceRow.from_raw_data(item).to_invoice() for item in _items(aws, "INVOICES_TABLE") if _is_head(item)]
    parts = list(_items(aws, "MESSAGES_TABLE"))
    messages = [MessageRow.from_raw_data(item).to_message() for item in parts if item["part"]["S"] == MESSAGE]
    rows = [EmailRow.from_raw_data(item) for item in parts if item["part"]["S"] != MESSAGE]
    emails = [row.to_email() for row in rows]
    return State(
        invoices={each.invoice_id: each for each in invoices},
        messages={each.message_id: each for each in messages},
        emails={each.email_id: each for each in emails},
        seen={row.part: len(row.seen or ()) for row in rows},
        attempts=tuple(AttemptRow.from_raw_data(item).to_attempt() for item in _items(aws, "ATTEMPTS_TABLE")),
        remittances=tuple(RemittanceRow.from_raw_data(item).to_remittance() for item in _items(aws, "PAYMENTS_TABLE")),
    )


def wakes(aws: Aws) -> Iterator[datetime]:
    """When the sweep is to find something."""
    yield from _moments(_items(aws, "INVOICES_TABLE"), "turn_at")
    yield from _moments(_items(aws, "MESSAGES_TABLE"), "wake_at")


def _items(aws: Aws, variable: str) -> list[dict[str, Any]]:
    return aws.dynamodb.items(os.environ[variable])


def _is_head(item: dict[str, Any]) -> bool:
    return bool(item["part"]["S"] == HEAD)


def _moments(items: Iterable[dict[str, Any]], name: str) -> Iterator[datetime]:
    return (datetime.fromisoformat(item[name]["S"]) for item in items if name in item)
