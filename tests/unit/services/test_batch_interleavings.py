"""Planning, sending, cancelling and retrying an invoice of a batch, each in the middle of another, in any order:
it comes to one end, the end is what its e-mails say, and nobody gets a mail twice.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from hypothesis import event, given, settings
from hypothesis import strategies as st

from dunlin import wiring
from dunlin.domain.batch import ACCEPTED, FINAL, counted, message_id, outcome
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost, Conflict, StaleVersion, Unavailable
from dunlin.services.deliver_message import deliver_message
from dunlin.services.ports.batches import BatchAction
from dunlin.services.ports.mail import MailRefusedError, Refused
from dunlin.services.sending import Ports
from tests.batch_world import BatchWorld
from tests.fakes import FakeTemplates
from tests.fakes_sending import FakeDocuments, FakeMailer, FakePipeline, PlainRenderer
from tests.interleaving import Interleaving

PEOPLE = ("ada@buyer.example", "bob@buyer.example")
LATEST_CALL = 24
ROUNDS = 4


class KilledError(BaseException):
    """The end of a worker: nothing of ours catches it."""


@dataclass(frozen=True)
class Step:
    """What somebody does, and what others do in the middle of it: before its n-th call."""

    act: str
    meanwhile: dict[int, str]


class OneInvoice:
    """A batch of one invoice to two people, and everybody who has to do with it."""

    def __init__(self) -> None:
        self.world = BatchWorld()
        self.world.runs.ended = True  # nobody waits for a run that may have died
        self.invoice_id = self.world.with_invoice(*PEOPLE, number="one").invoice_id
        customer = self.world.customers.get("cus_one")
        self.world.customers.put(replace(customer, preferences=replace(customer.preferences, to=PEOPLE)))
        self.batch_id = self.world.start([self.invoice_id]).batch_id
        self.messages, self.batches = self.world.messages, self.world.batches
        self.mailer, self.keys = FakeMailer(), count()
        self.seen = Counter[str]()

    def take(self, step: Step) -> None:
        between = Interleaving({at: self._act(act) for at, act in step.meanwhile.items()})
        self.world.messages, self.world.batches = between.of(self.messages), between.of(self.batches)
        self._act(step.act)()
        self.world.messages, self.world.batches = self.messages, self.batches

    def _act(self, name: str) -> Callable[[], None]:
        def acting() -> None:
            with suppress(StaleVersion, Conflict, Unavailable, ClaimLost, KilledError):  # whoever comes again mends it
                getattr(self, name)()
                self.seen[name] += 1

        return acting

    def plan(self) -> None:
        self.world.run(self.batches.head(self.batch_id))

    def post(self) -> None:
        for each, _ in list(self.world.outbox.queued):
            ports = Ports(
                now=self.world.now,
                new_id=self.world.new_id,
                messages=self.world.messages,
                documents=FakeDocuments(),
                mailer=self.mailer,
                outbox=self.world.outbox,
                pipeline=FakePipeline(),
                renderer=PlainRenderer(),
                templates=FakeTemplates(shipped=wiring.shipped_templates()),
            )
            deliver_message(each, batches=self.world.batches, ports=ports)

    def refuse(self) -> None:
        self._with(before=MailRefusedError(Refused.THIS_MAIL, "MessageRejected", "a virus"))

    def throttle(self) -> None:
        self._with(before=MailRefusedError(Refused.THROTTLED, "TooManyRequests", "slow down"))

    def die(self) -> None:
        self._with(after=KilledError())

    def cancel(self) -> None:
        self.world.cancel(self.batches.head(self.batch_id))

    def retry(self) -> None:
        self.world.retry(self.batches.head(self.batch_id), f"retry {next(self.keys)}")

    def wait(self) -> None:
        self.world.now += timedelta(hours=1)

    def _with(self, *, before: BaseException | None = None, after: BaseException | None = None) -> None:
        """Post, and the next mail comes to this."""
        self.mailer.before, self.mailer.after = _once(before), _once(after)
        try:
            self.post()
        finally:
            self.mailer.before, self.mailer.after = _once(None), _once(None)

    def come_to_rest(self, *acts: str) -> None:
        """What the queue, the sweep and the state machine's retries see to, unless it is told otherwise."""
        for act in ROUNDS * (acts or ("plan", "post", "wait")):
            self._act(act)()

    @property
    def emails(self) -> list[Email]:
        return list(self.messages.emails.values())


def _once(failure: BaseException | None) -> Callable[[], None]:
    left = [failure] if failure else []

    def fail() -> None:
        if left:
            raise left.pop()

    return fail


ACTS = ("plan", "post", "cancel", "retry", "refuse", "throttle", "die", "wait")


def _steps(*acts: str, most: int = 8) -> st.SearchStrategy[list[Step]]:
    act = st.sampled_from(acts)
    meanwhile = st.dictionaries(st.integers(0, LATEST_CALL), act, max_size=3)
    return st.lists(st.builds(Step, act, meanwhile), max_size=most)


STEPS = _steps(*ACTS)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(STEPS)
def test_an_invoice_of_a_batch_comes_to_one_end_which_is_what_its_emails_say(steps: list[Step]) -> None:
    one = OneInvoice()
    for step in steps:
        one.take(step)
    one.come_to_rest()

    [item] = one.batches.stored.values()
    event(item.state)
    assert item.state in FINAL
    assert one.world.progress(one.batches.head(one.batch_id)).items == {item.state: 1}
    latest = [email for email in one.emails if email.message_id == item.message_id]
    if latest:
        assert (item.state, item.code, item.reason) == outcome(latest)
    ours = {message_id(one.batch_id, one.invoice_id, run) for run in range(1, item.run + 1)}
    assert {email.message_id for email in one.emails} <= ours
    assert item.emails == counted(one.emails)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(STEPS)
def test_each_email_is_accepted_once_at_most_and_each_person_gets_one(steps: list[Step]) -> None:
    one = OneInvoice()
    for step in steps:
        one.take(step)
    one.come_to_rest()

    accepted = Counter(tags["email_id"] for _, tags, _ in one.mailer.accepted)
    event(f"{len(accepted)} accepted")
    assert set(accepted.values()) <= {1}
    assert set(Counter(one.mailer.recipients).values()) <= {1}
    unsure = {email.email_id for email in one.emails if email.status is EmailStatus.NEEDS_REVIEW}
    told = {email.email_id for email in one.emails if email.status in ACCEPTED}
    assert told <= set(accepted) <= told | unsure


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(_steps("plan", "post", "wait", most=2), st.sampled_from(("plan", "post")), st.integers(0, LATEST_CALL))
def test_nothing_more_leaves_once_it_is_cancelled(before: list[Step], act: str, at: int) -> None:
    one = OneInvoice()
    for step in (*before, Step(act, {at: "cancel"})):
        one.take(step)
    event(f"cancelled: {bool(one.seen['cancel'])}")
    left = len(one.mailer.accepted)
    one.come_to_rest("post", "wait")  # nobody plans again, and mends what this run has overlooked
    assert not one.seen["cancel"] or len(one.mailer.accepted) == left


def test_every_act_can_be_done() -> None:
    """These steps would prove little if each of them failed."""
    one = OneInvoice()
    for act in ("plan", "throttle", "cancel", "retry", "plan", "refuse", "retry", "plan", "die", "wait", "post"):
        one.take(Step(act, {}))
    assert set(one.seen) == {"plan", "throttle", "cancel", "retry", "refuse", "wait", "post"}
    [item] = one.batches.stored.values()
    assert item.run == 3
    assert BatchAction.CANCEL in {action for _, _, action in one.world.runs.started}
