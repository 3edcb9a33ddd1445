"""Whatever arrives, it is an invoice or an answer: never a crash, never a hang."""

from copy import deepcopy
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.adapters.ubl.reader import read_invoice
from dunlin.adapters.ubl.xml import MAX_BYTES
from dunlin.domain.errors import InvalidInput, UnsupportedDocument
from dunlin.domain.imported import ImportedInvoice
from tests.fuzzing import comes_back, examples, peak
from tests.unit.ubl.files import SAMPLES, sample

_FILES = [sample(path.stem) for path in sorted(SAMPLES.glob("*.xml"))]
_TREES = st.sampled_from([fromstring(each) for each in _FILES])  # noqa: S314  our own files
_MOST_BYTES = 160 * 1024 * 1024
"""Of Python's: a file of 5 MB as a tree of as many elements as are taken, twice over. The function has 1,024 MB."""
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
_places = st.integers(0, 999)
_moves = st.tuples(_places, _places, st.sampled_from(["remove", "repeat", "move"]))
_hostile = st.binary(max_size=40) | st.sampled_from(
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        b"&b;&b;&b;",
        b"<?xml version='1.0' encoding='UTF-7'?>",
        b"<![CDATA[",
        b"<!--",
        b"<a>" * 70,
        b"<a/>" * 300,
        b"9" * 4_000,
        b"&#0;",
        b"&#xD800;",
        b"\xff\xfe",
        b" xmlns='urn:x'",
    ]
)


def _answer(xml: bytes) -> ImportedInvoice | InvalidInput:
    try:
        return read_invoice(xml)
    except InvalidInput as error:
        return error


def _check(xml: bytes) -> None:
    with comes_back():
        answer = _answer(xml)
    if isinstance(answer, InvalidInput):
        assert answer.problems
    else:
        assert answer.document.totals.payable >= 0


@examples(120)
@given(st.sampled_from(_FILES), st.integers(0, 20_000), st.integers(0, 400), _hostile)
def test_any_bytes_replaced(file: bytes, start: int, length: int, put: bytes) -> None:
    start %= len(file) + 1
    _check(file[:start] + put + file[start + length :])


@examples(120)
@given(_TREES, st.lists(st.tuples(_places, _texts), min_size=1, max_size=4))
def test_any_texts_replaced(file: Element, changes: list[tuple[int, str]]) -> None:
    tree = deepcopy(file)
    elements = list(tree.iter())
    for place, text in changes:
        elements[place % len(elements)].text = text
    _check(tostring(tree))


@examples(120)
@given(
    _TREES, st.lists(st.tuples(_places, _places, st.sampled_from(["remove", "repeat", "move"])), min_size=1, max_size=4)
)
def test_any_elements_removed_repeated_or_moved(file: Element, changes: list[tuple[int, int, str]]) -> None:
    tree = deepcopy(file)
    for place, target, what in changes:
        _rearrange(tree, place, target, what)
    _check(tostring(tree))


@examples(100)
@given(_TREES, _places, st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_any_attributes_replaced(file: Element, place: int, value: str) -> None:
    tree = deepcopy(file)
    having = [each for each in tree.iter() if each.attrib]
    element = having[place % len(having)]
    for name in element.attrib:
        element.set(name, value)
    _check(tostring(tree))


@pytest.mark.parametrize(
    "piece",
    [
        b"<cbc:Note>x</cbc:Note>",
        b"<cac:InvoiceLine/>",
        b"<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>",
        b"<cac:TaxTotal><cac:TaxSubtotal/></cac:TaxTotal>",
        b"<cac:AllowanceCharge/>",
        b"<cac:PaymentMeans/>",
        b"<cac:AdditionalDocumentReference/>",
        b"<a b='c'/>",
        b"x",
        b"&amp;",
    ],
)
def test_a_file_as_large_as_any_of_one_piece_over_and_over_is_answered_within_bounds(piece: bytes) -> None:
    head, tail = _FILES[0].split(b"</cbc:ID>", 1)
    room = MAX_BYTES - len(_FILES[0]) - 16
    xml = head + b"</cbc:ID>" + piece * (room // len(piece)) + tail
    assert peak(lambda: _check(xml)) < _MOST_BYTES


def test_a_bomb_of_entities_is_refused_before_it_grows() -> None:
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e0 'lol'>{levels}]><a>&e9;</a>".encode()
    assert peak(lambda: _check(bomb)) < 1024 * 1024
    assert isinstance(_answer(bomb), UnsupportedDocument)


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
