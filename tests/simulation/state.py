"""What is stored, whole, read past the product: what the invariants are about."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
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
from dunlin.services.repair_dunning import day_of, forgotten
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
    invoices = [invoice_of(item) for item in _items(aws, "INVOICES_TABLE") if _is_head(item)]
    parts = _items(aws, "MESSAGES_TABLE")
    messages = [message_of(item) for item in parts if item["part"]["S"] == MESSAGE]
    written = [item for item in parts if item["part"]["S"] != MESSAGE]
    emails = [email_of(item) for item in written]
    return State(
        invoices={each.invoice_id: each for each in invoices},
        messages={each.message_id: each for each in messages},
        emails={each.email_id: each for each in emails},
        seen={item["part"]["S"]: len(item.get("seen", {}).get("BS", ())) for item in written},
        attempts=tuple(attempt_of(item) for item in _items(aws, "ATTEMPTS_TABLE")),
        remittances=tuple(money_of(item) for item in _items(aws, "PAYMENTS_TABLE")),
    )


def wakes(aws: Aws) -> Iterator[datetime]:
    """When the sweep is to find something."""
    yield from _moments(_items(aws, "INVOICES_TABLE"), "turn_at")
    yield from _moments(_items(aws, "MESSAGES_TABLE"), "wake_at")


def walks(aws: Aws, *, now: datetime) -> Iterator[datetime]:
    """When the sweep, which runs each minute and looks at a day of due dates, comes by an invoice nobody looks at."""
    for item in _items(aws, "INVOICES_TABLE"):
        if _is_head(item) and forgotten(invoice_of(item)):
            due = invoice_of(item).due_date
            yield from islice((each for each in _minutes(now) if day_of(each) == due), 1)


def _minutes(now: datetime) -> Iterator[datetime]:
    return (now + timedelta(minutes=minute) for minute in range(1, 481))


def _items(aws: Aws, variable: str) -> list[dict[str, Any]]:
    return list(aws.dynamodb.items(os.environ[variable]))


def _is_head(item: dict[str, Any]) -> bool:
    return bool(item["part"]["S"] == HEAD)


def _moments(items: Iterable[dict[str, Any]], name: str) -> Iterator[datetime]:
    return (datetime.fromisoformat(item[name]["S"]) for item in items if name in item)


def _kept[T](read_item: Callable[[dict[str, Any]], T]) -> Callable[[dict[str, Any]], T]:
    """The same item is the same record: it is read once."""
    kept: dict[str, T] = {}

    def read_once(item: dict[str, Any]) -> T:
        key = repr(item)
        if key not in kept:
            kept[key] = read_item(item)
        return kept[key]

    return read_once


invoice_of = _kept(lambda item: InvoiceRow.from_raw_data(item).to_invoice())
message_of = _kept(lambda item: MessageRow.from_raw_data(item).to_message())
email_of = _kept(lambda item: EmailRow.from_raw_data(item).to_email())
attempt_of = _kept(lambda item: AttemptRow.from_raw_data(item).to_attempt())
money_of = _kept(lambda item: RemittanceRow.from_raw_data(item).to_remittance())
