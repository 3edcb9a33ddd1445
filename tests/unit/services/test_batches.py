"""A batch from the wish to the last item: what is planned, what is blocked, cancelled, retried; and nothing twice."""

from collections import Counter
from dataclasses import replace

import pytest

from dunlin.domain.batch import CANCELLED_BY_STAFF, FINAL, BatchState, ItemState, Selection, taken_up
from dunlin.domain.customer import UndeliverableAddress
from dunlin.domain.delivery import Bucket
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem, TooLarge, Unavailable
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition, Header
from dunlin.services.cancel_batch import cancel_batch
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports.batches import BatchAction
from dunlin.services.resend_email import resend_email
from tests.batch_world import BatchWorld, without_address
from tests.builders import CLERK, NOW

TEN_THOUSAND = 10_000


def test_each_invoice_gets_one_message_with_the_shared_settings() -> None:
    world = BatchWorld(3)
    batch = world.start(subject="Your invoice", attach_pdf=False)
    world.run(batch)

    assert world.states(batch) == {ItemState.PLANNED: 3}
    assert world.batches.head(batch.batch_id).state is BatchState.PLANNED
    assert len(world.outbox.queued) == len(world.messages.messages) == 3
    assert {each.instructions.subject for each in world.messages.messages.values()} == {"Your invoice"}
    assert {each.batch_id for each in world.messages.messages.values()} == {batch.batch_id}


def test_the_same_request_twice_is_one_batch() -> None:
    world = BatchWorld(2)
    assert world.start() == world.start()
    assert len(world.runs.started) == 1
    assert world.start(key="another").batch_id != world.start().batch_id


def test_a_request_whose_start_failed_is_started_by_its_repetition() -> None:
    world = BatchWorld(1)
    world.runs.refuse.append(Unavailable("no answer"))
    with pytest.raises(Unavailable):
        world.start()
    batch = world.start()
    assert world.runs.started == [(batch.batch_id, 1, BatchAction.SEND)]


def test_a_wish_names_invoices_or_a_filter_and_not_too_many() -> None:
    world = BatchWorld(1)
    with pytest.raises(InvalidInput):
        world.start([])
    with pytest.raises(TooLarge):
        world.start([f"inv_{number}" for number in range(TEN_THOUSAND + 1)])


def test_an_invoice_named_twice_is_in_the_batch_once() -> None:
    world = BatchWorld(1)
    batch = world.start([*world.ids, *world.ids])
    world.run(batch)
    assert world.progress(batch).total == 1


def test_a_filter_finds_its_invoices() -> None:
    world = BatchWorld(3)
    world.with_invoice(number="paid", status=Status.PAID)
    batch = world.start(selection=Selection(statuses=(Status.POSTED,), amount_from=15_125, currency="EUR"))
    world.run(batch)
    assert world.states(batch) == {ItemState.PLANNED: 3}
    empty = world.start(key="2", selection=Selection(amount_from=15_126))
    world.run(empty)
    assert world.progress(empty).total == 0


def test_a_repeated_run_plans_nothing_twice() -> None:
    world = BatchWorld(3)
    batch = world.start()
    world.run(batch)
    before = dict(world.messages.messages)
    world.run(batch)
    assert world.messages.messages == before
    assert world.progress(batch).items == {ItemState.PLANNED: 3}


def test_each_blocker_is_told_and_the_rest_go_on() -> None:
    world = BatchWorld(2)
    paid = world.with_invoice(number="paid", status=Status.PAID)
    draft = world.with_invoice(number="draft", status=Status.DRAFT)
    void = world.with_invoice(number="void", status=Status.VOID)
    nobody = world.with_invoice(number="nobody", customer=without_address)
    odd = world.with_invoice("no address at all", number="odd")
    dead = world.with_invoice("gone@buyer.example", number="dead")
    world.customers.mark("cus_dead", UndeliverableAddress("gone@buyer.example", "bounced", NOW))
    broken = world.with_invoice(number="broken", customer_id="cus_who")
    batch = world.start([*world.ids, *(each.invoice_id for each in (paid, draft, void, nobody, odd, dead)), "inv_no"])
    world.run(batch)

    codes = {item.number or item.invoice_id: item.code for item in world.batches.stored.values() if item.code}
    assert codes == {
        "paid": "wrong_status",
        "draft": "wrong_status",
        "void": "wrong_status",
        "nobody": "no_address",
        "odd": "bad_address",
        "dead": "undeliverable",
        "inv_no": "not_found",
    }
    assert world.states(batch) == {ItemState.PLANNED: 2, ItemState.BLOCKED: 7}
    other = world.start([broken.invoice_id], key="broken")
    world.run(other)
    assert world.item(other, broken.invoice_id).code == "not_found"


