"""What is stored, whole, read past the product: what the invariants are about."""

import os
from collections.abc import Callable, Iterator
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

type Call = Callable[[str, str, dict[str, Any]], Any]


@dataclass(frozen=True)
class State:
    """By id. `seen` are how many events of an e-mail were counted; `moments` when somebody must look at something."""

    invoices: dict[str, Invoice]
    messages: dict[str, Message]
    emails: dict[str, Email]
    seen: dict[str, int]
    attempts: tuple[Attempt, ...]
    remittances: tuple[Remittance, ...]
    moments: tuple[datetime, ...]


def read(call: Call) -> State:
    """All of it."""
    heads = [item for item in scan(call, "INVOICES_TABLE") if item["part"]["S"] == HEAD]
    parts = list(scan(call, "MESSAGES_TABLE"))
    messages = [MessageRow.from_raw_data(item).to_message() for item in parts if item["part"]["S"] == MESSAGE]
    rows = [EmailRow.from_raw_data(item) for item in parts if item["part"]["S"] != MESSAGE]
    emails = [row.to_email() for row in rows]
    invoices = [InvoiceRow.from_raw_data(item).to_invoice() for item in heads]
    return State(
        invoices={each.invoice_id: each for each in invoices},
        messages={each.message_id: each for each in messages},
        emails={each.email_id: each for each in emails},
        seen={row.part: len(row.seen or ()) for row in rows},
        attempts=tuple(AttemptRow.from_raw_data(item).to_attempt() for item in scan(call, "ATTEMPTS_TABLE")),
        remittances=tuple(RemittanceRow.from_raw_data(item).to_remittance() for item in scan(call, "PAYMENTS_TABLE")),
        moments=tuple(_moments(heads, "turn_at")) + tuple(_moments(parts, "wake_at")),
    )


def scan(call: Call, variable: str) -> Iterator[dict[str, Any]]:
    """All items of a table."""
    asked: dict[str, Any] = {"TableName": os.environ[variable]}
    while True:
        page = call("dynamodb", "Scan", asked)
        yield from page.get("Items", [])
        if not page.get("LastEvaluatedKey"):
            return
        asked = {**asked, "ExclusiveStartKey": page["LastEvaluatedKey"]}


def _moments(items: list[dict[str, Any]], name: str) -> Iterator[datetime]:
    return (datetime.fromisoformat(item[name]["S"]) for item in items if name in item)
