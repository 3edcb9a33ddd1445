"""Ids that follow from what they stand for."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.ids import derived

_parts = st.lists(st.text(max_size=20).filter(lambda text: "\x1f" not in text), min_size=1, max_size=4)


def test_an_id_is_the_same_for_ever() -> None:
    # Were this to change, every invoice could be imported, and every message sent, a second time.
    assert derived("inv", "sel_1", "2026-001") == "inv_8KRRPJDP2A8SKP54CK9DSSQCNW"


@given(_parts)
def test_an_id_is_fit_for_ses_tags_and_schedule_names(parts: list[str]) -> None:
    assert re.fullmatch(r"msg_[0-9A-HJKMNP-TV-Z]{26}", derived("msg", *parts))


@given(_parts, _parts)
def test_other_parts_are_another_id(one: list[str], other: list[str]) -> None:
    assert (derived("inv", *one) == derived("inv", *other)) == (one == other)


def test_where_one_part_ends_and_the_next_begins_matters() -> None:
    assert derived("inv", "ab", "c") != derived("inv", "a", "bc")
