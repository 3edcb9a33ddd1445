"""Users of the simulation, who do at random what people do: rules of which hypothesis makes runs, and shrinks them."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import DunlinError
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import Answer
from tests.builders import NOW, a_customer, a_document, a_seller, a_workflow, an_entry, an_invoice
from tests.collecting_builders import an_agreement, collecting
from tests.simulation import actions, invariants
from tests.simulation.faults import Fault, Faults
from tests.simulation.simulated import simulated
from tests.simulation.workers import by_chance, current

# An ordinary Sunday, and the eves of the days on which Europe's clocks change.
STARTS = (NOW, datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 10, 30, 20, tzinfo=UTC))
SPANS = (timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=2), timedelta(days=1), timedelta(days=6))
SLOWNESS = (timedelta(0), timedelta(minutes=3), timedelta(minutes=25))
OURS = "wf_1"
TEMPLATES = ("default_reminder", "default_reminder_firm")
MOST = 3
numbers = st.integers(0, MOST - 1)


class Users(RuleBasedStateMachine):
    """A few invoices of two customers, whoever acts on them, and whatever fails meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._invoices: list[Invoice] = []
        self._attempts: list[Attempt] = []
        self._count = 0
        self._done = False

    @initialize(
        seed=st.integers(0, 2**16),
        start=st.sampled_from(STARTS),
        slowness=st.sampled_from(SLOWNESS),
        means=st.sampled_from(("", "succeeds", "declines", "processes")),
    )
    def begin(self, seed: int, start: datetime, slowness: timedelta, means: str) -> None:
        """The seed decides who goes on at each call; `means` what becomes of the second customer's charges, if any."""
        note(f"seed {seed}")
        choose = by_chance(Random(seed))  # noqa: S311 - no secret
        entered = simulated(invariants.safe, faults=Faults(), seed=seed, start=start, choose=choose)
        self.world = self._stack.enter_context(entered)
        self.world.most, self.world.slowness = 1, slowness
        self.world.dunned = True
        wiring.sellers().put(a_seller(version=0, portal=collecting(retry_days=(1, 3)), workflow_id=STANDARD))
        wiring.workflows().put(a_workflow(workflow_id=OURS))
        wiring.customers().put(a_customer(customer_id="cus_1", version=0))
        agreements = (an_agreement(means),) if means else ()
        wiring.customers().put(a_customer(customer_id="cus_2", version=0, agreements=agreements))
        self._new()

    @precondition(lambda self: len(self._invoices) < MOST)
    @rule()
    def another_invoice(self) -> None:
        """Posted, and due in a few days."""
        self._new()

    @rule(which=numbers)
    def send(self, which: int) -> None:
        """Now."""
        actions.send(self.world, self._one(which), key=self._key())

    @rule(which=numbers, wait=st.sampled_from(SPANS))
    def send_later(self, which: int, wait: timedelta) -> None:
        """At a local time, which may not exist."""
        local = (self.world.clock.now + wait).replace(tzinfo=None, minute=30, second=0, microsecond=0)
        actions.send_at(self.world, self._one(which), local, key=self._key())

    @rule()
    def send_all(self) -> None:
        """As a batch."""
        actions.send_all(self.world, *self._invoices, key=self._key())

    @rule(which=numbers)
    def cancel(self, which: int) -> None:
        """Call the latest message back."""
        emails = [each for each in self.world.state.emails.values() if each.invoice_id == self._one(which).invoice_id]
        if emails:
            actions.cancel(self.world, emails[-1].message_id)

    @rule(which=numbers, amount=st.sampled_from((1, 5000, 15125)))
    def pay(self, which: int, amount: int) -> None:
        """A part, or all."""
        actions.pay(self.world, self._one(which), amount, key=self._key())

    @rule(which=numbers)
    def refund(self, which: int) -> None:
        """The latest payment."""
        payments = self._now(which).payments
        if payments and not payments[-1].refund_of:
            actions.refund(self.world, self._one(which), payments[-1].payment_id, key=self._key())

    @rule(which=numbers, what=st.sampled_from(("void", "hold", "resume", "dispute")))
    def decide(self, which: int, what: str) -> None:
        """Whether it is owed, and whether anybody is reminded of it."""
        getattr(actions, what)(self.world, self._one(which))

    @rule(which=numbers, days=st.integers(1, 5))
    def promise(self, which: int, days: int) -> None:
        """To pay by then."""
        actions.promise(self.world, self._one(which), self.world.clock.now + timedelta(days=days))

    @rule(which=numbers, workflow=st.sampled_from((STANDARD, OURS)))
    def assign(self, which: int, workflow: str) -> None:
        """Another workflow, or the same again."""
        actions.assign(self.world, self._one(which), workflow)

    @rule(gap=st.sampled_from((2, 3, 7)), offset=st.integers(1, 9), template=st.sampled_from(TEMPLATES))
    def revise(self, gap: int, offset: int, template: str) -> None:
        """Our workflow becomes another; who was assigned the one before stays with it."""
        steps = [{"offset_days": offset, "template_id": template}, {"offset_days": offset + 7}]
        actions.revise(self.world, OURS, {"minimum_gap_days": gap, "steps": steps})

    @rule(what=st.sampled_from(("retry", "assume-sent")))
    def review(self, what: str) -> None:
        """A person decides about what may have left."""
        emails = self.world.state.emails.values()
        for each in [each for each in emails if each.status is EmailStatus.NEEDS_REVIEW][:1]:
            actions.review(self.world, each, what, key=self._key())

    @precondition(lambda self: self.world.accepted)
    @rule(said=st.sampled_from(Answer), days=st.integers(0, 5))
    def answer(self, said: Answer, days: int) -> None:
        """Whoever has the latest mail answers it in the portal."""
        on = self.world.clock.now.date() + timedelta(days=-days if said is Answer.ALREADY_PAID else days)
        fields = {"on": on.isoformat(), "text": "Ten herrings", "name": "Bob", "email": "bob@buyer.example"}
        actions.answer(self.world, self.world.accepted[-1].email_id, said, fields)

    @precondition(lambda self: self.world.bank.charges)
    @rule(kind=st.sampled_from((EventKind.SUCCEEDED, EventKind.FAILED)))
    def conclude(self, kind: EventKind) -> None:
        """The bank tells how a charge that was under way has ended."""
        told = list(self.world.bank.charges.values())[-1]
        if isinstance(told, ProviderEvent) and told.kind is EventKind.PROCESSING:
            self.world.told(replace(told, kind=kind, event_id=f"{told.event_id}_{kind}", at=self.world.clock.now))

    @rule(span=st.sampled_from(SPANS))
    def outage(self, span: timedelta) -> None:
        """Nothing runs for so long; then everything is late."""
        self.world.clock.move_to(self.world.clock.now + span)

    @rule(which=numbers, days=st.integers(-5, 5))
    def move_due_date(self, which: int, days: int) -> None:
        """Earlier or later."""
        actions.move_due_date(self.world, self._one(which), self.world.clock.now + timedelta(days=days))

    @rule(which=numbers)
    def begin_payment(self, which: int) -> None:
        """On the provider's page."""
        try:
            self._attempts.append(actions.begin_payment(self._one(which), Method.CARD))
        except DunlinError:
            return

    @precondition(lambda self: self._attempts)
    @rule(kind=st.sampled_from((EventKind.SUCCEEDED, EventKind.FAILED, EventKind.PROCESSING, EventKind.REFUNDED)))
    def press(self, kind: EventKind) -> None:
        """What the provider tells of the latest."""
        actions.press(self.world, self._attempts[-1], kind)

    @precondition(lambda self: self.world.accepted)
    @rule(kind=st.sampled_from(("Open", "Click", "Delivery", "Bounce", "Complaint")), times=st.integers(1, 3))
    def tell(self, kind: str, times: int) -> None:
        """What SES tells of the latest mail."""
        self.world.emit(kind, self.world.accepted[-1], times=times)

    @precondition(lambda self: self.world.accepted)
    @rule()
    def visit(self) -> None:
        """The link in the latest mail."""
        email = self.world.state.emails[self.world.accepted[-1].email_id]
        actions.visit(self.world, email.email_id, email.invoice_id)

    @rule(ahead=st.integers(0, 30), fault=st.sampled_from(Fault))
    def fail(self, ahead: int, fault: Fault) -> None:
        """One of the next calls."""
        faults = self.world.faults
        faults.at = {**faults.at, len(faults.calls) + ahead: fault}

    @rule(doubles=st.booleans(), reorders=st.booleans())
    def queues(self, doubles: bool, reorders: bool) -> None:  # noqa: FBT001 - hypothesis names them
        """SQS hands over twice, or in another order."""
        chance = self.world.random
        self.world.aws.sqs.whims.doubles = (lambda: chance.random() < 0.2) if doubles else (lambda: False)
        self.world.aws.sqs.whims.reorders = reorders

    @rule(seconds=st.sampled_from((0, 1, 90, 300)))
    def indexes_lag(self, seconds: int) -> None:
        """From now on what is written is seen late by indexes, and by readers without consistency."""
        self.world.aws.dynamodb.whims.lag = lambda _table, _index: timedelta(seconds=seconds)

    @rule(busy=st.booleans())
    def others_are_busy(self, busy: bool) -> None:  # noqa: FBT001 - hypothesis names them
        """Transactions of others are at some of the items, whenever a worker is."""
        chance = self.world.random
        self.world.aws.dynamodb.whims.busy = lambda _table, _place: (
            busy and current() is not None and chance.random() < 0.05
        )

    @rule(per_second=st.sampled_from((None, 1)), per_day=st.sampled_from((None, 3)), most=st.sampled_from((None, 1)))
    def limit(self, per_second: int | None, per_day: int | None, most: int | None) -> None:
        """What the account may do: mails in a second and in a day, schedules at once."""
        limits = self.world.aws.ses.limits
        limits.per_second, limits.per_day, self.world.aws.scheduler.most = per_second, per_day, most

    @rule()
    def lose_schedules(self) -> None:
        """None fires."""
        self.world.aws.scheduler.schedules.clear()

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        """Some calls happen; whoever has not ended goes on later."""
        self.world.settle(steps=steps)

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        """And everything happens that is due meanwhile."""
        self.world.run(span)

    @invariant()
    def promises_are_kept(self) -> None:
        """At every moment, also while workers are in the middle of their work."""
        if hasattr(self, "world"):
            invariants.safe(self.world)

    def teardown(self) -> None:
        """No faults any more: everything comes to an end."""
        with self._stack:
            if hasattr(self, "world"):
                self._calm_down()

    def _calm_down(self) -> None:
        self.world.aws.sqs.whims.doubles = lambda: False
        self.world.aws.dynamodb.whims.busy = lambda _table, _place: False
        self.limit(None, None, None)
        self.world.calm(timedelta(days=2))
        invariants.alive(self.world)

    def _new(self) -> None:
        number = len(self._invoices) + 1
        customer = a_customer(customer_id=f"cus_{1 + number % 2}")
        due = (self.world.clock.now + timedelta(days=4)).date()
        new = an_invoice(number=f"2026-{number:03}", customer=customer, version=0, status=Status.POSTED, due_date=due)
        wiring.invoices().add(new, a_document(customer=customer), entry=an_entry(new))
        self._invoices.append(replace(new, version=1))

    def _one(self, which: int) -> Invoice:
        return self._invoices[which % len(self._invoices)]

    def _now(self, which: int) -> Invoice:
        return self.world.state.invoices[self._one(which).invoice_id]

    def _key(self) -> str:
        self._count += 1
        return f"key-{self._count}"
