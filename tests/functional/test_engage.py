"""Engage: what SES tells moves the e-mail, the light and the timeline, once, whatever comes twice or late."""

from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.delivery import Colour, light
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Status
from tests.functional import functions, world
from tests.functional.http import Client

OPENED = "opened by the recipient"
PREFETCHED = "only machine opens so far (a mail proxy or scanner)"
TOLD = {
    "send": (EmailStatus.SENT, Colour.YELLOW, "sent to 1, no delivery report yet"),
    "delivery": (EmailStatus.DELIVERED, Colour.YELLOW, "delivered to 1 of 1, not yet opened"),
    "delivery_delay": (EmailStatus.DELAYED, Colour.YELLOW, None),
    "bounce_permanent": (
        EmailStatus.BOUNCED,
        Colour.RED,
        "1 of 1 bounced: smtp; 550 5.1.1 <ada@buyer.example>: user unknown",
    ),
    "bounce_transient": (EmailStatus.BOUNCED, Colour.RED, "1 of 1 bounced: smtp; 452 4.2.2 mailbox full"),
    "bounce_suppressed": (EmailStatus.SUPPRESSED, Colour.RED, None),
    "complaint": (EmailStatus.COMPLAINED, Colour.RED, "1 of 1 marked it as spam: abuse"),
    "reject": (EmailStatus.FAILED, Colour.RED, "1 of 1 could not be sent: Bad content"),
    "rendering_failure": (EmailStatus.FAILED, Colour.RED, None),
    "open_human": (EmailStatus.SENT, Colour.GREEN, OPENED),
    "open_before_verdicts": (EmailStatus.SENT, Colour.GREEN, OPENED),
    "click": (EmailStatus.SENT, Colour.GREEN, OPENED),
    "open_machine": (EmailStatus.SENT, Colour.YELLOW, PREFETCHED),
    "open_gmail_proxy": (EmailStatus.SENT, Colour.YELLOW, PREFETCHED),
    "open_unknown": (EmailStatus.SENT, Colour.YELLOW, "sent to 1, no delivery report yet"),
}
UNMOVED = ("subscription", "unknown_type", "validation", "identity_notification", "untagged", "unknown_email")
DEAD = ("bounce_permanent", "bounce_suppressed", "complaint")


@pytest.fixture
def invoice_id(aws_world: None) -> str:
    """Of an invoice with a message that is on its way to one person."""
    world.store_parties()
    invoice = world.store_invoice()
    world.store_message(invoice)
    return invoice.invoice_id


def engage(*names: str) -> list[str]:
    """Hand the events over, each in a batch of its own; the answer is the record ids that failed."""
    return [failed for name in names for failed in failures(functions.event("engage", name))]


def failures(event: Any) -> list[str]:
    return [each["itemIdentifier"] for each in functions.invoke("engage", event)["batchItemFailures"]]


def shown(invoice_id: str) -> tuple[Colour, str]:
    told = light(wiring.invoices().get(invoice_id).delivery)
    return told.colour, told.reason


@pytest.mark.parametrize("name", TOLD)
def test_an_event_moves_the_email_and_the_light(invoice_id: str, name: str) -> None:
    assert engage(name, name) == []
    status, colour, reason = TOLD[name]
    assert (world.email().status, shown(invoice_id)[0]) == (status, colour)
    assert reason in {None, shown(invoice_id)[1]}


@pytest.mark.parametrize("name", UNMOVED)
def test_an_event_that_proves_nothing_moves_nothing(invoice_id: str, name: str) -> None:
    assert engage(name, name) == []
    assert world.email().status is EmailStatus.PLANNED
    assert shown(invoice_id) == (Colour.GREY, "1 of 1 waiting to be sent")


def test_every_event_file_is_tested() -> None:
    batches = {"malformed_among_good", "duplicates", "out_of_order", "open_too_soon"}
    assert {*TOLD, *UNMOVED, *batches} == set(functions.names("engage"))


@pytest.mark.parametrize("name", ["subscription", "unknown_type"])
def test_what_nobody_acts_on_is_noted_once(invoice_id: str, name: str) -> None:
    engage(name, name)
    assert world.told(invoice_id).count("email.event") == 1


def test_evidence_that_it_left_opens_the_invoice(invoice_id: str) -> None:
    engage("delivery")
    invoice = wiring.invoices().get(invoice_id)
    assert (invoice.status, invoice.sent_at is not None) == (Status.OPEN, True)


@pytest.mark.parametrize("name", TOLD)
def test_a_step_is_told_once(invoice_id: str, name: str) -> None:
    engage(name)
    told = world.told(invoice_id)
    engage(name, name)
    assert world.told(invoice_id) == told
    opened = wiring.invoices().get(invoice_id).status is Status.OPEN
    assert ("invoice.sent" in told, len(told)) == (opened, 4 if opened else 3)


