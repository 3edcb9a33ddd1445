"""What a person decides: send again, take as sent, or send to the corrected address."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin.domain.customer import Contact, Role, UndeliverableAddress
from dunlin.domain.delivery import Colour
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import EventType
from dunlin.domain.errors import ClaimLost, Conflict, InvalidInput, NotFound
from dunlin.domain.invoice import Status
from dunlin.domain.message import Instructions, Recipient
from dunlin.services.assume_sent import assume_sent
from dunlin.services.dismiss_email import dismiss_email
from dunlin.services.ports.sending import Change
from dunlin.services.resend_email import resend_email
from dunlin.services.retry_email import retry_email
from tests.builders import CLERK, NOW, a_customer, an_event
from tests.sending_world import World

DEAD = UndeliverableAddress("ada@buyer.example", "bounced (Permanent/General)", NOW)
ADA = Recipient("ada@buyer.example", "Ada Buyer", contact_id="con_1")


def in_status(status: EmailStatus, *addresses: str, **changes: Any) -> World:
    world = World(*addresses)
    world.store.emails["eml_01_1"] = replace(
        world.email, status=status, wake_at=None, recipient=replace(ADA, **changes)
    )
    return world


def retry(world: World, email_id: str = "eml_01_1") -> tuple[Email, str]:
    return retry_email(
        "msg_01",
        email_id,
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        outbox=world.outbox,
        batches=world.batches,
    )


def assume(world: World) -> Email:
    return assume_sent(
        "msg_01",
        "eml_01_1",
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        batches=world.batches,
    )


def dismiss(world: World, reason: str = "they know it by telephone") -> Email:
    return dismiss_email(
        "msg_01", "eml_01_1", reason=reason, actor=CLERK, now=world.now, new_id=world.new_id, messages=world.store
    )


def resend(world: World, key: str = "1", to: str = "", email_id: str = "eml_01_1") -> tuple[Email, ...]:
    _, emails = resend_email(
        world.store.invoice.invoice_id,
        email_id,
        to=to,
        key=key,
        actor=CLERK,
        now=world.now,
        new_id=world.new_id,
        messages=world.store,
        outbox=world.outbox,
        schedules=world.schedules,
        shelf=world.shelf,
        batches=world.batches,
    )
    world.message = world.store.messages[emails[0].message_id]
    return emails


def moved(world: World, address: str) -> None:
    contact = Contact("con_1", "Ada Buyer", address, "", (Role.BILLING,))
    world.store.customer = a_customer(contacts=(contact,), undeliverable=(DEAD,))


def test_a_retry_is_a_new_email_in_place_of_the_old_and_warns_of_a_second_mail() -> None:
    world = in_status(EmailStatus.NEEDS_REVIEW)
    another, warning = retry(world)
    world.deliver()
    assert "twice" in warning
    assert "twice" in world.store.entries[0].text
    assert [each.superseded_by for each in world.emails] == [another.email_id, ""]
    assert [tags["email_id"] for _, tags, _ in world.mailer.accepted] == [another.email_id]
    assert world.outbox.queued == [("msg_01", world.outbox.queued[0][1])]


def test_a_retry_is_made_once() -> None:
    world = in_status(EmailStatus.NEEDS_REVIEW)
    retry(world)
    with pytest.raises(Conflict) as refused:
        retry(world)
    assert refused.value.code == "superseded"
    assert len(world.emails) == 2


@pytest.mark.parametrize(
    "status", sorted(set(EmailStatus) - {EmailStatus.NEEDS_REVIEW, EmailStatus.FAILED, EmailStatus.SUPPRESSED})
)
def test_only_what_is_at_its_end_without_having_left_is_retried(status: EmailStatus) -> None:
    with pytest.raises(Conflict):
        retry(in_status(status))


def test_a_retry_of_what_is_not_there_or_to_a_dead_address_mints_nothing() -> None:
    world = in_status(EmailStatus.SUPPRESSED)
    with pytest.raises(NotFound):
        retry(world, "eml_other")
    world.store.customer = a_customer(undeliverable=(DEAD,))
    with pytest.raises(InvalidInput, match="correct the contact"):
        retry(world)
    assert len(world.emails) == 1


def test_what_is_assumed_sent_opens_the_invoice_and_evidence_may_still_move_it() -> None:
    world = in_status(EmailStatus.NEEDS_REVIEW)
    assert assume(world) == assume(world)
    assert (world.statuses, world.store.invoice.status) == ([EmailStatus.SENT], Status.OPEN)
    assert [entry.type for entry in world.store.entries] == ["email.assumed_sent", "invoice.sent"]
    world.tell(an_event(EventType.DELIVERY, of=world.email))
    assert world.statuses == [EmailStatus.DELIVERED]


@pytest.mark.parametrize("status", [EmailStatus.AMBIGUOUS, EmailStatus.PLANNED, EmailStatus.SUPPRESSED])
def test_only_what_waits_for_a_person_is_assumed_sent(status: EmailStatus) -> None:
    with pytest.raises(Conflict):
        assume(in_status(status))


def test_after_the_contact_is_corrected_that_person_alone_is_written_to() -> None:
    world = in_status(EmailStatus.BOUNCED, "ada@buyer.example", "bob@buyer.example")
    told = Instructions(subject="Your herring", message="Enjoy", attach_pdf=False, tracking=False)
    world.store.messages["msg_01"] = replace(world.message, instructions=told)
    moved(world, "ada.new@buyer.example")

    (email,) = resend(world)
    world.deliver()

    assert world.mailer.recipients == ["ada.new@buyer.example"]
    assert world.message.instructions == told
    assert world.store.emails["eml_01_1"].superseded_by == email.email_id
    assert world.light.colour is Colour.YELLOW


def test_the_same_resend_again_is_the_same_message_and_another_is_refused() -> None:
    world = in_status(EmailStatus.SUPPRESSED)
    moved(world, "ada.new@buyer.example")
    assert resend(world) == resend(world)
    with pytest.raises(Conflict) as refused:
        resend(world, "2")
    assert refused.value.code == "superseded"
    assert len(world.store.messages) == 2


def test_an_address_that_is_not_corrected_or_not_known_is_not_written_to() -> None:
    world = in_status(EmailStatus.BOUNCED)
    moved(world, "ada@buyer.example")
    with pytest.raises(InvalidInput, match="cannot be written to"):
        resend(world)
    moved(world, "else@buyer.example")
    world.store.emails["eml_01_1"] = replace(world.email, recipient=replace(ADA, contact_id=""))
    with pytest.raises(InvalidInput, match="give `to`"):
        resend(world)
    assert len(resend(world, to="ada@elsewhere.example")) == 1


@pytest.mark.parametrize("status", [EmailStatus.PLANNED, EmailStatus.NEEDS_REVIEW, EmailStatus.DELIVERED])
def test_only_what_did_not_arrive_is_resent(status: EmailStatus) -> None:
    world = in_status(status)
    moved(world, "ada.new@buyer.example")
    with pytest.raises(Conflict):
        resend(world)


@pytest.mark.parametrize(
    ("customer", "message", "tracked"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_a_send_may_track_less_than_the_customer_agreed_to_and_never_more(
    *,
    customer: bool,
    message: bool,
    tracked: bool,
) -> None:
    world = World()
    preferences = replace(a_customer().preferences, tracking=customer)
    world.store.customer = a_customer(preferences=preferences)
    world.store.messages["msg_01"] = replace(world.message, instructions=Instructions(tracking=message))
    world.deliver()
    assert world.mailer.tracked == [tracked]


def test_what_is_dismissed_leaves_the_list_with_a_reason_and_a_name() -> None:
    world = in_status(EmailStatus.SUPPRESSED)
    assert len(world.store.needing_review(limit=10).items) == 1
    assert dismiss(world).dismissed_at == NOW
    assert dismiss(world, "another reason").dismissed_at == NOW
    assert world.store.needing_review(limit=10).items == ()
    [entry] = world.store.entries
    assert (entry.type, entry.actor) == ("email.dismissed", CLERK)
    assert entry.text.endswith("they know it by telephone")


def test_what_is_dismissed_may_still_be_sent_again() -> None:
    world = in_status(EmailStatus.SUPPRESSED)
    dismiss(world)
    another, _ = retry(world)
    assert another.status is EmailStatus.PLANNED
    with pytest.raises(Conflict, match="in place of"):
        dismiss(world)


@pytest.mark.parametrize("status", [each for each in EmailStatus if each is not EmailStatus.SUPPRESSED])
def test_nothing_else_is_dismissed(status: EmailStatus) -> None:
    """Of what may have left a person says whether it did."""
    with pytest.raises(Conflict, match="this is for SUPPRESSED"):
        dismiss(in_status(status))


def test_of_a_retry_and_a_dismissal_at_once_one_is_refused() -> None:
    world = in_status(EmailStatus.SUPPRESSED)
    before = world.email
    dismiss(world)
    with pytest.raises(ClaimLost):
        world.store.change(Change(before, replace(before, superseded_by="eml_01_2"), None))
