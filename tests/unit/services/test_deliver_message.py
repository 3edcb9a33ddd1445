"""The send protocol: what leaves, what does not, and what is told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin.domain.customer import EmailPreferences, UndeliverableAddress
from dunlin.domain.delivery import Colour
from dunlin.domain.email import emails_for
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import EventType
from dunlin.domain.errors import ClaimLost, Unavailable
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition, Header, Recipient
from dunlin.domain.seller import UnconfirmedPolicy
from dunlin.services.ports.mail import MailRefusedError, MailUnconfirmedError, Refused
from dunlin.services.ports.sending import Change
from dunlin.services.resolve_unconfirmed import POSTPONE
from dunlin.services.send_email import GRACE, LEASE
from dunlin.services.sweep_due import sweep_due
from tests.builders import NOW, an_event
from tests.sending_world import World


def refusing(kind: Refused) -> None:
    raise MailRefusedError(kind, "Code", "in the provider's words")


def test_a_posted_invoice_is_sent_once_and_becomes_open() -> None:
    world = World()

    world.deliver()

    assert world.mailer.recipients == ["ada@buyer.example"]
    assert world.statuses == [EmailStatus.SENT]
    assert world.store.invoice.status is Status.OPEN
    assert world.light.colour is Colour.YELLOW
    assert world.told == ["email.claimed", "email.sent", "invoice.sent"]


def test_delivering_again_sends_nothing_more() -> None:
    world = World()
    world.deliver()

    assert not world.deliver()
    assert len(world.mailer.accepted) == 1


def test_everybody_sees_the_same_headers_and_gets_a_mail_of_their_own() -> None:
    world = World("ada@buyer.example", "bob@buyer.example")
    hidden = Recipient("eve@buyer.example", header=Header.BCC)
    (bcc,) = emails_for(world.message, (hidden,), wake_at=NOW, first=3)
    world.store.emails[bcc.email_id] = bcc

    world.deliver()

    assert world.mailer.recipients == ["ada@buyer.example", "bob@buyer.example", "eve@buyer.example"]
    for _, _, raw in world.mailer.accepted:
        assert b"To: ada@buyer.example, bob@buyer.example\n" in raw
        assert b"eve" not in raw


def test_the_tags_lead_from_every_event_back_to_the_email() -> None:
    world = World()
    world.deliver()

    [(_, tags, _)] = world.mailer.accepted
    email = world.email
    assert tags == {
        "message_id": email.message_id,
        "email_id": email.email_id,
        "invoice_id": email.invoice_id,
        "kind": "invoice",
    }


@pytest.mark.parametrize("consent", [True, False])
def test_who_did_not_consent_is_not_tracked(*, consent: bool) -> None:
    world = World()
    world.store.customer = replace(world.store.customer, preferences=EmailPreferences(tracking=consent))

    world.deliver()

    assert world.mailer.tracked == [consent]


def test_the_evidence_is_the_very_mail_and_the_pdf_is_kept_once_for_all_recipients() -> None:
    world = World("ada@buyer.example", "bob@buyer.example")
    world.deliver()

    invoice_id = world.message.invoice_id
    for email, (_, _, raw) in zip(world.emails, world.mailer.accepted, strict=True):
        assert world.documents.get_eml(invoice_id, email.email_id) == raw
    assert [name for name in world.documents.stored if name.endswith(".pdf")] == [
        f"{invoice_id}/{world.store.invoice.pdf and world.store.invoice.pdf.sha256}.pdf"
    ]


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID, Status.DRAFT])
def test_an_invoice_that_is_no_longer_owed_is_not_sent(status: Status) -> None:
    world = World()
    world.change_invoice(status=status)

    world.deliver()

    assert not world.mailer.accepted
    assert world.statuses == [EmailStatus.CANCELLED]
    assert world.told == ["email.cancelled"]
    assert f"the invoice is {status}" in world.light.reason


def test_a_payment_between_the_decision_and_the_claim_stops_the_mail() -> None:
    world = World()
    stored = world.store.context

    def paid_just_after_reading(message: object) -> object:
        seen = stored(world.message)
        if world.store.invoice.status is Status.POSTED:
            world.change_invoice(status=Status.PAID)
        return seen

    world.store.context = paid_just_after_reading  # type: ignore[method-assign, assignment]

    world.deliver()

    assert not world.mailer.accepted
    assert world.statuses == [EmailStatus.CANCELLED]


def test_a_part_payment_between_the_decision_and_the_claim_is_in_the_mail() -> None:
    world = World()
    stored = world.store.context
    read: list[int] = []

    def edited_just_after_reading(message: object) -> object:
        seen = stored(world.message)
        read.append(1)
        if len(read) == 1:
            world.change_invoice(payable=10_000)
        return seen

    world.store.context = edited_just_after_reading  # type: ignore[method-assign, assignment]

    world.deliver()

    assert len(world.mailer.accepted) == 1
    assert b"EUR 100.00" in world.mailer.accepted[0][2]


def test_an_invoice_that_changes_at_every_try_is_left_to_the_queue() -> None:
    world = World()
    stored = world.store.context

    def always_changing(message: object) -> object:
        seen = stored(world.message)
        world.change_invoice()
        return seen

    world.store.context = always_changing  # type: ignore[method-assign, assignment]

    with pytest.raises(ClaimLost):
        world.deliver()
    assert world.statuses == [EmailStatus.PLANNED]


def test_a_draft_is_sent_as_a_draft_and_stays_one() -> None:
    world = World(edition=Edition.DRAFT, status=Status.DRAFT)

    world.deliver()

    assert b"draft=True" in world.mailer.accepted[0][2]
    assert world.store.invoice.status is Status.DRAFT


def test_a_paid_invoice_may_be_sent_as_a_copy() -> None:
    world = World(edition=Edition.COPY, status=Status.PAID)

    world.deliver()

    assert world.statuses == [EmailStatus.SENT]
    assert world.store.invoice.status is Status.PAID


def test_an_address_that_died_since_it_was_planned_is_suppressed() -> None:
    world = World()
    dead = UndeliverableAddress("ada@buyer.example", "bounced", NOW)
    world.store.customer = replace(world.store.customer, undeliverable=(dead,))

    world.deliver()

    assert world.statuses == [EmailStatus.SUPPRESSED]
    assert world.light.colour is Colour.RED
    assert not world.mailer.accepted


def test_a_mail_that_the_provider_refuses_for_good_has_failed() -> None:
    world = World()
    world.mailer.before = lambda: refusing(Refused.THIS_MAIL)

    world.deliver()

    assert world.statuses == [EmailStatus.FAILED]
    assert world.light.reason == "1 of 1 could not be sent: in the provider's words"
    assert world.store.invoice.status is Status.POSTED


@pytest.mark.parametrize("kind", [Refused.THROTTLED, Refused.UNREACHED, Refused.ACCOUNT])
def test_a_mail_that_was_not_taken_is_planned_again_and_sent_later(kind: Refused) -> None:
    world = World()
    world.mailer.before = lambda: refusing(kind)
    world.deliver()

    assert world.statuses == [EmailStatus.PLANNED]
    [(message_id, delay)] = world.outbox.queued
    assert (message_id, world.email.wake_at) == (world.message.message_id, world.now + delay)

    world.mailer.before = lambda: None
    world.wait(seconds=delay.total_seconds())
    world.deliver()
    assert world.statuses == [EmailStatus.SENT]


def test_the_waits_between_tries_grow() -> None:
    world = World()
    world.mailer.before = lambda: refusing(Refused.THROTTLED)
    for _ in range(6):
        world.deliver()

    waits = [delay for _, delay in world.outbox.queued]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=10) < waits[-1] <= timedelta(minutes=15)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_post_without_an_answer_is_never_posted_again(*, accepted: bool) -> None:
    world = World()

    def no_answer() -> None:
        raise MailUnconfirmedError("ReadTimeoutError")

    world.mailer.before, world.mailer.after = (lambda: None, no_answer) if accepted else (no_answer, lambda: None)
    world.deliver()
    assert world.statuses == [EmailStatus.AMBIGUOUS]
    assert world.light.word == "Unconfirmed"

    world.mailer.before = world.mailer.after = lambda: None
    for _ in range(3):
        world.wait(minutes=40)
        world.deliver()

    assert len(world.mailer.accepted) == int(accepted)
    assert world.statuses == [EmailStatus.NEEDS_REVIEW]


def test_evidence_that_an_unconfirmed_mail_left_settles_it_and_opens_the_invoice() -> None:
    world = World()

    def no_answer() -> None:
        raise MailUnconfirmedError("ReadTimeoutError")

    world.mailer.after = no_answer
    world.deliver()
    world.tell(an_event(EventType.SEND, of=world.email))

    assert world.statuses == [EmailStatus.SENT]
    assert world.store.invoice.status is Status.OPEN
    assert world.email.wake_at is None


def test_a_worker_that_died_after_its_claim_is_given_its_time_and_then_doubted() -> None:
    world = World()
    owned = replace(world.email, status=EmailStatus.DISPATCHING, owner="own_dead", wake_at=NOW + LEASE)
    world.store.claim(Change(world.email, owned, None), context=world.store.context(world.message))

    world.deliver()
    assert world.statuses == [EmailStatus.DISPATCHING]

    world.wait(seconds=LEASE.total_seconds())
    world.deliver()
    assert world.statuses == [EmailStatus.AMBIGUOUS]

    world.wait(seconds=GRACE.total_seconds())
    world.deliver()
    assert world.statuses == [EmailStatus.NEEDS_REVIEW]
    assert not world.mailer.accepted


def test_silence_proves_nothing_while_the_events_are_late() -> None:
    world = World()
    world.store.emails[world.email.email_id] = replace(world.email, status=EmailStatus.AMBIGUOUS, wake_at=NOW)
    world.pipeline.is_healthy = False

    world.deliver()

    assert world.statuses == [EmailStatus.AMBIGUOUS]
    assert world.store.due(now=NOW + POSTPONE - timedelta(seconds=1), limit=1) == ()
    assert world.store.due(now=NOW + POSTPONE, limit=1) == (world.email,)


def test_the_sweep_alone_brings_an_email_whose_worker_died_to_a_person() -> None:
    """Not even the queue repeats: what the sweep puts off to have it queued once is still due to whoever is queued."""
    world = World()
    owned = replace(world.email, status=EmailStatus.DISPATCHING, owner="own_x", wake_at=NOW + LEASE)
    world.store.emails[world.email.email_id] = owned
    for _ in range(12):
        world.wait(minutes=10)
        if sweep_due(now=world.now, messages=world.store, outbox=world.outbox):
            world.deliver()

    assert world.statuses == [EmailStatus.NEEDS_REVIEW]


def test_a_seller_who_would_rather_send_twice_gets_a_new_email() -> None:
    world = World()
    world.store.seller = replace(world.store.seller, unconfirmed_policy=UnconfirmedPolicy.RETRY)
    world.store.emails[world.email.email_id] = replace(world.email, status=EmailStatus.AMBIGUOUS, wake_at=NOW)

    world.deliver()
    world.deliver()

    assert world.statuses == [EmailStatus.NEEDS_REVIEW, EmailStatus.SENT]
    old, new = world.emails
    assert old.superseded_by == new.email_id != old.email_id
    assert len(world.mailer.accepted) == 1


def test_a_settle_that_fails_does_not_post_again() -> None:
    world = World()
    change = world.store.change

    def down(step: object) -> None:
        raise Unavailable("the database did not answer")

    world.store.change = down  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        world.deliver()
    world.store.change = change  # type: ignore[method-assign]
    world.deliver()

    assert len(world.mailer.accepted) == 1
    assert world.statuses == [EmailStatus.DISPATCHING]


def test_events_that_come_before_the_settle_win() -> None:
    world = World()

    def faster_than_we_can_write() -> None:
        world.tell(an_event(EventType.SEND, of=world.email))
        world.tell(an_event(EventType.DELIVERY, of=world.email))

    world.mailer.after = faster_than_we_can_write

    world.deliver()

    assert world.statuses == [EmailStatus.DELIVERED]
    assert world.store.invoice.status is Status.OPEN
    assert world.told == ["email.claimed", "email.sent", "invoice.sent", "email.delivered"]


def test_one_recipient_s_trouble_does_not_stop_the_others() -> None:
    world = World("ada@buyer.example", "bob@buyer.example", "eve@buyer.example")
    put = world.documents.put_eml

    def bob_s_disk_is_full(invoice_id: str, email_id: str, content: bytes) -> None:
        if email_id.endswith("_2"):
            raise Unavailable("not stored")
        put(invoice_id, email_id, content)

    world.documents.put_eml = bob_s_disk_is_full  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        world.deliver()

    assert world.mailer.recipients == ["ada@buyer.example", "eve@buyer.example"]
    assert world.statuses == [EmailStatus.SENT, EmailStatus.PLANNED, EmailStatus.SENT]
