"""A stored invoice, the handlers that send it, and the events that come back: what crash and budget tests drive."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import deliver.app
import engage.app
import sweep.app
from dunlin import wiring
from dunlin.domain.customer import EmailPreferences
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.plan_send import SendRequest, plan_send
from local.events import event
from local.mail import Mail
from tests import aws
from tests.builders import CLERK, a_customer, a_document, a_seller, an_entry, an_invoice
from tests.context import Context


def store(*addresses: str, number: str = "2026-001") -> Invoice:
    """A posted invoice of a customer with these addresses."""
    to = EmailPreferences(to=addresses or ("ada@buyer.example",))
    customer = a_customer(customer_id=f"cus_{number}", version=0, preferences=to)
    seller = a_seller(seller_id=f"sel_{number}", version=0)
    wiring.sellers().put(seller)
    wiring.customers().put(customer)
    new = an_invoice(number=number, seller=seller, customer=customer, version=0, status=Status.DRAFT)
    wiring.invoices().add(new, a_document(), entry=an_entry(new))
    return wiring.invoices().change(new, replace(new, status=Status.POSTED), entry=an_entry(new, entry_id="tml_2"))


def plan(invoice: Invoice, key: str = "key-1", request: SendRequest | None = None) -> str:
    """Plan to send it; the answer is the message's id, which is in the outbox too."""
    message, _ = plan_send(
        invoice.invoice_id,
        request or SendRequest(),
        key=key,
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        outbox=wiring.outbox(),
        schedules=wiring.schedules(),
        shelf=wiring.shelf(),
    )
    return message.message_id


def batch(bodies: Iterable[str], queue: str = "outbox") -> dict[str, Any]:
    """An SQS event."""
    return {
        "Records": [
            {
                "messageId": f"m-{number}",
                "receiptHandle": f"r-{number}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
                "awsRegion": "us-east-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def run_deliver(*message_ids: str) -> list[str]:
    """Deliver these; the answer is which items failed."""
    bodies = (json.dumps({"message_id": message_id}) for message_id in message_ids)
    answer = deliver.app.handler(batch(bodies), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def run_engage(mail: Mail, *kinds: str) -> None:
    """SES tells of these events about a mail."""
    told = [
        json.dumps(
            event(
                kind,
                mail,
                account="123456789012",
                region="us-east-1",
                now=datetime.now(UTC),
                options={"link": "https://pay.seller.example/x"},
            )
        )
        for kind in kinds
    ]
    answer = engage.app.handler(batch(told, "engagement"), Context())
    assert answer == {"batchItemFailures": []}


def run_sweep() -> list[str]:
    """A minute has passed; the answer is what the outbox holds now."""
    sweep.app.handler({}, Context())
    return aws.outbox()


def emails(message_id: str) -> tuple[Email, ...]:
    """The message's e-mails, as stored."""
    return wiring.messages().get(message_id)[1]
