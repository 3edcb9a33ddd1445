"""What the outbox gave up on is tried again: nothing is lost on the way, and repeating it does no harm."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import DeadLetter, TurnDue
from dunlin.services.redrive_dead_letters import MOST, redrive_dead_letters
from tests.fakes_sending import FakeDeadOutbox, FakeOutbox


def dead(*message_ids: str) -> FakeDeadOutbox:
    return FakeDeadOutbox([json.dumps({"message_id": each}) for each in message_ids])


def test_all_of_it_goes_back_and_how_many_is_told() -> None:
    letters, outbox = dead("msg_1", "msg_2", "msg_1"), FakeOutbox()
    assert redrive_dead_letters(dead_outbox=letters, outbox=outbox) == (3, 0)
    assert [message_id for message_id, _ in outbox.queued] == ["msg_1", "msg_2", "msg_1"]
    assert redrive_dead_letters(dead_outbox=letters, outbox=outbox) == (0, 0)


def test_what_names_no_message_stays() -> None:
    letters, outbox = dead("msg_1"), FakeOutbox()
    letters.bodies.append("no JSON")
    assert redrive_dead_letters(dead_outbox=letters, outbox=outbox) == (1, 1)
    assert letters.bodies == ["no JSON"]


def test_one_request_moves_so_many_and_tells_of_the_rest() -> None:
    letters = dead(*(f"msg_{number}" for number in range(MOST + 2)))
    assert redrive_dead_letters(dead_outbox=letters, outbox=FakeOutbox()) == (MOST, 2)


def test_what_the_outbox_does_not_take_is_not_lost() -> None:
    class Full(FakeOutbox):
        def put(self, message_id: str, *, delay: timedelta = timedelta(0)) -> None:
            raise Unavailable("full")

    letters = dead("msg_1")
    with pytest.raises(Unavailable):
        redrive_dead_letters(dead_outbox=letters, outbox=Full())
    assert letters.count() == 1


def test_what_cannot_be_taken_out_is_there_twice_rather_than_never() -> None:
    class Stubborn(FakeDeadOutbox):
        def take_out(self, letter: DeadLetter) -> None:
            raise Unavailable("no answer")

    letters, outbox = Stubborn(dead("msg_1").bodies), FakeOutbox()
    with pytest.raises(Unavailable):
        redrive_dead_letters(dead_outbox=letters, outbox=outbox)
    assert (len(outbox.queued), letters.count()) == (1, 1)


def test_reminders_and_customers_that_nobody_could_look_at_are_looked_at_again() -> None:
    turn = TurnDue("inv_1", "cus_1", "sel_1", 3)
    letters, outbox = FakeDeadOutbox(), FakeOutbox()
    letters.bodies += [json.dumps({"turn": asdict(turn)}), json.dumps({"customer_id": "cus_1"})]
    assert letters.look().invoice_ids == ("inv_1",)
    assert redrive_dead_letters(dead_outbox=letters, outbox=outbox) == (2, 0)
    assert ([each for each, _ in outbox.turns], outbox.customers) == ([turn], ["cus_1"])
