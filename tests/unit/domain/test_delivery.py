"""The delivery light: always a colour, a word and a reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.delivery import Bucket, Colour, Delivery, light

GREEN, YELLOW, RED, GREY = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY


def _delivery(counts: dict[str, int], trouble: str = "") -> Delivery:
    return Delivery("msg_1", {Bucket(name): count for name, count in counts.items()}, trouble)


@pytest.mark.parametrize(
    ("counts", "colour", "word", "reason"),
    [
        ({"queued": 1}, GREY, "Queued", "1 of 1 waiting to be sent"),
        ({"queued": 1, "sent": 2}, GREY, "Queued", "1 of 3 waiting to be sent"),
        ({"queued": 1, "delivered": 1, "engaged": 1}, GREY, "Queued", "1 of 2 waiting to be sent"),
        ({"unknown": 1, "queued": 1}, GREY, "Unconfirmed", "1 of 2 may or may not have left; waiting for evidence"),
        ({"cancelled": 2}, GREY, "Cancelled", "cancelled before it was sent"),
        ({"sent": 2}, YELLOW, "Sent", "sent to 2, no delivery report yet"),
        ({"sent": 1, "cancelled": 1}, YELLOW, "Sent", "sent to 1, no delivery report yet"),
        ({"delivered": 1, "sent": 1}, YELLOW, "Not yet opened", "delivered to 1 of 2, not yet opened"),
        (
            {"delivered": 1, "prefetched": 1},
            YELLOW,
            "Not yet opened",
            "only machine opens so far (a mail proxy or scanner)",
        ),
        ({"delivered": 1, "engaged": 1}, GREEN, "Opened", "opened by the recipient"),
        ({"delivered": 1, "engaged": 1, "prefetched": 1}, GREEN, "Opened", "opened by the recipient"),
        ({"delivered": 2, "sent": 1, "engaged": 1}, GREEN, "Opened", "opened by 1 of 3 recipients"),
        ({"bounced": 1}, RED, "Bounced", "1 of 1 bounced"),
        ({"complained": 1, "delivered": 1}, RED, "Complained", "1 of 2 marked it as spam"),
        ({"failed": 2}, RED, "Failed", "2 of 2 could not be sent"),
        ({"suppressed": 1}, RED, "Suppressed", "1 of 1 suppressed"),
        ({"failed": 1, "bounced": 1, "sent": 1}, RED, "Bounced", "1 of 3 bounced, 1 of 3 could not be sent"),
    ],
)
def test_the_light_of_a_message(counts: dict[str, int], colour: Colour, word: str, reason: str) -> None:
    shown = light(_delivery(counts))
    assert (shown.colour, shown.word, shown.reason) == (colour, word, reason)


@pytest.mark.parametrize("delivery", [Delivery(), Delivery("msg_1"), Delivery("", {Bucket.SENT: 1})])
def test_before_anything_is_sent_the_light_is_grey(delivery: Delivery) -> None:
    assert (light(delivery).colour, light(delivery).reason) == (GREY, "nothing has been sent yet")


def test_a_red_light_ends_with_the_providers_own_words() -> None:
    delivery = _delivery({"bounced": 1, "delivered": 2}, "550 5.1.1 user unknown")
    assert light(delivery).reason == "1 of 3 bounced: 550 5.1.1 user unknown"


def test_a_cancelled_message_says_why() -> None:
    delivery = replace(_delivery({"cancelled": 1}), cancelled="the invoice is PAID")
    assert light(delivery).reason == "the invoice is PAID"


def test_a_cancellation_does_not_speak_for_a_bounce() -> None:
    delivery = replace(_delivery({"cancelled": 1, "bounced": 1}, "user unknown"), cancelled="the invoice is PAID")
    assert light(delivery).reason == "1 of 2 bounced: user unknown"


_counts = st.dictionaries(st.sampled_from(Bucket), st.integers(0, 3))


@given(_counts)
def test_red_wins_and_a_light_is_never_a_colour_alone(counts: dict[Bucket, int]) -> None:
    delivery = Delivery("msg_1", counts)
    shown = light(delivery)
    bad = (Bucket.BOUNCED, Bucket.COMPLAINED, Bucket.FAILED, Bucket.SUPPRESSED)
    assert (shown.colour is RED) == any(delivery.of(bucket) for bucket in bad)
    assert shown.word
    assert shown.reason


@given(_counts)
def test_it_is_only_green_when_a_person_engaged(counts: dict[Bucket, int]) -> None:
    if not counts.get(Bucket.ENGAGED):
        assert light(Delivery("msg_1", counts)).colour is not GREEN


def test_opens_are_not_recipients() -> None:
    assert _delivery({"delivered": 2, "engaged": 2, "prefetched": 1}).recipients == 2