def test_drafts_and_paid_invoices_are_sent_when_they_are_asked_for() -> None:
    world = BatchWorld()
    draft = world.with_invoice(number="draft", status=Status.DRAFT)
    batch = world.start([draft.invoice_id], editions=(Edition.DRAFT,))
    world.run(batch)
    assert world.states(batch) == {ItemState.PLANNED: 1}


def test_a_mistake_of_ours_in_one_invoice_does_not_stop_the_rest() -> None:
    world = BatchWorld(3)

    def stumbles(invoice_id: str, _: SendRequest) -> None:
        if invoice_id == world.ids[1]:
            raise KeyError("secret")

    world.check = stumbles
    batch = world.start()
    world.run(batch)
    item = world.item(batch, world.ids[1])
    assert (item.state, item.code, item.reason) == (ItemState.BLOCKED, "broken", "KeyError")
    assert world.states(batch)[ItemState.PLANNED] == 2


def test_a_variable_without_a_value_blocks_its_invoice() -> None:
    world = BatchWorld(1)

    def missing(_: str, __: SendRequest) -> None:
        raise InvalidInput("no", Problem("/message", "`order` has no value for this invoice"))

    world.check = missing
    batch = world.start()
    world.run(batch)
    item = world.item(batch, world.ids[0])
    assert (item.code, item.reason) == ("template", "`order` has no value for this invoice")


def test_what_was_sent_today_is_not_sent_again_unless_asked_for() -> None:
    world = BatchWorld(1)
    world.run(world.start())
    world.deliver()
    second = world.start(key="2")
    world.run(second)
    assert world.item(second, world.ids[0]).code == "sent_today"
    third = world.start(key="3", again_today=True)
    world.run(third)
    assert world.states(third) == {ItemState.PLANNED: 1}
    world.deliver()
    world.tomorrow()
    fourth = world.start(key="4")
    world.run(fourth)
    assert world.states(fourth) == {ItemState.PLANNED: 1}


def test_the_counts_follow_the_emails() -> None:
    world = BatchWorld(3)
    batch = world.start()
    world.run(batch)
    first, second, _ = world.planned_emails
    world.become(EmailStatus.DELIVERED, first, engaged_at=NOW)
    world.become(EmailStatus.FAILED, second, status_code="MessageRejected", status_reason="a virus")

    progress = world.progress(batch)
    assert progress.items == {ItemState.PLANNED: 1, ItemState.SENT: 1, ItemState.FAILED: 1}
    assert progress.emails == {Bucket.QUEUED: 1, Bucket.DELIVERED: 1, Bucket.ENGAGED: 1, Bucket.FAILED: 1}
    assert (progress.total, progress.pending) == (3, 1)


def test_cancelling_calls_back_what_nobody_has_claimed() -> None:
    world = BatchWorld(4)
    batch = world.start()
    world.run(batch)
    sent, leaving, *_ = world.planned_emails
    world.become(EmailStatus.SENT, sent)
    world.become(EmailStatus.DISPATCHING, leaving)
    world.cancel(batch)

    assert world.states(batch) == {ItemState.SENT: 1, ItemState.PLANNED: 1, ItemState.CANCELLED: 2}
    assert world.batches.head(batch.batch_id).state is BatchState.CANCELLED
    assert [entry.type for entry in world.messages.entries].count("email.cancelled") == 2


def test_a_cancelled_batch_plans_nothing_more() -> None:
    world = BatchWorld(2)
    batch = world.start()
    cut = world.cut(batch)
    world.cancel(batch)
    for ids in cut:
        world.plan(batch, ids)
    assert world.states(batch) == {ItemState.CANCELLED: 2}
    assert world.messages.messages == {}


