"""Deliver: what is planned leaves once, item by item, whoever is poisoned in between."""

from email import message_from_bytes
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Status
from tests import aws
from tests.builders import a_seller
from tests.functional import functions, world
from tests.functional.http import Client

POISONED = ["00000002", "00000003", "00000004"]


@pytest.fixture
def invoice_id(aws_world: None) -> str:
    world.store_parties()
    return world.store_invoice().invoice_id


def deliver(event: Any) -> list[str]:
    """The record ids that failed."""
    return [each["itemIdentifier"] for each in functions.invoke("deliver", event)["batchItemFailures"]]


def plan(invoice_id: str, *addresses: str, message_id: str = "msg_01") -> None:
    world.store_message(wiring.invoices().get(invoice_id), *addresses, message_id=message_id)


def test_a_planned_message_is_sent_and_told(invoice_id: str) -> None:
    plan(invoice_id)
    assert deliver(functions.event("deliver", "send")) == []
    email, (posted,) = world.email(), world.sent()
    assert (email.status, email.ses_message_id) == (EmailStatus.SENT, posted.id)
    assert (posted.source, world.envelope(posted)) == ("invoices@seller.example", "ada@buyer.example")
    assert world.told(invoice_id)[-3:] == ["email.claimed", "email.sent", "invoice.sent"]
    shown = Client().get(f"/v1/invoices/{invoice_id}").json
    assert (shown["status"], shown["delivery"]["word"]) == ("OPEN", "Sent")


def test_the_mail_brings_the_pdf_that_is_kept(invoice_id: str) -> None:
    plan(invoice_id)
    deliver(functions.event("deliver", "send"))
    (posted,) = world.sent()
    mail = message_from_bytes(posted.raw_data.encode())
    (pdf,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    stored = wiring.invoices().get(invoice_id).pdf
    assert stored is not None
    assert pdf.get_payload(decode=True) == wiring.documents().get_pdf(invoice_id, stored.sha256)
    assert pdf.get_filename() == "2026-001.pdf"


def test_a_poisoned_item_does_not_stop_its_neighbours(invoice_id: str) -> None:
    plan(invoice_id)
    plan(invoice_id, message_id="msg_02")
    for _ in range(2):
        failed = deliver(functions.event("deliver", "poisoned_among_good"))
        assert [each[:8] for each in failed] == POISONED
        assert [world.email(message_id=each).status for each in ("msg_01", "msg_02")] == [EmailStatus.SENT] * 2
        assert len(world.sent()) == 2


def test_a_poisoned_item_is_logged(invoice_id: str) -> None:
    deliver(functions.batch({"message_id": "msg_nobody_planned"}, "no JSON"))
    warnings = [line for line in functions.logged() if line.get("level") == "WARNING"]
    assert "there is no message msg_nobody_planned" in warnings[0]["exception"]
    assert "JSONDecodeError" in warnings[1]["exception"]


def test_the_same_message_twice_in_a_batch_is_sent_once(invoice_id: str) -> None:
    plan(invoice_id)
    for _ in range(2):
        assert deliver(functions.event("deliver", "same_message_twice")) == []
    assert len(world.sent()) == 1


def test_everybody_gets_a_mail_of_their_own(invoice_id: str) -> None:
    plan(invoice_id, "ada@buyer.example", "ben@buyer.example")
    deliver(functions.event("deliver", "send"))
    assert [world.envelope(each) for each in world.sent()] == ["ada@buyer.example", "ben@buyer.example"]
    headers = {" ".join(message_from_bytes(each.raw_data.encode())["To"].split()) for each in world.sent()}
    assert headers == {"ada@buyer.example, ben@buyer.example"}


@pytest.mark.parametrize(
    ("step", "status", "code"),
    [("void", EmailStatus.CANCELLED, "invoice_void"), ("payments", EmailStatus.CANCELLED, "invoice_paid")],
)
def test_what_is_no_longer_wanted_is_cancelled(invoice_id: str, step: str, status: EmailStatus, code: str) -> None:
    plan(invoice_id)
    body = {"amount": 15125, "currency": "EUR", "received_on": "2026-11-22"}
    Client().post(f"/v1/invoices/{invoice_id}/{step}", body if step == "payments" else None, key="1")
    for _ in range(2):
        assert deliver(functions.event("deliver", "send")) == []
    assert (world.email().status, world.email().status_code) == (status, code)
    assert world.sent() == []


def test_an_address_that_died_meanwhile_is_not_written_to(invoice_id: str) -> None:
    plan(invoice_id)
    world.mark_undeliverable()
    assert deliver(functions.event("deliver", "send")) == []
    assert (world.email().status, world.sent()) == (EmailStatus.SUPPRESSED, [])


def test_a_sender_that_ses_does_not_know_is_a_failure_with_its_words(aws_world: None) -> None:
    world.store_parties(a_seller(version=0, sender_address="boss@elsewhere.example"))
    invoice = world.store_invoice()
    world.store_message(invoice)
    assert deliver(functions.event("deliver", "send")) == []
    assert world.email().status is EmailStatus.FAILED
    shown = Client().get(f"/v1/invoices/{invoice.invoice_id}").json
    assert (shown["status"], shown["delivery"]["colour"]) == ("POSTED", "red")
    assert shown["delivery"]["reason"].startswith("1 of 1 could not be sent: ")


def test_a_draft_stays_a_draft(aws_world: None) -> None:
    world.store_parties()
    invoice = world.store_invoice(status=Status.DRAFT)
    client = Client()
    client.post(f"/v1/invoices/{invoice.invoice_id}/send", key="1")
    assert deliver(functions.batch(*({"message_id": each} for each in aws.outbox()))) == []
    assert client.get(f"/v1/invoices/{invoice.invoice_id}").json["status"] == "DRAFT"
    assert len(world.sent()) == 1


def test_a_run_is_counted_without_naming_anybody(invoice_id: str) -> None:
    plan(invoice_id)
    deliver(functions.event("deliver", "send"))
    (metrics,) = [line for line in functions.logged() if "_aws" in line]
    assert (metrics["messages"], metrics["emails_sent"]) == ([1.0], [1.0])
    (line,) = [line for line in functions.logged() if line.get("message") == "delivered"]
    assert (line["message_id"], line["outcomes"]) == ("msg_01", {"SENT": 1})
