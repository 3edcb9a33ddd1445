"""Port `Messages`: the fake and DynamoDB keep the same promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin import wiring
from dunlin.domain.delivery import Bucket
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import EventType, Who
from dunlin.domain.errors import AlreadyExists, ClaimLost, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Status, StoredPdf
from dunlin.domain.message import Message
from dunlin.services.ports.sending import Change, Messages, Recorded, SendContext
from tests.builders import (
    NOW,
    a_customer,
    a_document,
    a_message,
    a_seller,
    an_email,
    an_entry,
    an_event,
    an_invoice,
    some_emails,
)
from tests.fakes_sending import FakeMessages

type Subject = tuple[Messages, Invoice, Callable[[], Invoice]]


def seen(invoice: Invoice) -> SendContext:
    """The context of a claim, of which only the invoice matters here."""
    return SendContext(invoice, a_document(), a_customer(), a_seller())


def _fake() -> Subject:
    store = FakeMessages(an_invoice(), a_document(), a_customer(), a_seller())
    return store, store.invoice, lambda: store.invoice


def _dynamodb() -> Subject:
    wiring.sellers().put(a_seller(version=0))
    wiring.customers().put(a_customer(version=0))
    invoice = an_invoice(version=0)
    wiring.invoices().add(invoice, a_document(), entry=an_entry())
    draft = wiring.invoices().get(invoice.invoice_id)
    wiring.invoices().change(draft, replace(draft, status=Status.POSTED), entry=an_entry(entry_id="tml_2"))
    stored = wiring.invoices().get(invoice.invoice_id)
    return wiring.messages(), stored, lambda: wiring.invoices().get(invoice.invoice_id)


@pytest.fixture(params=["fake", "dynamodb"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return _fake()
    request.getfixturevalue("aws_world")
    return _dynamodb()


def plan(subject: Subject, *addresses: str) -> tuple[Message, tuple[Email, ...]]:
    messages, invoice, _ = subject
    message = a_message(invoice)
    emails = some_emails(message, *addresses)
    messages.plan(message, emails, invoice=invoice, entry=an_entry(entry_id="tml_planned"))
    return message, emails


def claimed(email: Email, owner: str = "own_1") -> Change:
    after = replace(email, status=EmailStatus.DISPATCHING, owner=owner, wake_at=NOW + timedelta(minutes=15))
    return Change(email, after, an_entry(entry_id=f"tml_claimed_{owner}"))


def sent(before: Email) -> Change:
    after = replace(before, status=EmailStatus.SENT, owner="", wake_at=None, ses_message_id="0100", sent_at=NOW)
    pdf = StoredPdf(1, "abc")
    return Change(before, after, an_entry(entry_id="tml_sent"), opens_invoice=True, stored_pdf=pdf)


def stored(subject: Subject, email: Email) -> Email:
    _, emails = subject[0].get(email.message_id)
    return next(each for each in emails if each.email_id == email.email_id)


def test_what_is_planned_is_read_back_whole(subject: Subject) -> None:
    message, emails = plan(subject, "ada@buyer.example", "bob@buyer.example")

    assert subject[0].get(message.message_id) == (message, emails)
    assert subject[2]().delivery.counts == {Bucket.QUEUED: 2}
    assert {email.email_id for email in subject[0].of_invoice(message.invoice_id)} == {e.email_id for e in emails}


def test_more_than_ten_emails_keep_their_order(subject: Subject) -> None:
    message, emails = plan(subject, *(f"person{number}@buyer.example" for number in range(12)))

    assert subject[0].get(message.message_id)[1] == emails


def test_a_message_is_planned_once(subject: Subject) -> None:
    plan(subject)

    with pytest.raises(AlreadyExists):
        plan(subject)


def test_nothing_is_planned_for_an_invoice_that_has_changed(subject: Subject) -> None:
    messages, invoice, _ = subject
    message = a_message(invoice)

    with pytest.raises(StaleVersion):
        messages.plan(
            message, some_emails(message), invoice=replace(invoice, version=invoice.version + 1), entry=an_entry()
        )
    with pytest.raises(NotFound):
        messages.get(message.message_id)


def test_an_unknown_message_is_not_found(subject: Subject) -> None:
    with pytest.raises(NotFound):
        subject[0].get("msg_unknown")


def test_the_context_is_everything_that_a_send_is_decided_from(subject: Subject) -> None:
    message, _ = plan(subject)
    context = subject[0].context(message)

    assert context.document == a_document()
    assert (context.customer, context.seller) == (a_customer(), a_seller())
    assert context.invoice.invoice_id == message.invoice_id


def test_only_one_worker_gets_the_claim(subject: Subject) -> None:
    _, (email,) = plan(subject)
    subject[0].claim(claimed(email), context=seen(subject[1]))

    with pytest.raises(ClaimLost):
        subject[0].claim(claimed(email, "own_2"), context=seen(subject[1]))
    assert stored(subject, email).owner == "own_1"


def test_no_claim_commits_after_the_invoice_changed(subject: Subject) -> None:
    _, (email,) = plan(subject)

    with pytest.raises(ClaimLost):
        subject[0].claim(claimed(email), context=seen(replace(subject[1], version=subject[1].version + 1)))
    assert stored(subject, email).status is EmailStatus.PLANNED


def test_the_first_recipient_s_mail_opens_the_invoice_and_the_second_is_claimed_all_the_same(subject: Subject) -> None:
    _, (first, second) = plan(subject, "ada@buyer.example", "bob@buyer.example")
    step = claimed(first)
    subject[0].claim(step, context=seen(subject[1]))
    subject[0].change(sent(step.after))

    subject[0].claim(claimed(second, "own_2"), context=seen(subject[1]))

    invoice = subject[2]()
    assert (invoice.status, invoice.version, invoice.sent_at) == (Status.OPEN, subject[1].version, NOW)
    assert invoice.delivery.counts == {Bucket.QUEUED: 1, Bucket.SENT: 1}
    assert invoice.pdf == StoredPdf(1, "abc")


def test_only_the_owner_settles(subject: Subject) -> None:
    _, (email,) = plan(subject)
    step = claimed(email)
    subject[0].claim(step, context=seen(subject[1]))

    with pytest.raises(ClaimLost):
        subject[0].change(sent(replace(step.after, owner="own_other")))
    assert stored(subject, email).status is EmailStatus.DISPATCHING


def test_a_step_from_a_status_that_is_past_is_refused(subject: Subject) -> None:
    _, (email,) = plan(subject)
    step = claimed(email)
    subject[0].claim(step, context=seen(subject[1]))
    subject[0].change(sent(step.after))

    with pytest.raises(ClaimLost):
        subject[0].change(sent(step.after))
    assert subject[2]().delivery.counts == {Bucket.SENT: 1}


def test_an_invoice_that_is_open_already_stays_open(subject: Subject) -> None:
    _, (first, second) = plan(subject, "ada@buyer.example", "bob@buyer.example")
    for email, owner in ((first, "own_1"), (second, "own_2")):
        step = claimed(email, owner)
        subject[0].claim(step, context=seen(subject[1]))
        subject[0].change(sent(step.after))

    assert subject[2]().status is Status.OPEN
    assert subject[2]().delivery.counts == {Bucket.SENT: 2}


def test_an_older_message_s_events_do_not_touch_the_light_of_the_newer(subject: Subject) -> None:
    messages, _, now = subject
    _, (email,) = plan(subject)
    step = claimed(email)
    messages.claim(step, context=seen(now()))
    settled = sent(step.after)
    messages.change(settled)
    newer = a_message(now(), message_id="msg_02")
    messages.plan(newer, some_emails(newer), invoice=now(), entry=an_entry(entry_id="tml_again"))

    delivered = replace(settled.after, status=EmailStatus.DELIVERED, delivered_at=NOW)
    messages.change(Change(settled.after, delivered, an_entry(entry_id="tml_delivered")))

    assert stored(subject, email).status is EmailStatus.DELIVERED
    assert now().delivery.message_id == "msg_02"
    assert now().delivery.counts == {Bucket.QUEUED: 1}


def test_the_light_keeps_the_reason_of_a_failure(subject: Subject) -> None:
    _, (email,) = plan(subject)
    after = replace(
        email, status=EmailStatus.FAILED, wake_at=None, status_code="MessageRejected", status_reason="not verified"
    )
    subject[0].change(Change(email, after, an_entry(entry_id="tml_failed")))

    delivery = subject[2]().delivery
    assert (delivery.counts, delivery.trouble) == ({Bucket.FAILED: 1}, "not verified")


def test_a_dead_address_is_marked_with_the_step_that_found_it(subject: Subject) -> None:
    message, (email,) = plan(subject, "Ada@Buyer.example")
    after = replace(email, status=EmailStatus.BOUNCED, wake_at=None, status_reason="no such user")
    subject[0].change(Change(email, after, an_entry(entry_id="tml_b"), marks_undeliverable="bounced: no such user"))

    dead = subject[0].context(message).customer.dead("ada@buyer.example")
    assert dead
    assert dead.reason == "bounced: no such user"


def test_an_event_is_counted_once(subject: Subject) -> None:
    _, (email,) = plan(subject)
    event = an_event(EventType.OPEN, of=email, who=Who.HUMAN)

    first = subject[0].record(event, delivered_before=None)
    again = subject[0].record(event, delivered_before=None)

    assert (first[0], again[0]) == (Recorded.NEW, Recorded.DUPLICATE)
    assert again[1] == first[1]
    assert again[1]
    assert again[1].counts.human_opens == 1
    assert [replace(each, ses_message_id=event.ses_message_id) for each in again[1].events] == [event]


def test_many_events_are_counted_to_the_last(subject: Subject) -> None:
    _, (email,) = plan(subject)
    for minute in range(105):
        event = an_event(EventType.CLICK, of=email, who=Who.MACHINE, at=NOW + timedelta(minutes=minute))
        subject[0].record(event, delivered_before=None)
        subject[0].record(event, delivered_before=None)

    assert stored(subject, email).counts.machine_clicks == 105


def test_an_event_too_soon_after_delivery_is_not_counted_as_it_is(subject: Subject) -> None:
    _, (email,) = plan(subject)
    delivered = replace(email, status=EmailStatus.DELIVERED, wake_at=None, delivered_at=NOW)
    subject[0].change(Change(email, delivered, an_entry(entry_id="tml_d")))
    event = an_event(EventType.OPEN, of=email, who=Who.HUMAN)

    early = subject[0].record(event, delivered_before=NOW - timedelta(seconds=1))
    late = subject[0].record(event, delivered_before=NOW)

    assert early == (Recorded.TOO_SOON, None)
    assert late[0] is Recorded.NEW


def test_an_event_about_no_email_of_ours_is_said_to_be_so(subject: Subject) -> None:
    plan(subject)
    stranger = an_event(of=an_email(email_id="eml_stranger"))

    assert subject[0].record(stranger, delivered_before=None) == (Recorded.UNKNOWN_EMAIL, None)


def test_a_person_engages_for_the_first_time_once(subject: Subject) -> None:
    _, (email,) = plan(subject)
    step = Change(email, replace(email, engaged_at=NOW), an_entry(entry_id="tml_e"))
    subject[0].change(step)

    with pytest.raises(ClaimLost):
        subject[0].change(step)
    assert subject[2]().delivery.of(Bucket.ENGAGED) == 1


def test_what_nobody_has_looked_at_in_time_is_due_and_snoozed_by_one_only(subject: Subject) -> None:
    _, (email,) = plan(subject)
    messages, later = subject[0], NOW + timedelta(minutes=3)

    assert messages.due(now=NOW, limit=10) == ()
    [due] = messages.due(now=later, limit=10)
    assert due.email_id == email.email_id
    assert messages.snooze(due, now=later, until=later + timedelta(minutes=15))
    assert not messages.snooze(due, now=later, until=later + timedelta(minutes=16))
    assert stored(subject, due).wake_at == due.wake_at  # its own time stays
    assert messages.due(now=later, limit=10) == ()


def test_a_settled_email_is_due_no_more(subject: Subject) -> None:
    _, (email,) = plan(subject)
    step = claimed(email)
    subject[0].claim(step, context=seen(subject[1]))
    subject[0].change(sent(step.after))

    assert subject[0].due(now=NOW + timedelta(days=30), limit=10) == ()


def test_an_email_minted_in_place_of_another_takes_its_place_in_the_light(subject: Subject) -> None:
    message, (email,) = plan(subject)
    (another,) = some_emails(message)
    another = replace(another, email_id=f"{email.email_id[:-1]}2")
    after = replace(email, status=EmailStatus.NEEDS_REVIEW, wake_at=None, superseded_by=another.email_id)
    superseding = Change(email, after, an_entry(entry_id="tml_s"))

    subject[0].add_email(another, superseding=superseding)

    assert [each.status for each in subject[0].get(message.message_id)[1]] == [
        EmailStatus.NEEDS_REVIEW,
        EmailStatus.PLANNED,
    ]
    assert subject[2]().delivery.counts == {Bucket.QUEUED: 1}
    with pytest.raises(ClaimLost):
        subject[0].add_email(another, superseding=superseding)


def test_a_planned_email_moves_to_another_time_and_is_due_by_that(subject: Subject) -> None:
    messages, at = subject[0], NOW + timedelta(days=1)
    _, emails = plan(subject, "ada@buyer.example", "bob@buyer.example")
    messages.reschedule(emails, not_before=at, wake_at=at + timedelta(minutes=1), entry=an_entry(entry_id="tml_r"))

    for email in emails:
        moved = stored(subject, email)
        assert (moved.not_before, moved.wake_at) == (at, at + timedelta(minutes=1))
    assert messages.due(now=at, limit=10) == ()
    assert len(messages.due(now=at + timedelta(minutes=1), limit=10)) == 2


def test_all_emails_move_or_none(subject: Subject) -> None:
    messages, at = subject[0], NOW + timedelta(days=1)
    _, emails = plan(subject, "ada@buyer.example", "bob@buyer.example")
    messages.claim(claimed(emails[1]), context=seen(subject[1]))

    with pytest.raises(ClaimLost):
        messages.reschedule(emails, not_before=at, wake_at=at, entry=an_entry(entry_id="tml_r"))
    assert stored(subject, emails[0]).not_before is None


def test_a_claim_on_the_old_time_is_lost_and_on_the_new_one_is_not(subject: Subject) -> None:
    messages, at = subject[0], NOW + timedelta(days=1)
    _, (email,) = plan(subject)
    for not_before in (at, at + timedelta(days=1)):
        before = stored(subject, email)
        entry = an_entry(entry_id=f"tml_{not_before.day}")
        messages.reschedule((before,), not_before=not_before, wake_at=not_before, entry=entry)
        with pytest.raises(ClaimLost):
            messages.claim(claimed(before), context=seen(subject[1]))
        with pytest.raises(ClaimLost):
            messages.reschedule((before,), not_before=at, wake_at=at, entry=an_entry(entry_id="tml_late"))

    messages.claim(claimed(stored(subject, email)), context=seen(subject[1]))


def test_what_waits_is_listed_by_when_it_is_due_and_page_by_page(subject: Subject) -> None:
    messages, at = subject[0], NOW + timedelta(days=1)
    _, emails = plan(subject, *(f"person{number}@buyer.example" for number in range(13)))
    messages.reschedule(emails[:1], not_before=at, wake_at=at, entry=an_entry(entry_id="tml_r"))

    found: list[str] = []
    after, pages = None, 0
    while pages == 0 or after:
        page = messages.waiting(limit=4, after=after)
        found.extend(each.email_id for each in page.items)
        after, pages = page.next, pages + 1

    assert found == [*sorted(each.email_id for each in emails[1:]), emails[0].email_id]
    assert pages == 4


def test_what_a_send_is_planned_from_is_read_as_it_is_now(subject: Subject) -> None:
    parties = subject[0].parties(subject[1].invoice_id)

    assert (parties.invoice, parties.customer, parties.seller) == (subject[2](), a_customer(), a_seller())
    plan(subject)
    assert subject[0].parties(subject[1].invoice_id).invoice.delivery.counts == {Bucket.QUEUED: 1}
    with pytest.raises(NotFound):
        subject[0].parties("inv_unknown")


def reviewed(email: Email, status: EmailStatus = EmailStatus.NEEDS_REVIEW) -> Change:
    after = replace(email, status=status, status_code="no_evidence", wake_at=None)
    return Change(email, after, an_entry(entry_id=f"tml_review_{email.email_id}"))


def test_what_needs_a_person_is_listed_until_it_is_decided(subject: Subject) -> None:
    messages = subject[0]
    _, emails = plan(subject, *(f"person{number}@buyer.example" for number in range(4)))
    for email, status in zip(emails, ("NEEDS_REVIEW", "SUPPRESSED", "FAILED", "CANCELLED"), strict=True):
        messages.change(reviewed(email, EmailStatus(status)))

    first = messages.needing_review(limit=1)
    rest = messages.needing_review(limit=5, after=first.next)
    assert [each.email_id for each in (*first.items, *rest.items)] == [each.email_id for each in emails[:2]]
    assert rest.next is None

    review, suppressed = (stored(subject, each) for each in emails[:2])
    sent_ = replace(review, status=EmailStatus.SENT, sent_at=NOW)
    messages.change(Change(review, sent_, an_entry(entry_id="tml_assumed")))
    replaced = replace(suppressed, superseded_by="eml_other_1")
    messages.change(Change(suppressed, replaced, an_entry(entry_id="tml_replaced")))
    assert messages.needing_review(limit=5).items == ()


def test_an_email_is_minted_also_when_a_newer_message_has_the_light(subject: Subject) -> None:
    messages, _, now = subject
    message, (email,) = plan(subject)
    step = reviewed(email)
    messages.change(step)
    newer = a_message(now(), message_id="msg_02")
    messages.plan(newer, some_emails(newer), invoice=now(), entry=an_entry(entry_id="tml_again"))
    another = replace(email, email_id=f"{email.email_id[:-1]}2")
    superseded = replace(step.after, superseded_by=another.email_id)

    messages.add_email(another, superseding=Change(step.after, superseded, an_entry(entry_id="tml_s")))

    assert [each.superseded_by for each in messages.get(message.message_id)[1]] == [another.email_id, ""]
    assert now().delivery.counts == {Bucket.QUEUED: 1}
    with pytest.raises(ClaimLost):
        messages.add_email(another, superseding=Change(superseded, superseded, an_entry(entry_id="tml_t")))