def test_a_message_planned_while_the_batch_is_cancelled_is_called_back() -> None:
    world = BatchWorld(1)
    batch = world.start()
    cut = world.cut(batch)

    def cancelled_meanwhile(*_: object) -> None:
        """After the planner saw the batch going on, before its message is there; the cancelling run has passed by."""
        world.batches.change(batch, replace(batch, state=BatchState.CANCELLING))

    world.check = cancelled_meanwhile
    world.plan(batch, cut[0])

    item = world.item(batch, world.ids[0])
    assert (item.state, item.code) == (ItemState.CANCELLED, CANCELLED_BY_STAFF)
    assert [email.status for email in world.messages.emails.values()] == [EmailStatus.CANCELLED]


def test_of_cancelling_and_planning_at_once_one_goes_on() -> None:
    world = BatchWorld(1)
    batch = world.start()
    cut = world.cut(batch)
    world.batches.meanwhile.append(lambda: world.cancel(batch))
    assert world.plan(batch, cut[0]) == {"changed_meanwhile": 1}
    assert world.states(batch) == {ItemState.CANCELLED: 1}
    assert world.messages.messages == {}


def test_a_cancellation_that_left_mails_behind_is_incomplete_and_cancelling_again_takes_them_up() -> None:
    world = BatchWorld(2)
    batch = world.start()
    world.run(batch)
    stopped = cancel_batch(batch.batch_id, batches=world.batches, runs=world.runs)
    assert world.summarise(stopped, BatchAction.CANCEL) is BatchState.INCOMPLETE
    assert world.batches.head(batch.batch_id).state is BatchState.CANCELLING

    world.runs.ended = True
    world.cancel(batch)
    assert world.runs.started[-1] == (batch.batch_id, 2, BatchAction.CANCEL)
    assert world.batches.head(batch.batch_id).state is BatchState.CANCELLED
    assert world.states(batch) == {ItemState.CANCELLED: 2}


def test_a_cancellation_that_came_before_a_message_was_made_is_incomplete() -> None:
    world = BatchWorld(1)
    batch = world.start()
    world.cut(batch)
    item = world.item(batch, world.ids[0])
    world.batches.change_item(item, taken_up(item, ItemState.PLANNED, run=1))
    stopped = cancel_batch(batch.batch_id, batches=world.batches, runs=world.runs)
    assert world.summarise(stopped, BatchAction.CANCEL) is BatchState.INCOMPLETE
    world.cancel_items(stopped)
    assert world.batches.head(batch.batch_id).state is BatchState.CANCELLED


def test_a_cancellation_is_done_when_all_that_is_left_is_leaving() -> None:
    world = BatchWorld(1)
    batch = world.start()
    world.run(batch)
    world.become(EmailStatus.DISPATCHING, *world.planned_emails)
    world.cancel(batch)
    assert world.states(batch) == {ItemState.PLANNED: 1}
    assert world.batches.head(batch.batch_id).state is BatchState.CANCELLED


def test_cancelling_a_finished_batch_says_so() -> None:
    world = BatchWorld(1)
    batch = world.start()
    world.run(batch)
    world.deliver()
    with pytest.raises(Conflict, match="nothing is left to cancel"):
        world.cancel(batch)


def test_cancelling_twice_is_cancelling_once() -> None:
    world = BatchWorld(2)
    batch = world.start()
    world.run(batch)
    world.cancel(batch)
    world.cancel(batch)
    assert world.states(batch) == {ItemState.CANCELLED: 2}
    assert world.runs.started.count((batch.batch_id, 1, BatchAction.CANCEL)) == 1


def test_a_retry_sends_what_failed_and_nothing_that_was_sent() -> None:
    world = BatchWorld(5)
    batch = world.start()
    world.run(batch)
    for email, status in zip(
        world.planned_emails,
        (EmailStatus.SENT, EmailStatus.FAILED, EmailStatus.BOUNCED, EmailStatus.NEEDS_REVIEW, EmailStatus.SENT),
        strict=True,
    ):
        world.become(status, email)
    again = world.retry(batch)
    world.run(again)

    assert again.run == 2
    assert world.states(batch) == {ItemState.SENT: 3, ItemState.REVIEW: 1, ItemState.PLANNED: 1}
    world.deliver()
    assert max(world.accepted().values()) == 1
    assert world.states(batch) == {ItemState.SENT: 4, ItemState.REVIEW: 1}


