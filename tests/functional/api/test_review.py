"""The operator's list over HTTP: what needs a person, and what the person decides."""

import os
from dataclasses import replace
from typing import Any

import boto3
import pytest

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, ItemState
from dunlin.domain.batch import message_id as batch_message_id
from dunlin.domain.email_status import EmailStatus
from dunlin.services.ports.sending import Change
from tests import aws
from tests.builders import CLERK, a_customer, a_message, an_entry, some_emails
from tests.functional import outbound, world
from tests.functional.api.problems import problem
from tests.functional.http import Client

THREE = ("ada@buyer.example", "b@buyer.example", "c@buyer.example")


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def sent_to(client: Client, *addresses: str) -> tuple[str, str]:
    """An invoice's path and a message about it, which nobody delivers."""
    at = f"/v1/invoices/{world.store_invoice().invoice_id}"
    message_id = client.post(f"{at}/send", {"to": addresses}, key="1").json["message_id"]
    aws.outbox()
    return at, message_id


def becomes(message_id: str, number: int, status: EmailStatus) -> str:
    """As deliver or engage would have left the e-mail."""
    email = outbound.emails(message_id)[number - 1]
    after = replace(email, status=status, wake_at=None, status_code="as told", status_reason="as told")
    entry = an_entry(entry_id=wiring.new_id("tml"), invoice_id=email.invoice_id)
    wiring.messages().change(Change(email, after, entry))
    return email.email_id


