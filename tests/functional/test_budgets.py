"""AWS calls per operation, as budgeted in the design: counted on the wire, and the same however much is stored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import Step, Workflow
from dunlin.domain.invoice import Status
from dunlin.services.assign_workflow import assign_workflow, unassign_workflow
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports.records import InvoiceQuery
from dunlin.services.ports.reports import ReminderQuery
from tests import aws
from tests.builders import CLERK, a_customer, an_entry
from tests.functional import outbound
from tests.reminded import a_reminder
from tests.stored_reminders import store_owed, store_reminder
from tests.wire import tapped

READ = ["dynamodb.Query", "dynamodb.TransactGetItems"]
EVIDENCE = ["s3.PutObject"]
ONE_MAIL = ["dynamodb.TransactWriteItems", "sesv2.SendEmail", "dynamodb.TransactWriteItems"]


def test_the_first_send_of_an_invoice_to_one_recipient(aws_world: None) -> None:
    message_id = outbound.plan(outbound.store())
    with tapped() as wire:
        outbound.run_deliver(message_id)

    assert wire.calls == [*READ, *EVIDENCE, *EVIDENCE, *ONE_MAIL]  # five, and two puts of evidence


def test_a_later_send_of_the_same_invoice_stores_no_second_pdf(aws_world: None) -> None:
    invoice = outbound.store()
    outbound.run_deliver(outbound.plan(invoice))
    again = outbound.plan(invoice, key="key-2")
    with tapped() as wire:
        outbound.run_deliver(again)

    assert wire.calls == [*READ, *EVIDENCE, *ONE_MAIL]


def test_each_further_recipient(aws_world: None) -> None:
    message_id = outbound.plan(outbound.store("ada@buyer.example", "bob@buyer.example", "eve@buyer.example"))
    with tapped() as wire:
        outbound.run_deliver(message_id)

    further = [*EVIDENCE, *ONE_MAIL]
    assert wire.calls == [*READ, *EVIDENCE, *EVIDENCE, *ONE_MAIL, *further, *further]


def test_delivering_what_is_sent_already_is_one_read(aws_world: None) -> None:
    message_id = outbound.plan(outbound.store())
    outbound.run_deliver(message_id)
    with tapped() as wire:
        outbound.run_deliver(message_id)

    assert wire.calls == ["dynamodb.Query"]


PLAN = ["dynamodb.TransactGetItems", "dynamodb.TransactWriteItems"]
TOMORROW = SendRequest(send_at=datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1))


@pytest.mark.parametrize(
    ("request_", "handed_over"), [(SendRequest(), "sqs.SendMessage"), (TOMORROW, "scheduler.CreateSchedule")]
)
def test_planning_or_scheduling_a_send(aws_world: None, request_: SendRequest, handed_over: str) -> None:
    invoice = outbound.store()
    with tapped() as first:
        outbound.plan(invoice, request=request_)
    with tapped() as later:
        outbound.plan(invoice, key="key-2", request=request_)

    # Whose invoice it is never changes: a process asks once.
    assert first.calls == ["dynamodb.GetItem", *PLAN, handed_over]
    assert later.calls == [*PLAN, handed_over]


@pytest.mark.parametrize("steps", [1, 40])
def test_assigning_a_workflow_of_any_number_of_steps(aws_world: None, steps: int) -> None:
    made = Workflow("wf_own", 0, "Ours", tuple(Step(7 * each) for each in range(1, steps + 1)))
    version = wiring.workflows().put(made).version
    invoice = outbound.store()
    wiring.invoices().change(invoice, replace(invoice, status=Status.OPEN), entry=an_entry(invoice))
    assign_workflow(invoice.invoice_id, "wf_standard", desk=wiring.desk(CLERK))
    with tapped() as wire:
        assign_workflow(invoice.invoice_id, "wf_own", desk=wiring.desk(CLERK))
    unassign_workflow(invoice.invoice_id, desk=wiring.desk(CLERK))
    with tapped() as again:
        assign_workflow(invoice.invoice_id, "wf_own", version=version, desk=wiring.desk(CLERK))

    # Which version is the newest is asked each time; what a version says, once by a process.
    assert wire.calls == ["dynamodb.Query", *again.calls]
    assert again.calls == [*PLAN, "scheduler.CreateSchedule"]


def test_an_event_that_only_counts_is_one_write_and_one_that_moves_the_status_is_two(aws_world: None) -> None:
    message_id = outbound.plan(outbound.store())
    with tapped() as sending:
        outbound.run_deliver(message_id)
    [mail] = sending.mails

    calls = {}
    for name, kind in (("status", "Delivery"), ("first open", "Open"), ("further open", "Open"), ("click", "Click")):
        with tapped() as wire:
            outbound.run_engage(mail, kind)
        calls[name] = wire.calls

    assert calls == {
        "status": ["dynamodb.UpdateItem", "dynamodb.TransactWriteItems"],
        "first open": ["dynamodb.UpdateItem", "dynamodb.TransactWriteItems"],
        "further open": ["dynamodb.UpdateItem"],
        "click": ["dynamodb.UpdateItem"],
    }


def test_calls_do_not_grow_with_what_is_stored(aws_world: None) -> None:
    for number in range(8):
        outbound.plan(outbound.store(number=f"old-{number}"))
    aws.outbox()
    message_id = outbound.plan(outbound.store())
    with tapped() as wire:
        outbound.run_deliver(message_id)

    assert len(wire.calls) == 7


def test_a_list_of_invoices_with_their_lights_is_one_query_per_shard(aws_world: None) -> None:
    for number in range(5):
        outbound.store(number=f"listed-{number}")
    with tapped() as wire:
        page = wiring.invoices().list(InvoiceQuery(), limit=50)

    assert len(page.items) == 5
    assert wire.calls == ["dynamodb.Query"] * int(aws.ENVIRONMENT["INDEX_SHARDS"])


def test_a_page_of_dunning_activity_is_a_query_per_shard_and_two_batches_however_much_is_stored(
    aws_world: None,
) -> None:
    shards = int(aws.ENVIRONMENT["INDEX_SHARDS"])
    page = ["dynamodb.Query"] * shards + ["dynamodb.BatchGetItem"] * 2  # mails as they are by now, and invoices
    for stored in (4, 110):
        _remind(stored)
        for query in (ReminderQuery(), ReminderQuery(customer_id="cus_1"), ReminderQuery(number=2)):
            with tapped() as wire:
                wiring.reminders().list(query, limit=100)
            assert wire.calls == page


def _remind(many: int) -> None:
    for number in range(many):
        invoice = store_owed(number=f"{many}-{number}", customer=a_customer(customer_id=f"cus_{number % 2}"))
        store_reminder(a_reminder(invoice, number=number % 2 + 1), invoice)


def test_aging_is_one_query_per_shard_until_a_megabyte_is_read(aws_world: None) -> None:
    for number in range(20):
        store_owed(number=f"owed-{number}")
    with tapped() as wire:
        assert len(list(wiring.ledger().walk())) == 20

    assert wire.calls == ["dynamodb.Query"] * int(aws.ENVIRONMENT["INDEX_SHARDS"])
