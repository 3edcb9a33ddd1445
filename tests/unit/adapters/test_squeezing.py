"""What was squeezed is read again; what deflate was told is part of the format."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from dunlin.adapters.codec import to_json
from dunlin.adapters.dynamodb import squeezing
from dunlin.adapters.dynamodb.squeezing import LATEST, squeeze, unsqueeze
from dunlin.domain.dunning.dunning import Dunning, Outcome, Source, Turn
from dunlin.domain.engagement import Event
from tests.builders import an_event

AT = datetime(2027, 3, 8, 9, tzinfo=UTC)


def test_what_was_squeezed_is_read_again() -> None:
    event = an_event(user_agent="Mozilla/5.0 (Windows NT 10.0)", detail="ἄλφα")

    assert unsqueeze(squeeze(event), Event) == event


def test_a_dunning_of_three_reminders_takes_less_than_half_of_its_json() -> None:
    turns = tuple(Turn(number, Outcome.SENT, AT, message_id=f"msg_{number}K5Z8Q2W9") for number in (1, 2, 3))
    dunning = Dunning("wf_standard", 1, Source.SELLER, 1, 4, 4, AT, turns, decided="due")

    assert len(squeeze(dunning)) < len(to_json(dunning).encode()) / 2


def test_what_was_stored_with_the_first_text_is_read_for_ever() -> None:
    told = Path(squeezing.__file__).parent / "told_1.txt"

    assert LATEST == 1
    assert (
        hashlib.sha256(told.read_bytes()).hexdigest()
        == "654c4a17452449fd21053dcd142d6ceb0ea8215b1f29cb505f1e844104d09b37"
    )
