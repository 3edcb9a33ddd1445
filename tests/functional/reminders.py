"""A stored invoice with a workflow, and the handlers that remind of it, at the hours of a travelling clock."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine

import deliver.app
import sweep.app
from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.invoice import Invoice
from tests import aws
from tests.builders import an_entry
from tests.context import Context
from tests.functional import outbound

DUE = date(2027, 3, 1)
OPENED = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
FIRST = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
"""The first reminder: five days after the due date is a Saturday, in London."""


def store(number: str = "2026-001", **customer: Any) -> Invoice:
    """A posted invoice, due on DUE, of a seller who has the shipped workflow."""
    invoice = outbound.store(number=number)
    seller = wiring.sellers().get(invoice.seller_id)
    wiring.sellers().put(replace(seller, workflow_id=STANDARD))
    if customer:
        wiring.customers().put(replace(wiring.customers().get(invoice.customer_id), **customer))
    after = replace(invoice, due_date=DUE)
    return wiring.invoices().change(invoice, after, entry=an_entry(invoice, entry_id=f"tml_due_{number}"))


def send(invoice: Invoice) -> None:
    """Its first mail leaves, which opens it."""
    outbound.run_deliver(outbound.plan(invoice))
    aws.outbox_bodies()


def run(*bodies: dict[str, Any]) -> list[str]:
    """What the outbox brings is delivered; the answer is which items failed."""
    if not bodies:
        return []
    answer = deliver.app.handler(outbound.batch(json.dumps(each) for each in bodies), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def minute() -> dict[str, int]:
    """The sweep runs, and everything that the outbox holds then is delivered, until it is empty."""
    swept: dict[str, int] = sweep.app.handler({}, Context())
    while bodies := aws.outbox_bodies():
        run(*bodies)
    return swept


def plan(invoice: Invoice) -> Invoice:
    """It is sent, and its reminders are planned."""
    send(invoice)
    return planned(invoice)


def planned(invoice: Invoice) -> Invoice:
    """What the sweep does two minutes later; the caller's clock stands still."""
    with time_machine.travel(wiring.now() + timedelta(minutes=2), tick=False):
        minute()
    return wiring.invoices().get(invoice.invoice_id)


def fired() -> list[dict[str, Any]]:
    """What the schedules that are due by now put into the outbox; EventBridge deletes them."""
    found = []
    for name, each in aws.schedules().items():
        at = datetime.fromisoformat(each["ScheduleExpression"][3:-1]).replace(tzinfo=UTC)
        if at <= wiring.now():
            found.append(json.loads(each["Target"]["Input"]))
            aws.forget_schedule(name)
    return found
