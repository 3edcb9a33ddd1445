"""What a process asks for once and remembers: each function may ask for it, also as its very first call."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_string
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, ItemState, Selection, Settings
from dunlin.domain.dunning.workflow import Step, Workflow
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.services.plan_send import SendRequest
from tests import aws
from tests.builders import CLERK, NOW
from tests.functional import outbound, reminders, world
from tests.functional.autopay.bank import HOUR, collect, owed, turn
from tests.functional.functions import batch, invoke
from tests.functional.http import Client
from tests.functional.portal.visitor import tell
from tests.functional.portal_visits import Browser, token

OURS = Workflow("wf_ours", 0, "Ours", (Step(5, template_id="tpl_reminder"),))


@pytest.fixture(autouse=True)
def theirs(aws_world: None) -> None:
    """A workflow and templates that somebody wrote."""
    wiring.workflows().put(OURS)
    for kind, name in ((TemplateKind.REMINDER_FRIENDLY, "tpl_reminder"), (TemplateKind.INVOICE, "tpl_invoice")):
        wiring.templates().put(Template(name, 0, name, kind, {"en": Text("Ours", "Hello", "Pay")}))


def as_new() -> None:
    """Nothing has been asked for yet."""
    for kept in (
        wiring.signing_key,
        wiring.payment_provider,
        wiring.templates,
        wiring.workflows,
        wiring.shelf,
        wiring.rules,
    ):
        kept.cache_clear()


def with_workflow(invoice: Invoice) -> None:
    seller = wiring.sellers().get(invoice.seller_id)
    wiring.sellers().put(replace(seller, workflow_id="wf_ours"))


def test_a_reminder_by_a_workflow_and_a_template_of_their_own() -> None:
    with time_machine.travel(reminders.OPENED, tick=False) as clock:
        invoice = reminders.store()
        with_workflow(invoice)
        reminders.send(invoice)
        as_new()
        assert reminders.planned(invoice).dunning
        clock.move_to(reminders.FIRST)
        as_new()
        assert reminders.run(*reminders.fired()) == []
    assert subjects()[1:] == ["Ours"]


def test_a_mail_by_a_template_of_their_own() -> None:
    invoice = outbound.store()
    message_id = outbound.plan(invoice, request=SendRequest(template_id="tpl_invoice"))
    as_new()
    assert outbound.run_deliver(message_id) == []
    assert subjects() == ["Ours"]


def test_a_batch_by_a_template_of_their_own() -> None:
    world.store_parties()
    ids = [world.store_invoice().invoice_id]
    wiring.batches().add(
        Batch("bat_1", wiring.now(), CLERK, run_key="k", settings=Settings(template_id="tpl_invoice")), ids
    )
    wiring.batches().add_items([BatchItem("bat_1", each) for each in ids])
    as_new()
    task = {"task": "items", "batch_id": "bat_1", "run": 1, "ids": ids, "action": "send"}
    assert invoke("batch", task) == {"planned": 1}


@pytest.mark.parametrize("selection", [Selection(), Selection(customer_id="cus_1")])
def test_a_batch_of_all_that_suit_a_filter(selection: Selection) -> None:
    world.store_parties()
    invoice_id = world.store_invoice().invoice_id
    wiring.batches().add(Batch("bat_1", wiring.now(), CLERK, run_key="k", selection=selection), [])
    assert invoke("batch", {"task": "plan", "batch_id": "bat_1", "run": 1, "action": "send"})["key"]
    assert [each.invoice_id for each in wiring.batches().items("bat_1", [invoice_id])] == [invoice_id]


@pytest.mark.parametrize(
    ("means", "status"),
    [
        ("succeeds", Status.PAID),
        ("declines", Status.OPEN),
        ("debit_authorization_not_match", Status.OPEN),
    ],
)
def test_a_charge_of_an_invoice_with_a_workflow_of_their_own(means: str, status: Status) -> None:
    with time_machine.travel(HOUR, tick=False):
        invoice = owed(workflow="wf_ours", means=means)
        turn(invoice)
        (asked,) = aws.outbox_bodies("COLLECT_QUEUE_URL")
        as_new()
        assert collect(asked) == []
        assert wiring.invoices().get(invoice.invoice_id).status is status


def test_a_payment_of_an_invoice_with_a_workflow_of_their_own() -> None:
    world.store_parties()
    invoice = world.store_sent()
    with_workflow(invoice)
    world.turn_comes(invoice.invoice_id)
    told = (invoice.invoice_id, invoice.customer_id, invoice.seller_id, invoice.number)
    attempt = Attempt("att_1", *told, Method.CARD, 15125, 0, "EUR", "test", NOW)
    wiring.attempts().put(attempt)
    as_new()
    for kind in (EventKind.PROCESSING, EventKind.SUCCEEDED):
        provider: Any = wiring.payment_provider()
        webhook = provider.webhook(provider.event(attempt, kind))
        as_new()
        assert tell("test", *webhook).json == {"result": "applied"}


def test_a_visit_of_a_mail_of_a_batch() -> None:
    world.store_parties()
    ids = [world.store_invoice(status=Status.OPEN).invoice_id]
    wiring.batches().add(Batch("bat_1", wiring.now(), CLERK, run_key="k", settings=Settings()), ids)
    wiring.batches().add_items([BatchItem("bat_1", each) for each in ids])
    invoke("batch", {"task": "items", "batch_id": "bat_1", "run": 1, "ids": ids, "action": "send"})
    (message_id,) = aws.outbox()
    invoke("deliver", batch({"message_id": message_id}))
    email_id = wiring.messages().get(message_id)[1][0].email_id
    as_new()
    with time_machine.travel(wiring.now() + timedelta(minutes=10), tick=False):
        assert Browser().get(f"/p/{token(email_id)}").status == 200
    assert wiring.batches().items("bat_1", ids)[0].state is ItemState.SENT


def test_the_next_page_of_a_list() -> None:
    world.store_parties()
    for number in ("2026-001", "2026-002"):
        world.store_invoice(number=number)
    as_new()
    assert Client().get("/v1/invoices", limit=1).json["next_cursor"]


def subjects() -> list[str]:
    return [message_from_string(each.raw_data)["Subject"] for each in world.sent()]
