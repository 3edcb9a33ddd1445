"""What fuzz tests share: how long they look, a guard against what never ends, and documents with something odd in them.

`make test` looks at the same few examples each time; `FUZZ_EXAMPLES` makes it more, and others each time.
"""

import json
import os
import signal
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
_HANGS = 120
"""Seconds: many times what the slowest example takes on a busy machine."""
_HOLE = "@hole@"


class HungError(BaseException):
    """It did not come back. Not an `Exception`, which handlers catch."""


def examples(count: int) -> settings:
    """So many in `make test`, where what fails is shown as it was found: to make it smaller takes minutes."""
    return settings(
        max_examples=EXAMPLES or count,
        derandomize=not EXAMPLES,
        deadline=None,
        phases=tuple(Phase) if EXAMPLES else (Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def comes_back() -> Iterator[None]:
    """Raises HungError within what has not ended long after it should have."""

    def ring(_: int, __: FrameType | None) -> None:
        raise HungError(f"not done after {_HANGS} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def peak(work: Callable[[], object]) -> int:
    """The most bytes of Python's that the work held at one time, beyond those that were there."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, 0, -1, 2**31, 2**63, 10**30, 10**400, -(10**40), 0.1, float("nan"), float("inf"), 1e308),
        *("", " ", "0", "-1", "NaN", "null", "\x00", "\ud800", "\u202e", "é" * 700, "x" * 3000, "x" * 70_000, "{}"),
        *("2026-13-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59Z"),
        *([], {}, [[]], [None], [{}], {"": ""}, {"id": None}, ["x"] * 300, {"amount": {"amount": {}}}),
    ]
) | st.text(max_size=20)
_HOW = st.sampled_from(["put", "put", "put", "remove", "wrap", "copy"])
_DEEP = st.sampled_from(["[", '{"a":'])


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> str:
    """The JSON of the document with a few values replaced, gone, in a list, or in the place of others."""
    changed = [deepcopy(document)]
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(changed))
        holder, key = draw(st.sampled_from(places))
        match draw(_HOW):
            case "put":
                holder[key] = deepcopy(draw(ODD))
            case "remove" if holder is not changed:
                del holder[key]
            case "wrap":
                holder[key] = [holder[key]]
            case _:
                other, there = draw(st.sampled_from(places))
                holder[key] = deepcopy(other[there])
    return json.dumps(changed[0])


@st.composite
def hollow(draw: st.DrawFn, document: Any) -> str:
    """The JSON of the document with something in one place that no writer of JSON writes: deep, long, or broken."""
    changed = [deepcopy(document)]
    holder, key = draw(st.sampled_from(list(_places(changed))))
    holder[key] = _HOLE
    depth, opening = draw(st.sampled_from([2, 900, 100_000])), draw(_DEEP)
    deep = opening * depth + "1" + {"[": "]", '{"a":': "}"}[opening] * depth
    odd = st.sampled_from([deep, "9" * 5000, "1e999999", "-Infinity", "NaN", '"\\ud800"', "", "[", '"', "tru"])
    return json.dumps(changed[0]).replace(json.dumps(_HOLE), draw(odd))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place within, as what holds it and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