def test_duplicates_in_one_batch_count_once(invoice_id: str) -> None:
    for _ in range(2):
        assert engage("duplicates") == []
        counts = world.email().counts
        assert (counts.human_opens, counts.machine_opens, counts.human_clicks) == (1, 1, 1)


def test_a_life_told_backwards_is_the_same_life(invoice_id: str) -> None:
    for _ in range(2):
        assert engage("out_of_order") == []
        email = world.email()
        assert (email.counts.human_opens, email.counts.machine_opens, email.counts.human_clicks) == (2, 1, 1)
        assert (email.status, shown(invoice_id)) == (EmailStatus.DELIVERED, (Colour.GREEN, OPENED))


def test_told_in_order_it_is_the_same_too(invoice_id: str) -> None:
    event = functions.event("engage", "out_of_order")
    assert failures({"Records": event["Records"][::-1]}) == []
    email = world.email()
    assert (email.counts.human_opens, email.counts.machine_opens, email.counts.human_clicks) == (2, 1, 1)
    assert (email.status, shown(invoice_id)) == (EmailStatus.DELIVERED, (Colour.GREEN, OPENED))


def test_nobody_opens_a_mail_within_two_seconds_of_its_delivery(invoice_id: str) -> None:
    engage("delivery", "open_too_soon", "open_too_soon")
    counts = world.email().counts
    assert (counts.human_opens, counts.machine_opens) == (0, 1)
    assert shown(invoice_id) == (Colour.YELLOW, PREFETCHED)


def test_a_status_never_falls(invoice_id: str) -> None:
    engage("complaint", "bounce_permanent", "delivery", "delivery_delay", "send", "open_human")
    assert world.email().status is EmailStatus.COMPLAINED
    assert shown(invoice_id)[0] is Colour.RED


def test_an_out_of_office_answer_is_no_bounce(invoice_id: str) -> None:
    engage("delivery", "bounce_transient")
    assert world.email().status is EmailStatus.DELIVERED


def test_malformed_events_fail_alone(aws_world: None) -> None:
    world.store_parties()
    world.store_message(world.store_invoice(), "ada@buyer.example", "ben@buyer.example")
    event = functions.event("engage", "malformed_among_good")
    for _ in range(2):
        assert failures(event) == [each["messageId"] for each in event["Records"][1:5]]
        assert [world.email(1).status, world.email(2).status] == [EmailStatus.DELIVERED] * 2


def test_a_malformed_event_is_logged(invoice_id: str) -> None:
    engage("malformed_among_good")
    warnings = [line for line in functions.logged() if line.get("level") == "WARNING"]
    assert ["this is no SES event" in line["exception"] for line in warnings] == [True] * 4


@pytest.mark.parametrize("name", DEAD)
def test_a_dead_address_refuses_the_next_send_until_it_is_cleared(invoice_id: str, name: str) -> None:
    engage(name, name)
    client, path = Client(), f"/v1/invoices/{invoice_id}"
    assert len(client.get("/v1/customers/cus_1").json["undeliverable"]) == 1
    (problem,) = client.post(f"{path}/send", key="1").json["problems"]
    assert problem["message"].startswith("ada@buyer.example is undeliverable since ")
    client.post("/v1/customers/cus_1/clear-undeliverable", {"address": "ada@buyer.example"})
    assert client.post(f"{path}/send", key="1").status == 202


@pytest.mark.parametrize("name", ["bounce_transient", "reject", "delivery_delay"])
def test_trouble_that_may_pass_leaves_the_address_alone(invoice_id: str, name: str) -> None:
    engage(name)
    assert wiring.customers().get("cus_1").undeliverable == ()


def test_an_older_message_does_not_touch_the_light(invoice_id: str) -> None:
    invoice = wiring.invoices().get(invoice_id)
    world.store_message(invoice, message_id="msg_02")
    engage("bounce_permanent", "open_human")
    assert world.email().status is EmailStatus.BOUNCED
    assert shown(invoice_id) == (Colour.GREY, "1 of 1 waiting to be sent")


def test_the_api_shows_who_did_what(invoice_id: str) -> None:
    engage("delivery", "open_gmail_proxy", "open_human", "click")
    detail = Client().get(f"/v1/invoices/{invoice_id}/emails/eml_01_1").json
    assert (detail["status"], detail["opens"]) == ("DELIVERED", {"human": 1, "machine": 1, "unknown": 0})
    assert detail["clicks"] == {"human": 1, "machine": 0, "unknown": 0}
    seen = [(each["type"], each["who"], each["user_agent"]) for each in detail["events"]]
    assert seen[0] == ("Delivery", None, "")
    assert ("Open", "machine", "Gmail proxy") in seen
    assert seen[-1] == ("Click", "human", "Chrome")
    assert detail["events"][-1]["link"] == "https://www.seller.example/terms"
