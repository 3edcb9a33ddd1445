"""Port `Dunnings`, and what a reminder's claim asks for: the fake and DynamoDB keep the same promises."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.email import Email, emails_for
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import AlreadyExists, ClaimLost, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import Message, MessageKind, Recipient, Reminded
from dunlin.services.ports.dunning import Dunnings, Turned
from dunlin.services.ports.sending import Change, Messages, SendContext, TurnDue
from tests.builders import NOW, a_customer, a_document, a_message, a_seller, an_entry, an_invoice
from tests.fakes_dunning import FakeDunnings
from tests.fakes_sending import FakeMessages


@dataclass
class Subject:
    """The ports, the records as they are now, and somebody who changes them behind their back."""

    dunnings: Dunnings
    messages: Messages
    invoice: Callable[[], Invoice]
    customer: Callable[[], Customer]
    touch_customer: Callable[[], None]

    def turn(self, **changes: object) -> Invoice:
        before = self.invoice()
        return self.dunnings.turn(turned(before, **changes))

    @property
    def due(self) -> TurnDue:
        invoice = self.invoice()
        generation = invoice.dunning.generation if invoice.dunning else 0
        return TurnDue(invoice.invoice_id, invoice.customer_id, invoice.seller_id, generation)


def _fake() -> Subject:
    opened = an_invoice(status=Status.OPEN, version=2)
    store = FakeMessages(opened, a_document(), a_customer(), a_seller())

    def touch() -> None:
        store.customer = replace(store.customer, version=store.customer.version + 1)

    return Subject(FakeDunnings(store), store, lambda: store.invoice, lambda: store.customer, touch)


def _dynamodb() -> Subject:
    wiring.sellers().put(a_seller(version=0))
    wiring.customers().put(a_customer(version=0))
    draft = an_invoice(version=0)
    wiring.invoices().add(draft, a_document(), entry=an_entry())
    for number, status in enumerate((Status.POSTED, Status.OPEN)):
        now = wiring.invoices().get(draft.invoice_id)
        wiring.invoices().change(now, replace(now, status=status), entry=an_entry(entry_id=f"tml_s{number}"))
    customers = wiring.customers()

    def touch() -> None:
        customers.put(customers.get("cus_1"))

    return Subject(
        wiring.dunnings(),
        wiring.messages(),
        lambda: wiring.invoices().get(draft.invoice_id),
        lambda: customers.get("cus_1"),
        touch,
    )


@pytest.fixture(params=["fake", "dynamodb"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return _fake()
    request.getfixturevalue("aws_world")
    return _dynamodb()


def turned(before: Invoice, **changes: object) -> Turned:
    """A look that plans the next one in an hour, unless told otherwise."""
    was = before.dunning or Dunning()
    told = {"generation": was.generation + 1, "next_at": NOW + timedelta(hours=1), **changes}
    after = replace(before, dunning=replace(was, **told))  # type: ignore[arg-type]
    return Turned(before, after, (an_entry(entry_id=f"tml_g{was.generation}"),))


def a_reminder(invoice: Invoice, number: int = 1) -> tuple[Message, tuple[Email, ...]]:
    said = Reminded(number, "wf_1", 1, 1, 15_125, "EUR", 5, invoice.number, invoice.customer_name, generation=1)
    message = a_message(invoice, message_id=f"msg_r{number}", kind=MessageKind.REMINDER, reminder=said)
    return message, emails_for(message, (Recipient("ada@buyer.example"),), wake_at=NOW)


def planned(subject: Subject) -> tuple[Invoice, Email]:
    """The invoice after a reminder was decided, and its e-mail."""
    before = subject.invoice()
    message, emails = a_reminder(before)
    invoice = subject.dunnings.turn(replace(turned(before), message=message, emails=emails))
    return invoice, emails[0]


def claim(subject: Subject, email: Email, seen: SendContext) -> None:
    after = replace(email, status=EmailStatus.DISPATCHING, owner="own_1", wake_at=NOW + timedelta(minutes=15))
    subject.messages.claim(Change(email, after, an_entry(entry_id="tml_claim")), context=seen)


def context(subject: Subject, invoice: Invoice) -> SendContext:
    return SendContext(invoice, a_document(), subject.customer(), a_seller())


def test_a_look_is_written_and_read_back_whole(subject: Subject) -> None:
    charge = Charge("chg_1", ChargeKind.FEE, 500, NOW.date(), 1, "EUR 5.00 for reminder 1")
    before = subject.invoice()
    step = turned(before, next_number=2, decided="due")
    written = subject.dunnings.turn(replace(step, after=replace(step.after, charges=(charge,))), raise_version=True)

    stored = subject.invoice()
    assert stored.dunning == step.after.dunning == written.dunning
    assert (stored.charges, stored.version) == ((charge,), before.version + 1)
    assert subject.dunnings.context(subject.due).invoice.dunning == stored.dunning


def test_of_two_looks_at_the_same_generation_one_is_written(subject: Subject) -> None:
    before = subject.invoice()
    subject.dunnings.turn(turned(before))
    with pytest.raises(StaleVersion):
        subject.dunnings.turn(turned(before, next_number=9))
    assert (subject.invoice().dunning or Dunning()).next_number == 1


def test_a_payment_in_between_refuses_the_look(subject: Subject) -> None:
    before = subject.invoice()
    subject.dunnings.turn(turned(before), raise_version=True)
    now = subject.invoice()
    with pytest.raises(StaleVersion):
        subject.dunnings.turn(turned(replace(now, version=before.version)))


def test_a_reminder_is_planned_once(subject: Subject) -> None:
    invoice, _ = planned(subject)
    message, emails = a_reminder(invoice)
    with pytest.raises(AlreadyExists):
        subject.dunnings.turn(replace(turned(invoice), message=message, emails=emails))
    assert subject.invoice().delivery.message_id == message.message_id


def test_what_is_to_be_looked_at_is_found_when_its_time_has_come_and_by_one_only(subject: Subject) -> None:
    subject.turn()
    at = NOW + timedelta(hours=1)
    assert subject.dunnings.due(now=at - timedelta(seconds=1), limit=10) == ()
    assert subject.dunnings.due(now=at, limit=10) == (subject.due,)
    assert subject.dunnings.snooze(subject.due, now=at, until=at + timedelta(minutes=15))
    assert not subject.dunnings.snooze(subject.due, now=at, until=at + timedelta(minutes=15))
    assert subject.dunnings.due(now=at, limit=10) == ()
    assert (subject.invoice().dunning or Dunning()).next_at == at  # its own time stays


def test_a_later_look_puts_back_what_was_put_off(subject: Subject) -> None:
    subject.turn()
    at = NOW + timedelta(hours=1)
    subject.dunnings.snooze(subject.due, now=at, until=at + timedelta(minutes=15))
    subject.turn(next_at=at + timedelta(minutes=1))
    assert subject.dunnings.due(now=at + timedelta(minutes=1), limit=10) == (subject.due,)


def test_what_has_ended_is_found_by_nobody(subject: Subject) -> None:
    subject.turn()
    subject.turn(next_at=None, ended="paid")
    later = NOW + timedelta(days=400)
    assert subject.dunnings.due(now=later, limit=10) == ()
    assert subject.dunnings.upcoming(until=later, limit=10).items == ()


def test_what_asks_for_a_person_is_listed_until_it_does_no_more(subject: Subject) -> None:
    subject.turn(attention="nobody can be written to", attention_since=NOW)
    assert [each.invoice_id for each in subject.dunnings.attention(limit=10).items] == [subject.invoice().invoice_id]
    subject.turn(attention="", attention_since=None)
    assert subject.dunnings.attention(limit=10).items == ()


def test_a_promise_is_counted_on_its_customer(subject: Subject) -> None:
    subject.dunnings.turn(replace(turned(subject.invoice()), kept=True))
    subject.dunnings.turn(replace(turned(subject.invoice()), broken=True))
    subject.dunnings.turn(replace(turned(subject.invoice()), broken=True))
    assert (subject.customer().promises_kept, subject.customer().promises_broken) == (1, 2)


def test_an_invoice_that_is_gone_is_not_found(subject: Subject) -> None:
    with pytest.raises(NotFound):
        subject.dunnings.context(replace(subject.due, invoice_id="inv_nobody"))


def test_a_forgotten_invoice_is_repaired_and_one_that_is_looked_at_is_not(subject: Subject) -> None:
    subject.turn(next_at=None)
    entry = an_entry(entry_id="tml_repair")
    assert subject.dunnings.repair(subject.invoice(), at=NOW, entry=entry)
    assert subject.dunnings.due(now=NOW, limit=10) == (subject.due,)
    assert not subject.dunnings.repair(subject.invoice(), at=NOW, entry=an_entry(entry_id="tml_again"))


def test_a_reminder_as_it_was_decided_is_claimed_and_is_the_last_mail_from_then_on(subject: Subject) -> None:
    invoice, email = planned(subject)
    claim(subject, email, context(subject, invoice))
    assert (subject.invoice().mailed_by, subject.invoice().mailed_at) == (email.message_id, NOW)


def test_no_reminder_is_claimed_after_another_decision(subject: Subject) -> None:
    invoice, email = planned(subject)
    subject.turn()
    with pytest.raises(ClaimLost):
        claim(subject, email, context(subject, invoice))


def test_no_reminder_is_claimed_after_its_customer_has_changed(subject: Subject) -> None:
    """A hold of the whole customer is such a change."""
    invoice, email = planned(subject)
    seen = context(subject, invoice)
    subject.touch_customer()
    with pytest.raises(ClaimLost):
        claim(subject, email, seen)


def test_no_reminder_is_claimed_after_another_mail_about_the_invoice(subject: Subject) -> None:
    invoice, email = planned(subject)
    by_hand = a_message(invoice, message_id="msg_hand")
    mails = emails_for(by_hand, (Recipient("ada@buyer.example"),), wake_at=NOW)
    subject.messages.plan(by_hand, mails, invoice=subject.invoice(), entry=an_entry(entry_id="tml_hand"))
    claim(subject, mails[0], context(subject, subject.invoice()))

    with pytest.raises(ClaimLost):
        claim(subject, email, context(subject, invoice))


def test_the_second_recipient_of_a_reminder_is_not_refused_for_the_first(subject: Subject) -> None:
    before = subject.invoice()
    message, _ = a_reminder(before)
    people = (Recipient("ada@buyer.example"), Recipient("bob@buyer.example"))
    emails = emails_for(message, people, wake_at=NOW)
    invoice = subject.dunnings.turn(replace(turned(before), message=message, emails=emails))
    for email in emails:
        claim(subject, email, context(subject, invoice))
    assert {each.status for each in subject.messages.get(message.message_id)[1]} == {EmailStatus.DISPATCHING}


def test_a_reminder_called_back_is_remembered_and_looked_at_at_once(subject: Subject) -> None:
    _, email = planned(subject)
    ended = replace(email, status=EmailStatus.CANCELLED, status_code="hold_paused", wake_at=None)
    subject.messages.change(Change(email, ended, an_entry(entry_id="tml_back", at=NOW)))

    assert subject.invoice().unsent == email.message_id
    assert subject.dunnings.due(now=NOW, limit=10) == (subject.due,)
    subject.turn()
    assert not subject.invoice().unsent


def test_one_that_staff_called_back_is_not(subject: Subject) -> None:
    _, email = planned(subject)
    ended = replace(email, status=EmailStatus.CANCELLED, status_code="cancelled_by_staff", wake_at=None)
    subject.messages.change(Change(email, ended, an_entry(entry_id="tml_back")))
    assert not subject.invoice().unsent


def test_under_which_id_a_mail_brought_the_invoice_is_kept_by_person(subject: Subject) -> None:
    invoice = subject.invoice()
    message = a_message(invoice, message_id="msg_first")
    mails = emails_for(message, (Recipient("Ada@buyer.example"),), wake_at=NOW)
    subject.messages.plan(message, mails, invoice=invoice, entry=an_entry(entry_id="tml_p"))
    claim(subject, mails[0], context(subject, subject.invoice()))
    [email] = subject.messages.get("msg_first")[1]
    accepted = replace(email, status=EmailStatus.SENT, owner="", ses_message_id="0100-first", sent_at=NOW, wake_at=None)
    subject.messages.change(Change(email, accepted, an_entry(entry_id="tml_sent")))

    assert subject.invoice().thread_of("ada@buyer.example") == "0100-first"
    assert not subject.invoice().thread_of("eve@buyer.example")


def test_upcoming_comes_in_order_and_by_pages(subject: Subject) -> None:
    subject.turn()
    page = subject.dunnings.upcoming(until=NOW + timedelta(hours=2), limit=1)
    assert [each.invoice_id for each in page.items] == [subject.invoice().invoice_id]
    assert subject.dunnings.upcoming(until=datetime(2026, 1, 1, tzinfo=NOW.tzinfo), limit=1).items == ()
