"""The state machine itself, run by moto: a batch is planned, sent, cancelled half-way and resumed."""

import json
from collections import Counter

import boto3
import pytest

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Settings
from dunlin.domain.delivery import Bucket
from dunlin.services.cancel_batch import cancel_batch
from dunlin.services.retry_batch import retry_batch
from dunlin.services.start_batch import start_batch
from tests import aws
from tests.builders import CLERK, a_customer, a_document, an_entry, an_invoice
from tests.functional import functions, outbound, world
from tests.functional.http import Client
from tests.functional.machine import ended, machine
from tests.functional.samples import Samples
from tests.wire import tapped

NOBODY = "cus_nobody"


def store(count: int, blocked: int = 0) -> list[str]:
    """So many posted invoices of one customer, and so many of another who has no address."""
    world.store_parties()
    nobody = wiring.customers().put(a_customer(customer_id=NOBODY, version=0, contacts=()))
    ids = []
    for number in range(1, count + 1):
        customer = nobody if number <= blocked else a_customer()
        invoice = an_invoice(number=f"B-{number:04}", customer=customer)
        wiring.invoices().add(invoice, a_document(customer=customer), entry=an_entry(invoice))
        ids.append(invoice.invoice_id)
    return ids


def start(ids: list[str], key: str = "key-1", settings: Settings = Settings()) -> Batch:  # noqa: B008 - frozen
    return start_batch(
        ids,
        None,
        settings,
        key=key,
        actor=CLERK,
        now=wiring.now(),
        batches=wiring.batches(),
        runs=wiring.batch_runs(),
        shelf=wiring.shelf(),
    )


def counts(batch: Batch) -> dict[ItemState, int]:
    return wiring.batches().get(batch.batch_id)[1].items


def items(batch: Batch) -> tuple[BatchItem, ...]:
    return wiring.batches().list_items(batch.batch_id, limit=500).items


def states(batch: Batch) -> Counter[ItemState]:
    return Counter(item.state for item in items(batch))


def test_a_batch_is_planned_and_sent_and_its_events_come_back(aws_world: None) -> None:
    ids = store(3, blocked=1)
    with machine() as lambda_:
        batch = start(ids)
        assert start(ids) == batch
        assert ended(batch.batch_id) == "SUCCEEDED"
    assert lambda_.tasks == ["plan", "items", "summarise"]
    assert counts(batch) == {ItemState.PLANNED: 2, ItemState.BLOCKED: 1}
    queued = aws.outbox()
    assert outbound.run_deliver(*queued, *queued) == []
    assert counts(batch) == {ItemState.SENT: 2, ItemState.BLOCKED: 1}
    assert wiring.batches().head(batch.batch_id).state is BatchState.PLANNED


def test_events_of_a_mail_are_counted_in_its_batch_once(aws_world: None) -> None:
    ids = store(1)
    with machine():
        batch = start(ids)
        ended(batch.batch_id)
    outbound.run_deliver(*aws.outbox())
    [item] = wiring.batches().list_items(batch.batch_id, limit=1).items
    [email] = outbound.emails(item.message_id)
    event = functions.event("engage", "delivery")
    text = event["Records"][0]["body"]
    for _ in range(2):
        told = functions.batch(_retagged(text, item.message_id, email.email_id, item.invoice_id, batch.batch_id))
        assert functions.invoke("engage", told) == {"batchItemFailures": []}
    assert wiring.batches().get(batch.batch_id)[1].emails == {Bucket.DELIVERED: 1}


def _retagged(text: str, message_id: str, email_id: str, invoice_id: str, batch_id: str) -> str:

    body = json.loads(text)
    tags = {"message_id": message_id, "email_id": email_id, "invoice_id": invoice_id, "batch_id": batch_id}
    body["mail"]["tags"] = body["mail"]["tags"] | {name: [value] for name, value in tags.items()}
    return json.dumps(body)


def test_two_hundred_with_five_blockers_are_cancelled_halfway_and_resumed_by_retry(aws_world: None) -> None:
    """While the second hundred waits for its turn, sixty of the first leave, and somebody cancels."""
    samples = Samples()
    good, blocked = samples.copies(195), samples.blocked()
    queued: list[str] = []

    def sixty_leave_and_the_rest_is_called_off() -> None:
        queued.extend(aws.outbox())
        assert outbound.run_deliver(*queued[:60]) == []
        cancel_batch(batch.batch_id, batches=wiring.batches(), runs=wiring.batch_runs())

    with machine() as lambda_, tapped() as wire:
        lambda_.before["items", 2] = sixty_leave_and_the_rest_is_called_off
        batch = start([*good, *blocked], settings=Settings(attach_pdf=False))  # to draw them would take as long again
        assert (ended(batch.batch_id), ended(batch.batch_id, action="cancel")) == ("SUCCEEDED", "SUCCEEDED")
        assert outbound.run_deliver(*queued[40:], *aws.outbox()) == []  # they come again, and nobody sends them
        found = sum(item.state is ItemState.BLOCKED for item in items(batch))  # as many as were in the first hundred
        stopped = {ItemState.SENT: 60, ItemState.CANCELLED: 140 - found, ItemState.BLOCKED: found}
        assert counts(batch) == states(batch) == {state: many for state, many in stopped.items() if many}
        assert wiring.batches().head(batch.batch_id).state is BatchState.CANCELLED
        assert len(wire.mails) == 60

        retry_batch(batch.batch_id, key="again", batches=wiring.batches(), runs=wiring.batch_runs())
        assert ended(batch.batch_id, run=2) == "SUCCEEDED"
        again = aws.outbox()
        assert outbound.run_deliver(*again, *again[:20]) == []

    assert counts(batch) == states(batch) == {ItemState.SENT: 195, ItemState.BLOCKED: 5}
    assert {item.invoice_id: item.code for item in items(batch) if item.state is ItemState.BLOCKED} == blocked
    assert Counter(mail.tags["invoice_id"] for mail in wire.mails) == dict.fromkeys(good, 1)
    assert wiring.batches().get(batch.batch_id)[1].emails == {Bucket.SENT: 195, Bucket.CANCELLED: len(queued) - 60}


