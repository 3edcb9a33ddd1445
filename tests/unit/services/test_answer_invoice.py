"""A customer's answer: once, within limits, and never against what staff have decided."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin.domain.dunning.answered import MOST_KEPT
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.message import MessageKind
from dunlin.domain.portal.reply import Reply
from dunlin.domain.portal.settings import Answer
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.services.answer_invoice import MOST, answer_invoice
from dunlin.services.assign_workflow import assign_workflow, unassign_workflow
from dunlin.services.attend_dunning import attend_dunning
from dunlin.services.hold_dunning import hold_dunning
from tests.dunning_world import FIRST, SENT, Dunned
from tests.fakes_portal import FakeDoorkeeper

ADA = Actor(ActorKind.CUSTOMER, "ada@buyer.example")
DAY = timedelta(days=1)
DISPUTED = Reply(Answer.WRONG, text="not eleven")


class Answering(Dunned):
    """Ada answers."""

    def __init__(self, **changes: object) -> None:
        super().__init__(**changes)
        self.doorkeeper = FakeDoorkeeper()

    def answer(self, reply: Reply, who: Actor = ADA) -> Facts:
        return answer_invoice(self.store.invoice.invoice_id, reply, desk=self.desk(who), doorkeeper=self.doorkeeper)

    def count(self, kind: str = "customer.answered") -> int:
        return sum(each.type == kind for each in self.store.entries)

    @property
    def notices(self) -> int:
        return sum(each.kind is MessageKind.ANSWER for each in self.store.messages.values())


def paid(world: Answering) -> Reply:
    return Reply(Answer.ALREADY_PAID, on=world.now.date())


def test_the_same_on_the_same_day_is_one_answer_and_another_day_is_another() -> None:
    world = Answering()
    for _ in range(3):
        world.answer(DISPUTED)
    world.answer(DISPUTED, Actor(ActorKind.CUSTOMER, "bob@buyer.example"))
    assert (world.count(), world.notices) == (2, 2)
    world.now += DAY
    world.answer(DISPUTED)
    assert (world.count(), world.notices) == (3, 3)


def test_what_is_forgotten_among_later_answers_is_still_taken_once() -> None:
    world = Answering()
    first = Reply(Answer.QUESTION, text="first")
    world.answer(first)
    before = world.dunning.answers
    world.store.invoice = replace(world.store.invoice, dunning=replace(world.dunning, answers=()))
    world.answer(first)
    assert (world.count(), world.notices, len(before)) == (1, 1, 1)


def test_no_more_are_kept_than_may_be_given_in_a_day() -> None:
    world = Answering()
    for number in range(MOST):
        world.answer(Reply(Answer.QUESTION, text=str(number)))
    with pytest.raises(Conflict) as refused:
        world.answer(Reply(Answer.QUESTION, text="one more"))
    assert (refused.value.code, len(world.dunning.answers), MOST <= MOST_KEPT) == ("too_many", MOST, True)


def test_what_cannot_be_taken_does_not_count_as_one() -> None:
    world = Answering()
    for _ in range(MOST + 1):
        with pytest.raises(InvalidInput):
            world.answer(Reply(Answer.WILL_PAY, on=SENT.date() - DAY))
    world.answer(DISPUTED)
    assert world.count() == 1


def test_an_answer_never_shortens_what_staff_have_decided() -> None:
    world = Answering()
    hold_dunning(world.store.invoice.invoice_id, HoldKind.PAUSED, reason="they called", desk=world.desk())
    world.answer(paid(world))
    assert {each.kind: each.until is None for each in world.dunning.holds} == {
        HoldKind.PAUSED: True,
        HoldKind.SAID_PAID: False,
    }
    assert world.dunning.next_at is None


def test_reminders_go_on_when_nobody_has_found_the_payment() -> None:
    world = Answering()
    world.now = FIRST - 2 * DAY
    world.answer(paid(world))
    world.live(FIRST + 3 * DAY)
    assert world.reminded == []
    world.live(FIRST + 10 * DAY)
    assert world.reminded == [1]
    assert world.dunning.asks == "ada@buyer.example answered: already paid"  # a reminder does not look


def test_after_not_me_no_reminder_goes_out_until_somebody_has_looked() -> None:
    world = Answering()
    world.answer(Reply(Answer.NOT_ME, email="bob@buyer.example"))
    world.live(FIRST + 10 * DAY)
    assert world.reminded == []
    attend_dunning(world.store.invoice.invoice_id, desk=world.desk())
    world.live(FIRST + 20 * DAY)
    assert world.reminded[:1] == [1]
    assert world.count("hold.ended") == 1


def test_a_question_puts_nothing_off() -> None:
    world = Answering()
    world.answer(Reply(Answer.QUESTION, text="?"))
    world.live(FIRST + DAY)
    assert world.reminded == [1]


def test_answers_outlive_another_workflow() -> None:
    world = Answering()
    world.answer(Reply(Answer.QUESTION, text="?"))
    unassign_workflow(world.store.invoice.invoice_id, desk=world.desk())
    assign_workflow(world.store.invoice.invoice_id, "wf_standard", desk=world.desk())
    assert world.dunning.asks == "ada@buyer.example answered: a question"
    attend_dunning(world.store.invoice.invoice_id, desk=world.desk())
    assert (world.dunning.asks, world.dunning.asks_since) == ("", None)


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID, Status.DRAFT])
def test_where_nothing_is_owed_one_may_only_ask(status: Status) -> None:
    world = Answering(status=status)
    for reply in (DISPUTED, paid(world), Reply(Answer.NOT_ME), Reply(Answer.WILL_PAY, on=world.now.date())):
        with pytest.raises(Conflict, match="no answer to this invoice"):
            world.answer(reply)
    world.answer(Reply(Answer.QUESTION, text="?"))
    assert (world.count(), world.notices) == (1, 1)


@pytest.mark.parametrize(
    ("reply", "where"),
    [
        (Reply(Answer.ALREADY_PAID), "/on"),
        (Reply(Answer.ALREADY_PAID, on=SENT.date() + 9 * DAY), "/on"),
        (Reply(Answer.ALREADY_PAID, on=SENT.date() - 900 * DAY), "/on"),
        (Reply(Answer.ALREADY_PAID, on=SENT.date(), reference="x" * 101), "/reference"),
        (Reply(Answer.WILL_PAY), "/on"),
        (Reply(Answer.WILL_PAY, on=SENT.date() - DAY), "/on"),
        (Reply(Answer.WILL_PAY, on=SENT.date(), amount=15126), "/amount"),
        (Reply(Answer.WILL_PAY, on=SENT.date(), amount=0), "/amount"),
        (Reply(Answer.WRONG), "/text"),
        (Reply(Answer.WRONG, text="x" * 1501), "/text"),
        (Reply(Answer.NOT_ME, email="bob"), "/email"),
        (Reply(Answer.NOT_ME, name="x" * 101), "/name"),
        (Reply(Answer.QUESTION), "/text"),
    ],
)
def test_what_cannot_be_taken_is_told_by_field(reply: Reply, where: str) -> None:
    world = Answering()
    with pytest.raises(InvalidInput) as refused:
        world.answer(reply)
    assert ([each.where for each in refused.value.problems], world.count(), world.notices) == ([where], 0, 0)
