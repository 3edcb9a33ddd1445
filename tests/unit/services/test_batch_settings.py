"""A batch takes what one send takes: what can suit nobody is refused at once, the rest is told per invoice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dunlin.adapters.codec import from_json
from dunlin.domain.batch import BatchState, ItemState, Settings
from dunlin.domain.customer import Customer
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.mail import Attachment
from dunlin.domain.message import Edition
from dunlin.domain.template import TemplateKind
from dunlin.services.find_blockers import Check
from dunlin.services.preview_send import preview_send
from tests.batch_world import BatchWorld
from tests.builders import a_seller, a_template

TOMORROW = "2026-11-23T09:00"


def living_in(zone: str) -> Callable[[Customer], Customer]:
    return lambda customer: replace(customer, time_zone=zone)


def really(world: BatchWorld) -> Check:
    """The check that the functions have."""
    from dunlin.rendering.email import render_mail

    return lambda invoice_id, request: preview_send(
        invoice_id,
        request,
        now=world.now,
        invoices=world.invoices,
        customers=world.customers,
        shelf=world.shelf,
        render=render_mail,
    )


def test_everything_that_one_send_takes_is_kept_with_each_message() -> None:
    world = BatchWorld(2)
    world.documents.put_file("doc_1", Attachment("terms.pdf", "application/pdf", b"%PDF"))
    told: dict[str, Any] = {
        "subject": "Your invoice",
        "message": "**Thank you**",
        "button": "Look",
        "invitation": "Please look",
        "target": "portal",
        "attach_pdf": False,
        "attachments": ("doc_1",),
        "reply_to": "ada@seller.example",
        "tracking": False,
        "template_id": "default_reminder_friendly",
    }
    world.run(world.start(**told))
    kept = [message.instructions for message in world.messages.messages.values()]
    assert len(kept) == 2
    assert [{name: getattr(each, name) for name in told} for each in kept] == [told] * 2


@pytest.mark.parametrize(
    ("how", "where"),
    [
        ({"template_id": "tpl_no"}, "/template_id"),
        ({"template_id": "default_receipt"}, "/template_id"),
        ({"attachments": ("doc_no",)}, "/attachments"),
        ({"attachments": ("doc_a", "doc_b")}, "/attachments"),
        ({"reply_to": "nobody"}, "/reply_to"),
        ({"target": "https://elsewhere.example/"}, "/cta/target"),
        ({"undo_seconds": 901}, "/undo_seconds"),
        ({"undo_seconds": 60, "send_at": TOMORROW}, "/undo_seconds"),
        ({"send_at": TOMORROW, "timezone": "Mars/X"}, "/timezone"),
        ({"send_at": "2026-11-22T09:30", "timezone": "UTC"}, "/send_at"),
        ({"send_at": "2026-11-21T21:29"}, "/send_at"),  # has passed even at UTC-12
        ({"send_at": "2027-11-24T09:30"}, "/send_at"),  # is too far away even at UTC+14
    ],
)
def test_what_suits_no_invoice_is_refused_before_anything_is_kept(how: dict[str, Any], where: str) -> None:
    world = BatchWorld(1)
    for name in ("doc_a", "doc_b"):
        world.documents.put_file(name, Attachment(name, "application/pdf", bytes(12_500_001)))
    with pytest.raises(InvalidInput) as refused:
        world.start(**how)
    assert [problem.where for problem in refused.value.problems] == [f"/settings{where}"]
    assert (world.batches.batches, world.runs.started) == ({}, [])


def test_an_archived_template_is_refused() -> None:
    world = BatchWorld(1)
    world.templates.put(a_template(template_id="tpl_1", archived=True))
    with pytest.raises(Conflict, match="archived"):
        world.start(template_id="tpl_1")


def test_a_time_that_somebodys_clock_has_not_come_to_is_taken() -> None:
    world = BatchWorld(1)
    assert world.start(send_at="2026-11-21T21:31").settings.send_at == "2026-11-21T21:31"


def test_a_button_may_lead_where_any_seller_allows_and_the_others_are_told() -> None:
    world = BatchWorld(1)
    world.sellers.put(a_seller(seller_id="sel_2", version=0, link_hosts=("www.second.example",)))
    world.check = really(world)
    batch = world.start(target="https://www.second.example/pay")
    world.run(batch)
    item = world.item(batch, world.ids[0])
    assert (item.state, item.code) == (ItemState.BLOCKED, "template")
    assert "www.second.example is not among the seller's" in item.reason


def test_each_customer_gets_it_by_their_own_clock() -> None:
    world = BatchWorld()
    here = world.with_invoice(number="here", customer=living_in("Europe/London"))
    there = world.with_invoice(number="there", customer=living_in("America/New_York"))
    batch = world.start([here.invoice_id, there.invoice_id], send_at=TOMORROW)
    world.run(batch)

    leaves = {email.invoice_id: email.not_before for email in world.planned_emails}
    assert leaves == {
        here.invoice_id: datetime(2026, 11, 23, 9, tzinfo=UTC),
        there.invoice_id: datetime(2026, 11, 23, 14, tzinfo=UTC),
    }
    assert set(world.schedules.planned.values()) == set(leaves.values())
    assert world.outbox.queued == []


def test_who_is_past_the_time_already_is_told_and_the_rest_wait() -> None:
    world = BatchWorld()
    late = world.with_invoice(number="late", customer=living_in("Pacific/Auckland"))
    fine = world.with_invoice(number="fine", customer=living_in("America/New_York"))
    batch = world.start([late.invoice_id, fine.invoice_id], send_at="2026-11-22T12:00")
    world.run(batch)
    blocked = world.item(batch, late.invoice_id)
    assert (blocked.state, blocked.code) == (ItemState.BLOCKED, "send_at")
    assert "in Pacific/Auckland has passed" in blocked.reason
    assert world.item(batch, fine.invoice_id).state is ItemState.PLANNED


def test_what_waits_for_its_time_is_planned_until_it_leaves() -> None:
    world = BatchWorld(2)
    batch = world.start(send_at=TOMORROW)
    world.run(batch)
    assert world.batches.head(batch.batch_id).state is BatchState.PLANNED
    assert (world.states(batch), world.progress(batch).pending) == ({ItemState.PLANNED: 2}, 2)
    world.tomorrow()
    world.deliver()
    assert (world.states(batch), world.progress(batch).pending) == ({ItemState.SENT: 2}, 0)


def test_cancelling_calls_scheduled_mails_back_and_removes_their_schedules() -> None:
    world = BatchWorld(3)
    batch = world.start(send_at=TOMORROW)
    world.run(batch)
    assert len(world.schedules.planned) == 3
    world.cancel(batch)
    assert world.states(batch) == {ItemState.CANCELLED: 3}
    assert world.schedules.planned == {}
    assert {email.status for email in world.messages.emails.values()} == {EmailStatus.CANCELLED}


def test_a_repeated_run_keeps_the_time() -> None:
    world = BatchWorld(1)
    batch = world.start(send_at=TOMORROW)
    world.run(batch)
    planned = dict(world.schedules.planned)
    world.schedules.planned.clear()  # the task died before the schedule was made
    world.run(batch)
    assert (world.schedules.planned, world.outbox.queued) == (planned, [])


def test_a_retry_before_the_time_keeps_it_and_after_it_sends_at_once() -> None:
    world = BatchWorld(1)
    batch = world.start(send_at=TOMORROW)
    world.run(batch)
    world.cancel(batch)
    again = world.retry(batch)
    world.run(again)
    assert [email.not_before for email in world.planned_emails] == [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    world.cancel(again)
    world.tomorrow()
    world.run(world.retry(again, "later"))
    assert [email.not_before for email in world.planned_emails] == [None]
    assert world.states(batch) == {ItemState.PLANNED: 1}


def test_the_same_request_after_its_time_has_passed_is_the_same_batch() -> None:
    world = BatchWorld(1)
    first = world.start(send_at=TOMORROW)
    world.now += timedelta(days=3)
    assert world.start(send_at=TOMORROW) == first


def test_a_send_of_the_same_day_counts_also_when_the_day_is_to_come() -> None:
    world = BatchWorld(1)
    world.run(world.start(send_at="2026-11-25T09:00"))
    world.tomorrow()
    for key, send_at, code in (("2", "2026-11-25T17:00", "sent_today"), ("3", "2026-11-26T09:00", "")):
        batch = world.start(key=key, send_at=send_at)
        world.run(batch)
        assert world.item(batch, world.ids[0]).code == code


def test_all_of_it_can_be_undone_for_as_long_as_was_asked_for() -> None:
    world = BatchWorld(1)
    world.run(world.start(undo_seconds=300))
    assert [delay for _, delay in world.outbox.queued] == [timedelta(minutes=5)]


def test_a_reminder_of_what_is_paid_blocks_that_invoice_alone() -> None:
    world = BatchWorld(1)
    paid = world.with_invoice(number="draft", status="DRAFT")
    world.check = really(world)
    batch = world.start(
        [*world.ids, paid.invoice_id],
        template_id="default_reminder_firm",
        editions=(Edition.ORIGINAL, Edition.DRAFT),
    )
    world.run(batch)
    assert world.states(batch) == {ItemState.PLANNED: 1, ItemState.BLOCKED: 1}
    assert world.item(batch, paid.invoice_id).code == "wrong_status"


def test_a_task_that_died_after_its_claim_still_leaves_out_whom_an_earlier_run_reached() -> None:
    world = BatchWorld()
    invoice = world.with_invoice(number="two")
    customer = world.customers.get(invoice.customer_id)
    to = ("ada@buyer.example", "bob@buyer.example")
    world.customers.put(replace(customer, preferences=replace(customer.preferences, to=to)))
    batch = world.start([invoice.invoice_id])
    world.run(batch)
    ada, bob = world.planned_emails
    world.become(EmailStatus.SENT, ada)
    world.become(EmailStatus.FAILED, bob)
    again = world.retry(batch)
    item = world.item(again, invoice.invoice_id)
    world.batches.change_item(item, replace(item, state=ItemState.PLANNED, run=2, message_id="msg_unmade"))
    world.run(again)
    assert [email.recipient.address for email in world.planned_emails] == ["bob@buyer.example"]


def test_settings_of_before_are_still_read() -> None:
    old = '{"subject":"Hello","message":"x","button":"Pay","attach_pdf":false,"editions":["copy"],"again_today":true}'
    assert from_json(old, Settings) == Settings(
        subject="Hello", message="x", button="Pay", attach_pdf=False, editions=(Edition.COPY,), again_today=True
    )
    assert from_json("{}", Settings) == Settings()


def test_kinds_of_templates_for_many_are_those_for_one() -> None:
    world = BatchWorld(1)
    for kind in TemplateKind:
        fits = kind is TemplateKind.INVOICE or kind.startswith("reminder")
        try:
            world.start(key=kind, template_id=f"default_{kind}")
        except InvalidInput:
            assert not fits
        else:
            assert fits
