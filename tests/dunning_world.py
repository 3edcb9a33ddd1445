"""One invoice and its reminders, in memory: turns are taken by the services, mails are sent by the protocol."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dunlin.domain.customer import Contact, Role
from dunlin.domain.dunning.decision import Decision
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice, Payment, Status, pay
from dunlin.domain.message import Message
from dunlin.domain.timeline import Actor
from dunlin.services.arrange_turn import turn_of
from dunlin.services.deliver_emails import deliver_emails
from dunlin.services.deliver_message import deliver_message
from dunlin.services.desk import DUNNING, Desk
from dunlin.services.facts_of import Rules
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.sending import SendContext, TurnDue
from dunlin.services.sending import Sending
from dunlin.services.sweep_turns import sweep_turns
from dunlin.services.take_turn import take_turn
from tests.builders import CLERK
from tests.fakes_dunning import FakeCalendars, FakeDunnings, FakeWorkflows
from tests.fakes_payments import FakeCollector
from tests.sending_world import World

SENT = datetime(2026, 11, 2, 9, 0, tzinfo=World().now.tzinfo)
DUE = date(2026, 11, 20)
# When the first reminder goes out, and a day on which all is over.
FIRST, END = datetime(2026, 11, 25, 9, 0, tzinfo=UTC), datetime(2027, 1, 31, tzinfo=UTC)


class Dunned(World):
    """An invoice that was sent on 2 November and is due on the 20th, with the shipped workflow of its seller."""

    def __init__(self, **changes: Any) -> None:
        opened: dict[str, Any] = {
            "status": Status.OPEN,
            "due_date": DUE,
            "sent_at": SENT,
            "mailed_at": SENT,
            "mailed_by": "msg_first",
        }
        super().__init__(**(opened | changes))
        self.store.messages.clear()
        self.store.emails.clear()
        self.store.seller = replace(self.store.seller, workflow_id=STANDARD)
        self.store.look_at = SENT
        self.now = SENT + timedelta(minutes=2)
        self.collector = FakeCollector()
        self.workflows, self.calendars, self.dunnings = FakeWorkflows(), FakeCalendars(), FakeDunnings(self.store)

    def desk(self, actor: Actor = CLERK) -> Desk:
        return Desk(
            actor=actor,
            now=self.now,
            new_id=self.new_id,
            messages=self.store,
            dunnings=self.dunnings,
            rules=Rules(self.workflows, self.calendars),
            templates=self.templates,
            outbox=self.outbox,
            schedules=self.schedules,
        )

    @property
    def dunning(self) -> Dunning:
        assert self.store.invoice.dunning
        return self.store.invoice.dunning

    @property
    def turn(self) -> TurnDue:
        """What a schedule that was made just now carries."""
        return turn_of(self.store.invoice)

    def look(self, turn: TurnDue | None = None) -> Decision:
        """A schedule fires, or the queue brings what the sweep has found."""

        def send(message: Message, emails: tuple[Email, ...], context: SendContext) -> None:
            deliver_emails(emails, Sending(message, emails, context, self.ports()))

        return take_turn(turn or self.turn, desk=self.desk(DUNNING), deliver=send, collector=self.collector).decision

    def before_the_claim(self, act: Callable[[], object]) -> None:
        """Somebody else acts, once: after the next decision has been written, and before its reminder is claimed."""
        turn = self.dunnings.turn

        def turn_then_act(turned: Turned, *, raise_version: bool = False) -> Invoice:
            self.dunnings.turn = turn  # type: ignore[method-assign]
            invoice = turn(turned, raise_version=raise_version)
            act()
            return invoice

        self.dunnings.turn = turn_then_act  # type: ignore[method-assign]

    def sweep(self) -> int:
        """A minute has passed: what the sweep queues is taken at once."""
        swept = sweep_turns(now=self.now, dunnings=self.dunnings, outbox=self.outbox)
        turns, self.outbox.turns = self.outbox.turns, []
        for turn, _ in turns:
            self.look(turn)
        for email in self.store.due(now=self.now, limit=100):
            self.store.snooze(email, now=self.now, until=self.now + timedelta(minutes=15))
            self.redeliver(email.message_id)
        return swept

    def redeliver(self, message_id: str) -> None:
        deliver_message(message_id, batches=self.batches, ports=self.ports())

    def live(self, until: datetime, *, every: timedelta = timedelta(hours=1)) -> None:
        """Time passes, with nothing but the sweep."""
        while self.now < until:
            self.now = min(self.now + every, until)
            self.sweep()

    def pay(self, amount: int, *, payment_id: str = "pay_1") -> None:
        """As `change_invoice` does: the dunning is looked at again."""
        invoice = pay(self.store.invoice, Payment(payment_id, amount, self.now.date()), now=self.now)
        self.change_invoice(payments=invoice.payments, status=invoice.status)
        self.disturb()

    def mail_by_hand(self) -> None:
        """Somebody's mail about the invoice is claimed a second later."""
        self.store.invoice = replace(
            self.store.invoice, mailed_at=self.now + timedelta(seconds=1), mailed_by="msg_manual"
        )

    def disturb(self) -> None:
        self.store.invoice = self.store.invoice.disturbed(now=self.now)
        self.store.look_at = self.now - timedelta(minutes=1)

    def give_contacts(self, *contacts: tuple[str, Role]) -> None:
        made = tuple(Contact(f"con_{at}", at.partition("@")[0], at, "", (role,)) for at, role in contacts)
        self.store.customer = replace(self.store.customer, contacts=made, version=self.store.customer.version + 1)

    @property
    def reminded(self) -> list[int]:
        """The numbers of the reminders that the provider has accepted, in order."""
        ids = [tags["email_id"] for _, tags, _ in self.mailer.accepted]
        return [reminder.number for each in ids if (reminder := self.store.emails[each].reminder)]