def test_a_retry_takes_up_what_was_mended() -> None:
    world = BatchWorld()
    invoice = world.with_invoice(number="nobody", customer=without_address)
    batch = world.start([invoice.invoice_id])
    world.run(batch)
    customer = world.customers.get(invoice.customer_id)
    world.customers.put(replace(customer, preferences=replace(customer.preferences, to=("new@buyer.example",))))
    world.run(world.retry(batch))
    assert [email.recipient.address for email in world.planned_emails] == ["new@buyer.example"]


def test_a_retry_writes_only_to_those_who_got_nothing() -> None:
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
    assert world.states(batch) == {ItemState.FAILED: 1}
    world.run(world.retry(batch))

    assert [email.recipient.address for email in world.planned_emails] == ["bob@buyer.example"]
    world.deliver()
    assert world.states(batch) == {ItemState.SENT: 1}
    assert world.progress(batch).emails == {Bucket.SENT: 2, Bucket.FAILED: 1}


def test_a_retry_names_nobody_to_others_who_was_hidden_from_them() -> None:
    world = BatchWorld()
    invoice = world.with_invoice(number="two")
    customer = world.customers.get(invoice.customer_id)
    preferences = replace(
        customer.preferences,
        to=("ada@buyer.example",),
        cc=("bob@buyer.example",),
        bcc=("eve@buyer.example", "max@buyer.example"),
    )
    world.customers.put(replace(customer, preferences=preferences))
    batch = world.start([invoice.invoice_id])
    world.run(batch)
    ada, *others = world.planned_emails
    world.become(EmailStatus.SENT, ada)
    for each in others:
        world.become(EmailStatus.FAILED, each)
    world.run(world.retry(batch))

    assert [(each.recipient.address, each.recipient.header) for each in world.planned_emails] == [
        ("bob@buyer.example", Header.CC),
        ("eve@buyer.example", Header.BCC),
        ("max@buyer.example", Header.BCC),
    ]


def test_a_retry_writes_to_nobody_again_when_whoever_got_nothing_has_left() -> None:
    world = BatchWorld()
    invoice = world.with_invoice(number="two")
    customer = world.customers.get(invoice.customer_id)
    to = ("ada@buyer.example", "bob@buyer.example")
    customer = world.customers.put(replace(customer, preferences=replace(customer.preferences, to=to)))
    batch = world.start([invoice.invoice_id])
    world.run(batch)
    ada, bob = world.planned_emails
    world.become(EmailStatus.SENT, ada)
    world.become(EmailStatus.FAILED, bob)
    world.customers.put(replace(customer, preferences=replace(customer.preferences, to=("ada@buyer.example",))))
    again = world.retry(batch)
    world.run(again)

    assert world.planned_emails == []
    assert world.states(batch) == {ItemState.BLOCKED: 1}
    assert world.item(again, invoice.invoice_id).code == "nobody_left"


def test_a_retry_leaves_out_who_was_written_to_at_another_address_meanwhile() -> None:
    world = BatchWorld()
    invoice = world.with_invoice(number="two")
    customer = world.customers.get(invoice.customer_id)
    to = ("old@buyer.example", "bob@buyer.example")
    customer = world.customers.put(replace(customer, preferences=replace(customer.preferences, to=to)))
    batch = world.start([invoice.invoice_id])
    world.run(batch)
    old, bob = world.planned_emails
    world.become(EmailStatus.SUPPRESSED, old)
    world.become(EmailStatus.FAILED, bob)
    to = ("new@buyer.example", "bob@buyer.example")
    world.customers.put(replace(customer, preferences=replace(customer.preferences, to=to)))
    resend_email(
        invoice.invoice_id,
        old.email_id,
        to="new@buyer.example",
        key="k",
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.messages,
        outbox=world.outbox,
        schedules=world.schedules,
        shelf=world.shelf,
        batches=world.batches,
    )
    assert world.states(batch) == {ItemState.PLANNED: 1}
    world.deliver()
    assert world.states(batch) == {ItemState.FAILED: 1}
    world.run(world.retry(batch))
    assert [email.recipient.address for email in world.planned_emails] == ["bob@buyer.example"]
    world.deliver()
    assert world.states(batch) == {ItemState.SENT: 1}


