"""A worker's pace: slower at once, faster little by little, and never into the time that its messages need."""

from random import Random

from deliver.pace import KEPT, Pace

MINUTE = 60.0


def a_pace(seed: int = 1) -> Pace:
    return Pace(Random(seed))  # noqa: S311 - no secret


def test_nothing_rests_while_everything_is_taken() -> None:
    assert [a_pace().rest(put_off=False, left=MINUTE) for _ in range(3)] == [0, 0, 0]


def test_each_mail_that_is_put_off_makes_the_rest_longer_up_to_four_seconds() -> None:
    pace = a_pace()
    rests = [pace.rest(put_off=True, left=MINUTE) for _ in range(20)]

    assert 0 < rests[0] <= 0.25
    assert max(rests) <= 4
    assert min(rests[5:]) >= 2


def test_mails_that_are_taken_bring_it_back_to_nothing() -> None:
    pace = a_pace()
    for _ in range(10):
        pace.rest(put_off=True, left=MINUTE)
    after = [pace.rest(put_off=False, left=MINUTE) for _ in range(60)]

    assert after[0] > 1
    assert after[-1] == 0


def test_it_leaves_the_invocation_half_a_minute() -> None:
    pace = a_pace()
    for _ in range(10):
        pace.rest(put_off=True, left=MINUTE)

    assert pace.rest(put_off=True, left=KEPT + 0.5) == 0.5
    assert pace.rest(put_off=True, left=KEPT - 5) == 0


def test_no_two_workers_rest_alike() -> None:
    one, other = a_pace(), a_pace(2)

    assert one.rest(put_off=True, left=MINUTE) != other.rest(put_off=True, left=MINUTE)
