"""The records that functional tests begin with, put where the functions look for them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from dunlin import wiring
from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.lambda_pdfs import LambdaPdfs
from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.matching import identifiers
from dunlin.domain.message import Message
from dunlin.domain.seller import Seller
from dunlin.services.arrange_turn import turn_of
from dunlin.services.ports.documents import Pdfs
from tests.builders import NOW, a_customer, a_document, a_message, a_seller, an_entry, an_invoice, some_emails
from tests.functional.functions import batch, invoke

SENT = NOW - timedelta(days=20)
SAMPLES = Path(__file__).parents[2] / "local" / "samples"


def store_parties(seller: Seller | None = None, customer: Customer | None = None) -> tuple[Seller, Customer]:
    """A seller and a customer, known by their tax ids."""
    seller, customer = seller or a_seller(version=0), customer or a_customer(version=0)
    wiring.identifiers().claim(identifiers("seller", seller.party), owner=seller.seller_id)
    wiring.identifiers().claim(identifiers("customer", customer.party), owner=customer.customer_id)
    return wiring.sellers().put(seller), wiring.customers().put(customer)


def store_invoice(document: InvoiceDocument | None = None, **changes: Any) -> Invoice:
    """An invoice of theirs; posted, unless told otherwise."""
    document = document or a_document()
    invoice = an_invoice(document, **changes)
    wiring.invoices().add(invoice, document, entry=an_entry(invoice))
    return wiring.invoices().get(invoice.invoice_id)


def store_sent(**changes: Any) -> Invoice:
    """An invoice of theirs that a mail brought to them at SENT."""
    invoice = store_invoice(**{"status": Status.OPEN, **changes})
    was = stamp(SENT)
    InvoiceRow(invoice.invoice_id, HEAD).update([InvoiceRow.sent_at.set(was), InvoiceRow.mailed_at.set(was)])
    return wiring.invoices().get(invoice.invoice_id)


def turn_comes(invoice_id: str) -> None:
    """The worker takes what a schedule, or the queue, brings about the invoice's dunning."""
    invoke("deliver", batch({"turn": asdict(turn_of(wiring.invoices().get(invoice_id)))}))


def store_message(
    invoice: Invoice, *addresses: str, message_id: str = "msg_01", wake_at: datetime | None = None
) -> tuple[Message, tuple[Email, ...]]:
    """A planned message about it, which nobody has put into the outbox."""
    message = a_message(invoice, message_id=message_id)
    emails = some_emails(message, *addresses)
    if wake_at:
        emails = tuple(replace(each, wake_at=wake_at) for each in emails)
    entry = an_entry(invoice, entry_id=wiring.new_id("tml"))
    wiring.messages().plan(message, emails, invoice=invoice, entry=entry)
    return message, emails


def email(number: int = 1, message_id: str = "msg_01") -> Email:
    """An e-mail of the message, as it is stored now."""
    return wiring.messages().get(message_id)[1][number - 1]


def told(invoice_id: str) -> list[str]:
    """The types of the timeline's entries, in order."""
    return [entry.type for entry in wiring.timeline().list(invoice_id, limit=100).items]


def mark_undeliverable(customer_id: str = "cus_1", address: str = "ada@buyer.example") -> None:
    """As a hard bounce leaves it."""
    mark = {"address": address, "reason": "bounced (Permanent/General)", "since": "2026-11-21T08:00:00Z"}
    boto3.client("dynamodb").update_item(
        TableName=os.environ["CUSTOMERS_TABLE"],
        Key={"customer_id": {"S": customer_id}},
        UpdateExpression="SET marks = :marks",
        ExpressionAttributeValues={":marks": {"L": [{"S": json.dumps(mark)}]}},
    )


def sent() -> list[Any]:
    """What SES has accepted."""
    from moto.backends import get_backend

    return list(get_backend("ses")["123456789012"][os.environ["AWS_REGION"]].sent_messages)


def envelope(posted: Any) -> str:
    """Whom SES would deliver it to: moto lists the addresses of the headers behind the destination."""
    return str(posted.destinations[0])


def sample(name: str) -> bytes:
    """A sample invoice's bytes."""
    return (SAMPLES / f"{name}.xml").read_bytes()


def long_from_now() -> datetime:
    """Later than any test runs."""
    return datetime.now(UTC).replace(year=2099)


@contextmanager
def drawing_in_process() -> Iterator[None]:
    """The API's PDFs come from the documents function in this process, for moto runs no function."""

    @cache
    def pdfs() -> Pdfs:
        client = boto3.client("lambda")
        client.meta.events.register("before-call.lambda.Invoke", _draw)  # type: ignore[arg-type] # answers
        return LambdaPdfs(client, function=os.environ["DOCUMENTS_FUNCTION"])

    real, wiring.pdfs = wiring.pdfs, pdfs
    try:
        yield
    finally:
        wiring.pdfs = real


def _draw(*, params: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
    """The handler's answer, or its failure, as Lambda tells them."""
    assert f"/functions/{os.environ['DOCUMENTS_FUNCTION']}/" in params["url_path"]
    failed = {}
    try:
        answer = invoke("documents", json.loads(params["body"]))
    except Exception as failure:  # noqa: BLE001 - Lambda tells of any
        answer = {"errorMessage": str(failure), "errorType": type(failure).__name__}
        failed = {"FunctionError": "Unhandled"}
    told = {"StatusCode": 200, "Payload": BytesIO(json.dumps(answer).encode()), **failed}
    return AWSResponse(params["url"], 200, HTTPHeaders(), None), told
