"""Cancelling races with claiming: whoever comes in between at whichever call, each e-mail has exactly one end."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.services.cancel_message import Cancelled, cancel_message
from dunlin.services.deliver_message import deliver_message
from dunlin.services.ports.sending import Messages
from dunlin.services.sending import Ports
from tests.builders import CLERK, NOW, a_customer, a_document, a_seller, an_invoice
from tests.contract.test_messages import Subject, plan
from tests.contract.test_messages import subject as subject  # noqa: PLC0414 - the fixture
from tests.fakes import FakeTemplates
from tests.fakes_batches import FakeBatches
from tests.fakes_sending import (
    FakeDocuments,
    FakeMailer,
    FakeMessages,
    FakeOutbox,
    FakePipeline,
    FakeSchedules,
    PlainRenderer,
)

LATER = NOW + timedelta(minutes=1)
# More than either makes for two e-mails: the last ones race with nobody.
CALLS = 8


class Meanwhile:
    """The port, where something else happens once, before its call number `at`."""

    def __init__(self, port: Messages, at: int, act: Callable[[], None]) -> None:
        self._port, self._at, self._act, self._calls = port, at, act, count()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._port, name)

        def called(*given: Any, **named: Any) -> Any:
            if next(self._calls) == self._at:
                self._act()
            return method(*given, **named)

        return called


class Race:
    """One message to two people, somebody who cancels it, and a worker that sends it."""

    def __init__(self, messages: Messages, message_id: str) -> None:
        self.messages, self.message_id = messages, message_id
        self.mailer, self.answers, self._ids = FakeMailer(), list[Cancelled](), count()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._ids)}"

    def cancel(self, messages: Messages | None = None) -> None:
        answer = cancel_message(
            self.message_id,
            reason="",
            actor=CLERK,
            now=LATER,
            new_id=self.new_id,
            messages=messages or self.messages,
            schedules=FakeSchedules(_now),
            batches=FakeBatches(),
        )
        self.answers.append(answer)

    def deliver(self, messages: Messages | None = None) -> None:
        ports = Ports(
            now=LATER,
            new_id=self.new_id,
            messages=messages or self.messages,
            documents=FakeDocuments(),
            mailer=self.mailer,
            outbox=FakeOutbox(),
            pipeline=FakePipeline(),
            renderer=PlainRenderer(),
            templates=FakeTemplates(shipped=wiring.shipped_templates()),
        )
        deliver_message(self.message_id, batches=FakeBatches(), ports=ports)

    def check(self) -> None:
        _, emails = self.messages.get(self.message_id)
        (answer,) = self.answers
        gone = {each.email_id for each in answer.cancelled}
        left = Counter(tags["email_id"] for _, tags, _ in self.mailer.accepted)
        assert {each.email_id: each.status for each in emails} == {
            each.email_id: EmailStatus.CANCELLED if each.email_id in gone else EmailStatus.SENT for each in emails
        }
        assert left == Counter(each.email_id for each in emails if each.email_id not in gone)
        assert {each.email_id for each in answer.too_late} == set(left)


def _now() -> datetime:
    return NOW


@pytest.mark.parametrize("at", range(CALLS))
def test_somebody_cancels_while_the_worker_sends(subject: Subject, at: int) -> None:
    message, _ = plan(subject, "ada@buyer.example", "bob@buyer.example")
    race = Race(subject[0], message.message_id)
    race.deliver(cast("Messages", Meanwhile(subject[0], at, race.cancel)))
    if not race.answers:
        race.cancel()
    race.check()


@pytest.mark.parametrize("at", range(CALLS))
def test_the_worker_sends_while_somebody_cancels(subject: Subject, at: int) -> None:
    message, _ = plan(subject, "ada@buyer.example", "bob@buyer.example")
    race = Race(subject[0], message.message_id)
    race.cancel(cast("Messages", Meanwhile(subject[0], at, race.deliver)))
    race.deliver()
    race.check()


def test_these_races_are_won_by_either_side_and_also_shared() -> None:
    """They would prove little if one side always won."""
    outcomes = set()
    for at in range(CALLS):
        store = FakeMessages(an_invoice(), a_document(), a_customer(), a_seller())
        message, _ = plan((store, store.invoice, an_invoice), "ada@buyer.example", "bob@buyer.example")
        race = Race(store, message.message_id)
        race.deliver(cast("Messages", Meanwhile(store, at, race.cancel)))
        outcomes.add(len(race.mailer.accepted))
    assert outcomes == {0, 1, 2}