def test_a_retry_whose_item_was_sent_after_all_only_learns_of_it() -> None:
    """The settlement was lost: the item says FAILED, its e-mail says SENT."""
    world = BatchWorld(1)
    batch = world.start()
    world.run(batch)
    [email] = world.planned_emails
    world.become(EmailStatus.FAILED, email)
    world.messages.emails[email.email_id] = replace(email, status=EmailStatus.SENT)
    world.run(world.retry(batch))
    assert world.states(batch) == {ItemState.SENT: 1}
    assert len(world.messages.messages) == 1


def test_a_retry_waits_for_the_run_under_way_and_the_same_request_is_one_run() -> None:
    world = BatchWorld(1)
    batch = world.start()
    with pytest.raises(Conflict, match="under way"):
        world.retry(batch)
    world.run(batch)
    world.deliver(EmailStatus.FAILED)
    assert world.retry(batch, "r") == world.retry(batch, "r")
    assert world.runs.started[-1] == (batch.batch_id, 2, BatchAction.SEND)


def test_a_retry_with_nothing_to_retry_says_so() -> None:
    world = BatchWorld(1)
    batch = world.start()
    world.run(batch)
    world.deliver()
    with pytest.raises(Conflict, match="nothing is left to retry"):
        world.retry(batch)


def test_a_run_that_died_is_taken_up_by_a_retry() -> None:
    world = BatchWorld(3)
    batch = world.start()
    world.runs.ended = True
    world.run(world.retry(batch))
    assert world.states(batch) == {ItemState.PLANNED: 3}


def test_a_run_that_failed_leaves_the_batch_incomplete() -> None:
    world = BatchWorld(3)
    batch = world.start()
    world.cut(batch)
    world.summarise(batch, BatchAction.SEND, failed=True)
    assert world.batches.head(batch.batch_id).state is BatchState.INCOMPLETE


def test_a_run_that_was_followed_by_another_changes_nothing() -> None:
    world = BatchWorld(1)
    batch = world.start()
    world.run(batch)
    world.deliver(EmailStatus.FAILED)
    again = world.retry(batch)
    world.summarise(batch, BatchAction.SEND)
    assert world.batches.head(batch.batch_id) == replace(again, listed=True)


def test_throttled_sends_go_back_and_none_is_lost() -> None:
    world = BatchWorld(3)
    batch = world.start()
    world.run(batch)
    world.become(EmailStatus.DISPATCHING, *world.planned_emails)
    world.become(EmailStatus.PLANNED, *world.messages.emails.values())
    assert world.states(batch) == {ItemState.PLANNED: 3}
    world.deliver()
    assert world.states(batch) == {ItemState.SENT: 3}


def test_an_unknown_batch_is_not_found() -> None:
    with pytest.raises(NotFound):
        BatchWorld().batches.head("bat_no")


def test_two_hundred_with_five_blockers_cancelled_halfway_and_resumed() -> None:
    world = BatchWorld(195)
    for number in range(5):
        world.ids.append(world.with_invoice(number=f"nobody-{number}", customer=without_address).invoice_id)
    batch = world.start()
    cut = world.cut(batch)
    world.plan(batch, cut[0])
    world.become(EmailStatus.SENT, *world.planned_emails[:40])
    world.cancel(batch)
    world.plan(batch, cut[1])
    assert world.states(batch)[ItemState.SENT] == 40
    assert set(world.states(batch)) <= set(FINAL)
    again = world.retry(batch)
    world.run(again)
    world.deliver()

    assert world.states(batch) == {ItemState.SENT: 195, ItemState.BLOCKED: 5}
    assert world.progress(batch).items == {ItemState.SENT: 195, ItemState.BLOCKED: 5}
    assert set(world.accepted().values()) == {1}
    assert len(world.accepted()) == 195
    ends = Counter(invoice_id for invoice_id, state in world.batches.changes if state is ItemState.SENT)
    assert set(ends.values()) == {1}


def test_ten_thousand_invoices_are_never_held_together() -> None:
    """The fakes refuse more than a hundred at a time; here that many really pass through."""
    world = BatchWorld()
    batch = world.start([f"inv_{number:05}" for number in range(TEN_THOUSAND)])
    cut = world.cut(batch)
    assert world.plans.largest == 100
    assert len(cut) == 100
    assert sum(len(ids) for ids in cut) == TEN_THOUSAND
