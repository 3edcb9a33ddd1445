"""Whatever arrives, it is an invoice or an answer: never a crash, never a hang."""

from copy import deepcopy
from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring, tostring

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.adapters.ubl.reader import read_invoice
from dunlin.domain.errors import InvalidInput
from dunlin.domain.imported import ImportedInvoice
from tests.unit.ubl.files import sample

_BYTES = sample("tc434-example5")
_TREE = fromstring(_BYTES)  # noqa: S314  our own file
_COUNT = len(list(_TREE.iter()))
_VALUES = (
    "",
    "0",
    "-1",
    "1e9",
    "NaN",
    "Infinity",
    "0.000000000000001",
    "9" * 15,
    "9" * 400,
    "JPY",
    "381",
    "2026-13-01",
)
_texts = st.sampled_from(_VALUES) | st.text(max_size=20).filter(lambda text: text.isprintable())
_places = st.integers(0, _COUNT - 1)
_settings = settings(max_examples=150, deadline=timedelta(seconds=5))


def _answer(xml: bytes) -> ImportedInvoice | InvalidInput:
    try:
        return read_invoice(xml)
    except InvalidInput as error:
        return error


def _check(xml: bytes) -> None:
    answer = _answer(xml)
    if isinstance(answer, InvalidInput):
        assert answer.problems
    else:
        assert answer.document.totals.payable >= 0


@_settings
@given(start=st.integers(0, len(_BYTES)), length=st.integers(0, 400), put=st.binary(max_size=40))
def test_any_bytes_replaced(start: int, length: int, put: bytes) -> None:
    _check(_BYTES[:start] + put + _BYTES[start + length :])


@_settings
@given(st.lists(st.tuples(_places, _texts), min_size=1, max_size=4))
def test_any_texts_replaced(changes: list[tuple[int, str]]) -> None:
    tree = deepcopy(_TREE)
    elements = list(tree.iter())
    for place, text in changes:
        elements[place].text = text
    _check(tostring(tree))


@_settings
@given(st.lists(st.tuples(_places, _places, st.sampled_from(["remove", "repeat", "move"])), min_size=1, max_size=4))
def test_any_elements_removed_repeated_or_moved(changes: list[tuple[int, int, str]]) -> None:
    tree = deepcopy(_TREE)
    for place, target, what in changes:
        _rearrange(tree, place, target, what)
    _check(tostring(tree))


@_settings
@given(_places, st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_any_attributes_replaced(place: int, value: str) -> None:
    tree = deepcopy(_TREE)
    element = list(tree.iter())[place]
    for name in element.attrib:
        element.set(name, value)
    _check(tostring(tree))


def _rearrange(tree: Element, place: int, target: int, what: str) -> None:
    elements = list(tree.iter())
    parents = {child: parent for parent in elements for child in parent}
    element = elements[place % len(elements)]
    if element not in parents:
        return
    if what != "repeat":
        parents[element].remove(element)
    if what != "remove":
        goal = elements[target % len(elements)]
        goal.append(deepcopy(element))