def test_a_task_that_fails_is_repeated_and_plans_nothing_twice(aws_world: None) -> None:
    ids = store(2)
    with machine() as lambda_:
        lambda_.failing = {"plan": 1, "items": 1, "summarise": 1}
        batch = start(ids)
        assert ended(batch.batch_id) == "SUCCEEDED"
    assert lambda_.tasks == [*["plan"] * 2, *["items"] * 2, *["summarise"] * 2]
    assert counts(batch) == {ItemState.PLANNED: 2}


def test_what_cannot_be_planned_at_all_is_told_and_taken_up_by_a_retry(aws_world: None) -> None:
    ids = store(2)
    with machine() as lambda_:
        lambda_.failing = {"items": 5}
        batch = start(ids)
        assert ended(batch.batch_id) == "SUCCEEDED"
        assert [item.code for item in wiring.batches().list_items(batch.batch_id, limit=9).items] == ["unavailable"] * 2
        retry_batch(batch.batch_id, key="again", batches=wiring.batches(), runs=wiring.batch_runs())
        assert ended(batch.batch_id, run=2) == "SUCCEEDED"
    assert counts(batch) == {ItemState.PLANNED: 2}


def test_a_run_that_cannot_plan_fails_for_the_alarm_and_leaves_the_batch_incomplete(aws_world: None) -> None:
    with machine() as lambda_:
        lambda_.failing = {"plan": 5}
        batch = start(store(1))
        assert ended(batch.batch_id) == "FAILED"
        assert wiring.batches().head(batch.batch_id).state is BatchState.INCOMPLETE
        retry_batch(batch.batch_id, key="again", batches=wiring.batches(), runs=wiring.batch_runs())
        assert ended(batch.batch_id, run=2) == "SUCCEEDED"
    assert counts(batch) == {ItemState.PLANNED: 1}


def test_a_cancellation_that_cannot_be_done_fails_for_the_alarm_and_cancelling_again_does_it(aws_world: None) -> None:
    with machine() as lambda_:
        batch = start(store(2))
        assert ended(batch.batch_id) == "SUCCEEDED"
        lambda_.failing = {"items": 5}
        cancel_batch(batch.batch_id, batches=wiring.batches(), runs=wiring.batch_runs())
        assert ended(batch.batch_id, action="cancel") == "FAILED"
        told = Client().get(f"/v1/batches/{batch.batch_id}").json
        assert (told["state"], told["pending"], told["items"]) == ("CANCELLING", 2, {"PLANNED": 2})

        again = cancel_batch(batch.batch_id, batches=wiring.batches(), runs=wiring.batch_runs())
        assert ended(batch.batch_id, run=again.run, action="cancel") == "SUCCEEDED"
    assert counts(batch) == {ItemState.CANCELLED: 2}
    assert wiring.batches().head(batch.batch_id).state is BatchState.CANCELLED


def test_a_batch_that_finds_nothing_ends(aws_world: None) -> None:
    with machine():
        batch = start(["inv_nobody_knows"])
        assert ended(batch.batch_id) == "SUCCEEDED"
        assert counts(batch) == {ItemState.BLOCKED: 1}


@pytest.mark.parametrize("task", ["plan", "items", "give_up", "summarise"])
def test_every_task_may_come_twice(aws_world: None, task: str) -> None:
    ids = store(2, blocked=1)
    with machine():
        batch = start(ids)
        ended(batch.batch_id)
    event = {"task": task, "batch_id": batch.batch_id, "run": 1, "action": "send", "ids": ids, "failed": False}
    before = counts(batch)
    for _ in range(2):
        functions.invoke("batch", event)
    assert counts(batch) == before
    assert len(set(aws.outbox())) == 1


def test_the_mails_carry_the_batch(aws_world: None) -> None:
    with machine():
        batch = start(store(1))
        ended(batch.batch_id)
    assert wiring.messages().get(aws.outbox()[0])[0].batch_id == batch.batch_id
    assert boto3.client("s3").list_objects_v2(Bucket="dunlin-documents", Prefix="batches/")["KeyCount"] == 1