def listed(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/v1/messages", needs="review").json
    return told


def test_what_needs_a_person_is_listed_with_what_the_outbox_gave_up_on(client: Client) -> None:
    _, message_id = sent_to(client, *THREE)
    review = becomes(message_id, 1, EmailStatus.NEEDS_REVIEW)
    suppressed = becomes(message_id, 2, EmailStatus.SUPPRESSED)
    dead = os.environ["OUTBOX_DEAD_LETTERS_URL"]
    boto3.client("sqs").send_message(QueueUrl=dead, MessageBody='{"message_id": "msg_poisoned"}')
    told = listed(client)
    assert [each["email_id"] for each in told["items"]] == [review, suppressed]
    assert told["dead_letters"] == {"count": 1, "message_ids": ["msg_poisoned"], "invoice_ids": []}
    page = client.get("/v1/messages", needs="review", limit=1).json
    rest = client.get("/v1/messages", needs="review", limit=1, cursor=page["next_cursor"]).json
    assert ([each["email_id"] for each in rest["items"]], rest["dead_letters"]) == ([suppressed], None)


def test_a_retry_warns_is_sent_once_and_clears_the_list(client: Client) -> None:
    _, message_id = sent_to(client, *THREE[:1])
    email_id = becomes(message_id, 1, EmailStatus.NEEDS_REVIEW)
    answers = [client.post(f"/v1/messages/{message_id}/retry", {"email_id": email_id}, key="r") for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    assert answers[0].json == answers[1].json
    assert "twice" in answers[0].json["warning"]
    assert aws.outbox() == [message_id]
    assert listed(client)["items"] == []
    outbound.run_deliver(message_id, message_id)
    assert [each.status for each in outbound.emails(message_id)] == [EmailStatus.NEEDS_REVIEW, EmailStatus.SENT]
    assert len(world.sent()) == 1
    again = client.post(f"/v1/messages/{message_id}/retry", {"email_id": email_id}, key="other")
    problem(again, 409, "superseded")


def test_what_is_assumed_sent_needs_nobody_any_more(client: Client) -> None:
    at, message_id = sent_to(client, *THREE[:1])
    email_id = becomes(message_id, 1, EmailStatus.NEEDS_REVIEW)
    for _ in range(2):
        answer = client.post(f"/v1/messages/{message_id}/assume-sent", {"email_id": email_id})
        assert (answer.status, answer.json["status"]) == (200, "SENT")
    assert answer.json["reason"] == "assumed by clerk to have left"
    assert listed(client)["items"] == []
    assert (client.get(at).json["status"], client.get(at).json["delivery"]["word"]) == ("OPEN", "Sent")
    problem(client.post(f"/v1/messages/{message_id}/retry", {"email_id": email_id}, key="r"), 409, "wrong_status")


def test_fix_and_resend(client: Client) -> None:
    """Correct the contact's address, then one call writes to that person only."""
    at, message_id = sent_to(client, *THREE)
    email_id = becomes(message_id, 1, EmailStatus.BOUNCED)
    world.mark_undeliverable()
    problem(client.post(f"{at}/emails/{email_id}/resend", key="1"), 422, "invalid_input")

    contacts = [{"contact_id": a_customer().contacts[0].contact_id, "email": "ada.new@buyer.example"}]
    assert client.patch("/v1/customers/cus_1", {"contacts": contacts}).status == 200
    answers = [client.post(f"{at}/emails/{email_id}/resend", key="2") for _ in range(2)]

    assert answers[0].status == 202
    assert answers[0].json == answers[1].json
    (email,) = answers[0].json["emails"]
    assert email["recipient"] == "ada.new@buyer.example"
    assert aws.outbox() == [email["message_id"]]
    outbound.run_deliver(email["message_id"])
    assert [world.envelope(each) for each in world.sent()] == ["ada.new@buyer.example"]
    assert "email.superseded" in world.told(email_invoice(client, email["message_id"]))


def email_invoice(client: Client, message_id: str) -> str:
    return str(client.get(f"/v1/messages/{message_id}").json["invoice_id"])


def test_one_send_goes_untracked(client: Client) -> None:
    at = f"/v1/invoices/{world.store_invoice().invoice_id}"
    planned = client.post(f"{at}/send", {"tracking": False}, key="1").json
    message, _ = wiring.messages().get(planned["message_id"])
    assert message.instructions.tracking is False


@pytest.mark.parametrize("step", ["retry", "assume-sent"])
def test_an_email_that_is_not_of_the_message_is_not_found(client: Client, step: str) -> None:
    _, message_id = sent_to(client, *THREE[:1])
    problem(client.post(f"/v1/messages/{message_id}/{step}", {"email_id": "eml_other_1"}, key="1"), 404, "not_found")


def test_what_is_dismissed_leaves_the_list_and_the_timeline_says_who_and_why(client: Client) -> None:
    at, message_id = sent_to(client, *THREE[:2])
    email_id = becomes(message_id, 1, EmailStatus.SUPPRESSED)
    review = becomes(message_id, 2, EmailStatus.NEEDS_REVIEW)
    path, body = f"/v1/messages/{message_id}/dismiss", {"email_id": email_id, "reason": "told by telephone"}
    answers = [client.post(path, body) for _ in range(2)]
    assert [(answer.status, answer.json["status"]) for answer in answers] == [(200, "SUPPRESSED")] * 2
    assert [each["email_id"] for each in listed(client)["items"]] == [review]
    last = client.get(f"{at}/timeline").json["items"][-1]
    assert (last["type"], last["actor"]) == ("email.dismissed", "staff:clerk")
    assert last["text"].endswith("told by telephone")
    problem(client.post(path, {**body, "email_id": review}), 409, "wrong_status")
    problem(client.post(path, {**body, "email_id": "eml_no"}), 404, "not_found")
    problem(client.post(path, {"email_id": email_id, "reason": " "}), 422, "invalid_input")
    assert Client("dunlin/read").post(path, body).status == 403


def test_dead_letters_go_back_into_the_outbox_once(client: Client) -> None:
    _, message_id = sent_to(client, *THREE[:1])
    dead = os.environ["OUTBOX_DEAD_LETTERS_URL"]
    for text in (f'{{"message_id": "{message_id}"}}', "no JSON"):
        boto3.client("sqs").send_message(QueueUrl=dead, MessageBody=text)
    answers = [client.post("/v1/dead-letters/redrive") for _ in range(2)]
    assert [answer.json for answer in answers] == [{"moved": 1, "remaining": 1}, {"moved": 0, "remaining": 1}]
    assert aws.outbox() == [message_id]
    outbound.run_deliver(message_id, message_id)
    assert len(world.sent()) == 1


def test_only_an_admin_puts_dead_letters_back(client: Client) -> None:
    problem(Client("dunlin/send").post("/v1/dead-letters/redrive"), 403, "forbidden")


def test_a_decision_about_a_mail_of_a_batch_is_told_by_the_batch(client: Client) -> None:
    invoice = world.store_invoice()
    made = batch_message_id("bat_1", invoice.invoice_id, 1)
    item = BatchItem("bat_1", invoice.invoice_id, state=ItemState.REVIEW, run=1, message_id=made)
    wiring.batches().add(Batch("bat_1", wiring.now(), CLERK), ())
    wiring.batches().add_items([item])
    message = replace(a_message(invoice, message_id=made), batch_id="bat_1")
    wiring.messages().plan(message, some_emails(message), invoice=invoice, entry=an_entry(invoice, entry_id="tml_x"))
    email_id = becomes(made, 1, EmailStatus.NEEDS_REVIEW)
    assert client.post(f"/v1/messages/{made}/assume-sent", {"email_id": email_id}).status == 200
    [item] = wiring.batches().items("bat_1", [invoice.invoice_id])
    assert item.state is ItemState.SENT
