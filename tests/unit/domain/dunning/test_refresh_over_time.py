"""An invoice over time: whoever looks whenever, whatever happens in between, and what never does."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dunlin.domain.customer import UndeliverableAddress, normalise
from dunlin.domain.delivery import Bucket, Delivery
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.dunning import Outcome
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind, PromiseState, with_hold, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.workflow import Workflow, amount_in
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money
from tests.builders import a_customer
from tests.dunning_builders import a_hold, a_promise, dunned, facts, owed, paying
from tests.unit.domain.dunning.scenes import DAY, ZONES, calendar, workflows

BEGUN = datetime(2027, 3, 1, 10, tzinfo=UTC)
ADDRESS = "ada@buyer.example"
PROMISE = a_promise(BEGUN.date(), judged_at=BEGUN)
HELD = [kind for kind in HoldKind if kind is not HoldKind.PROMISE]
minutes = st.integers(0, 20 * 1440).map(lambda each: timedelta(minutes=each))


def a_fee(*_: object) -> tuple[Charge, ...]:
    return (Charge("chg_1", ChargeKind.FEE, 500, BEGUN.date(), 1),)


@st.composite
def some_workflow(draw: st.DrawFn) -> Workflow:
    """Some of whose reminders are for larger balances only."""
    whole = draw(workflows())
    least = draw(st.sampled_from(((), (Money(5_000, "EUR"),))))
    return replace(whole, steps=(*whole.steps[:-1], replace(whole.steps[-1], minimums=least)))


class Life(RuleBasedStateMachine):
    facts: Facts
    now: datetime
    found: Refreshed | None = None
    told: tuple[Note, ...] = ()

    @initialize(
        workflow=some_workflow(),
        zone=st.sampled_from(ZONES),
        due=st.integers(-30, 40),
        rest=st.frozensets(st.integers(0, 200), max_size=20),
        fee=st.booleans(),
    )
    def begins(self, workflow: Workflow, zone: str, due: int, rest: frozenset[int], *, fee: bool) -> None:
        closed = calendar(frozenset(BEGUN.date() + each * DAY for each in rest), weekends=True)
        invoice = owed(due_date=BEGUN.date() + due * DAY, sent_at=BEGUN, mailed_at=BEGUN, dunning=dunned())
        customer = a_customer(time_zone=zone)
        self.facts = facts(
            invoice, customer=customer, workflow=workflow, closed=closed, charges_due=a_fee if fee else lambda *_: ()
        )
        self.now, self.mailed, self.sent, self.escalated = BEGUN, BEGUN, list[int](), 0
        self.look()

    # What happens to an invoice. Whoever changes something has it looked at.

    @rule(late=st.one_of(st.just(timedelta()), minutes), again=st.booleans())
    def somebody_looks_when_he_is_to(self, late: timedelta, *, again: bool) -> None:
        self.now = max(self.facts.dunning.next_at or self.now, self.now) + late
        self.look()
        if again:
            self.look()

    @rule(after=minutes)
    def somebody_looks_at_any_time(self, after: timedelta) -> None:
        self.now += after
        self.look()

    @precondition(lambda self: self.facts.invoice.balance.amount > 100)
    @rule(share=st.sampled_from((0.1, 0.2, 0.3, 0.3, 0.7, 1.0)))
    def money_comes_in(self, share: float) -> None:
        self.changed(invoice=paying(self.facts.invoice, int(self.facts.invoice.balance.amount * share)))

    @precondition(lambda self: not self.facts.invoice.payments)
    @rule(really=st.integers(0, 9))
    def it_is_voided(self, really: int) -> None:
        if not really:
            self.changed(invoice=replace(self.facts.invoice, status=Status.VOID))

    @rule(kind=st.sampled_from(HELD), ends=st.one_of(st.none(), minutes))
    def it_is_held(self, kind: HoldKind, ends: timedelta | None) -> None:
        hold = a_hold(kind, since=self.now, until=self.now + ends if ends else None)
        self.stands(holds=with_hold(self.facts.dunning.holds, hold))

    @rule(kind=st.sampled_from(HELD))
    def a_hold_is_ended(self, kind: HoldKind) -> None:
        self.stands(holds=without(self.facts.dunning.holds, kind))

    @rule(ends=st.one_of(st.none(), minutes))
    def the_whole_customer_is_held(self, ends: timedelta | None) -> None:
        hold = a_hold(HoldKind.DISPUTE, since=self.now, until=self.now + ends if ends else None)
        self.changed(customer=replace(self.facts.customer, holds=(hold,)))

    @rule()
    def the_whole_customer_is_let_go(self) -> None:
        self.changed(customer=replace(self.facts.customer, holds=()))

    @precondition(lambda self: self.facts.invoice.balance.amount > 0)
    @rule(days=st.integers(0, 20), share=st.sampled_from((0.5, 1)), number=st.integers(1, 6), beside=st.integers(0, 2))
    def the_customer_promises(self, days: int, share: float, number: int, beside: int) -> None:
        on: date = self.facts.today(now=self.now) + days * DAY
        judged_at = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1, hours=14)
        hold = a_hold(HoldKind.PROMISE, since=self.now, until=(None, judged_at, judged_at - DAY)[beside])
        amount = int(self.facts.invoice.balance.amount * share)
        promise = replace(
            PROMISE, amount=amount, on=on, paid_before=self.facts.invoice.paid, judged_at=judged_at, resume_at=number
        )
        self.stands(holds=with_hold(self.facts.dunning.holds, hold), promise=promise)

    @rule(days=st.integers(-20, 40))
    def the_due_date_moves(self, days: int) -> None:
        invoice = self.facts.invoice
        self.changed(invoice=replace(invoice, due_date=invoice.due_date + days * DAY))

    @rule()
    def the_address_bounces(self) -> None:
        dead = (UndeliverableAddress(ADDRESS, "no such user", self.now),)
        self.changed(customer=replace(self.facts.customer, undeliverable=dead))

    @rule()
    def the_address_is_corrected(self) -> None:
        self.changed(customer=replace(self.facts.customer, undeliverable=()))

    @rule(bucket=st.sampled_from((Bucket.QUEUED, Bucket.QUEUED, Bucket.DELIVERED)))
    def the_mail_fares(self, bucket: Bucket) -> None:
        delivery = replace(self.facts.invoice.delivery, counts={bucket: 1})
        self.changed(invoice=replace(self.facts.invoice, delivery=delivery))

    @rule(workflow=some_workflow(), really=st.integers(0, 3))
    def another_workflow_is_assigned(self, workflow: Workflow, really: int) -> None:
        if not really:
            dunning = self.facts.dunning
            self.sent, self.escalated = [], 0
            # The reminder before has been claimed by then; otherwise nothing is known of it any more.
            claimed = replace(self.facts.invoice, mailed_at=self.mailed)
            self.facts = replace(self.facts, workflow=workflow, invoice=claimed)
            self.stands(assignment=dunning.assignment + 1, next_number=1, turns=(), promise=None, ended="", decided="")

    # What is decided then, and what never is.

    def changed(self, **changes: object) -> None:
        self.facts = replace(self.facts, **changes)  # type: ignore[arg-type]
        self.look()

    def stands(self, **changes: object) -> None:
        dunning = replace(self.facts.dunning, **changes)  # type: ignore[arg-type]
        self.changed(invoice=replace(self.facts.invoice, dunning=dunning))

    def look(self) -> None:
        before, found = self.facts, refresh(self.facts, now=self.now)
        assert found.dunning.generation == before.dunning.generation + 1
        assert found.decision.reason
        assert found.decision.text
        assert all(note.text for note in found.notes)
        if found.decision.verdict is Verdict.SEND:
            self.may_be_sent(before, found)
        if found.decision.verdict is Verdict.ESCALATE:
            self.may_be_escalated(before, found)
        self.somebody_looks_again(found)
        self.is_told_once(before, found)
        self.facts = replace(before, invoice=found.invoice)
        if found.decision.verdict is Verdict.SEND:
            self.leaves(found)
        self.found = found

    def nothing_stands_against(self, before: Facts, found: Refreshed) -> None:
        invoice, promise = before.invoice, found.dunning.promise
        assert invoice.status in {Status.OPEN, Status.PARTIALLY_PAID}
        assert invoice.balance.amount > 0
        assert not any(each.lasts(now=self.now) for each in before.customer.holds)
        assert not any(each.lasts(now=self.now) for each in before.dunning.holds if each.kind is not HoldKind.PROMISE)
        assert promise is None or promise.state is not PromiseState.OPEN
        assert before.workflow
        least = amount_in("EUR", before.workflow.step(found.decision.number).minimums)
        assert invoice.balance.amount >= (least or 0)
        assert not invoice.delivery.of(Bucket.QUEUED) or not self.sent

    def may_be_sent(self, before: Facts, found: Refreshed) -> None:
        self.nothing_stands_against(before, found)
        assert before.workflow
        assert found.recipients
        assert not any(before.customer.dead(normalise(each.address)) for each in found.recipients)
        number = found.decision.number
        assert number <= before.workflow.reminders
        assert number > max(self.sent, default=0)
        here = before.here(now=self.now)
        assert here.date() - before.today(now=self.mailed) >= before.workflow.gap_days * DAY
        assert before.workflow.window.opens <= here.time()

    def may_be_escalated(self, before: Facts, found: Refreshed) -> None:
        self.nothing_stands_against(before, found)
        assert before.workflow
        assert self.sent
        assert not self.escalated
        assert found.decision.number == before.workflow.reminders + 1
        assert before.today(now=self.now) > max(before.today(now=self.mailed), before.invoice.due_date)
        self.escalated += 1

    def somebody_looks_again(self, found: Refreshed) -> None:
        endless = found.decision.verdict is Verdict.HOLD and found.decision.next_at is None
        assert endless or found.dunning.ended or found.dunning.next_at
        assert found.dunning.next_at is None or found.dunning.next_at >= self.now
        promise = found.dunning.promise
        if promise and promise.state is PromiseState.OPEN and found.decision.verdict in {Verdict.HOLD, Verdict.STOP}:
            assert found.dunning.next_at
            assert found.dunning.next_at <= promise.judged_at

    def is_told_once(self, before: Facts, found: Refreshed) -> None:
        if found.decision.verdict in {Verdict.SEND, Verdict.ESCALATE}:
            return
        again = refresh(replace(before, invoice=found.invoice), now=self.now)
        assert (again.decision, again.notes) == (replace(found.decision, facts=again.decision.facts), ())
        changed = before.dunning.decided != found.dunning.decided or before.dunning.ended != found.dunning.ended
        told_before = before.dunning.ended == found.dunning.ended != ""
        assert found.notes or not changed or told_before

    def leaves(self, found: Refreshed) -> None:
        self.sent.append(found.decision.number)
        self.mailed = self.now
        message_id = f"msg_{found.dunning.assignment}_{found.decision.number}"
        turns = tuple(
            replace(each, message_id=message_id) if each.number == found.decision.number else each
            for each in found.dunning.turns
        )
        invoice = replace(found.invoice, dunning=replace(found.dunning, turns=turns))
        self.facts = replace(self.facts, invoice=replace(invoice, delivery=Delivery(message_id, {Bucket.SENT: 1})))

    @invariant()
    def every_reminder_has_its_turn_once(self) -> None:
        if self.found:
            turns = Counter(each.number for each in self.facts.dunning.turns)
            assert set(turns.values()) <= {1}
            out = [each.number for each in self.facts.dunning.turns if each.outcome is Outcome.SENT]
            assert out == self.sent

    def teardown(self) -> None:
        """Once nothing stands against it any more, it ends by itself."""
        if not self.found:
            return
        self.changed(customer=replace(self.facts.customer, holds=(), undeliverable=()))
        self.stands(holds=())
        self.the_mail_fares(Bucket.DELIVERED)
        for _ in range(100):
            if self.facts.dunning.ended and not self.facts.dunning.next_at:
                break
            assert self.facts.dunning.next_at
            self.now = max(self.facts.dunning.next_at, self.now)
            self.look()
        assert self.facts.dunning.ended in {
            Reason.PAID,
            Reason.VOID,
            Reason.FINISHED,
            Reason.ESCALATED,
        }


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
