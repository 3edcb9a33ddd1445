"""A small rush over the product's own numbers: bounded by what SES takes, and nothing is given up or put aside."""

from dataclasses import replace

from bench.rush.model import Circumstances
from bench.rush.product import product
from bench.rush.scenarios import batches, reminders, workers_for

MAILS = 2_000
USUAL = Circumstances(rate=14, quota=1_000, workers=workers_for(14, 1_000, held=6))


def test_a_rush_takes_what_the_rate_of_ses_takes() -> None:
    ended = reminders(MAILS, product(), USUAL)

    assert len(ended.taken) == MAILS
    assert ended.finished <= 1.15 * MAILS / USUAL.rate


def test_many_times_too_many_workers_slow_down_instead_of_running_into_refusals() -> None:
    ended = reminders(MAILS, product(), replace(USUAL, workers=50))

    assert len(ended.taken) == MAILS
    assert ended.finished <= 2 * MAILS / USUAL.rate
    assert ended.throttles < 2 * MAILS


def test_waiting_for_ever_longer_is_what_a_rush_of_too_many_workers_would_suffer_from() -> None:
    """The model sees the mistake: with the waits that were, the last mails came half an hour after the others."""
    before = replace(product(), waits=(5, 15, 60, 300, 900))
    around = replace(USUAL, workers=50)

    assert reminders(MAILS, before, around).finished > reminders(MAILS, product(), around).finished


def test_no_item_of_a_batch_is_given_up_while_lambda_has_no_room_for_its_tasks() -> None:
    crowded = replace(USUAL, quota=8)
    small = replace(product(), items_of_batch=500)
    ended = batches(MAILS, small, crowded)

    assert len(ended.taken) == MAILS
    assert ended.given_up == 0

    impatient = replace(small, task_retry=replace(small.task_retry, attempts=4, rate=3, longest=600, jitter=False))
    assert batches(MAILS, impatient, crowded).given_up > 0


def test_a_worker_that_dies_leaves_nothing_behind_and_nothing_is_put_aside() -> None:
    ended = reminders(MAILS, product(), replace(USUAL, rate=4, workers=2, dies=20))

    assert len(ended.taken) == MAILS
    assert ended.redelivered > 0
    assert ended.dead == 0


def test_pollers_without_a_place_bring_no_message_to_the_dead_letters() -> None:
    ended = reminders(MAILS, product(), Circumstances(rate=1_000, quota=10, workers=200))

    assert len(ended.taken) == MAILS
    assert ended.dead == 0


def test_the_same_seed_is_the_same_rush() -> None:
    assert reminders(MAILS, product(), USUAL) == reminders(MAILS, product(), USUAL)
    assert reminders(MAILS, product(), USUAL) != reminders(MAILS, product(), replace(USUAL, seed=2))
