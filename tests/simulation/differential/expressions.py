"""Expressions of the kinds that the adapters write, as PynamoDB spells them."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

type Written = tuple[str, ...] | Any


@dataclass
class Writer:
    """Names and values get placeholders in the order of their use."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def name(self, attribute: str) -> str:
        """`#0`."""
        found = next((sign for sign, known in self.names.items() if known == attribute), None)
        sign = found or f"#{len(self.names)}"
        self.names[sign] = attribute
        return sign

    def value(self, value: Any) -> str:
        """`:0`."""
        sign = f":{len(self.values)}"
        self.values[sign] = value
        return sign

    def params(self) -> dict[str, Any]:
        """For the request."""
        named = {"ExpressionAttributeNames": self.names} if self.names else {}
        return {**named, **({"ExpressionAttributeValues": self.values} if self.values else {})}


def text(content: str) -> dict[str, Any]:
    """A text."""
    return {"S": content}


TEXTS = st.sampled_from(["a", "b", "ab", "ba", "é"]).map(text)
NUMBERS = st.sampled_from(["0", "1", "2", "10", "-1", "1.5"]).map(lambda each: {"N": each})
STRING_SETS = st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(lambda each: {"SS": sorted(each)})
LISTS = st.lists(st.one_of(TEXTS, NUMBERS), max_size=3).map(lambda each: {"L": each})
MAPS = st.dictionaries(st.sampled_from(["x", "y"]), TEXTS, max_size=2).map(lambda each: {"M": each})
KINDS = {"s": TEXTS, "n": NUMBERS, "tags": STRING_SETS, "events": LISTS, "facts": MAPS, "flag": st.just({"BOOL": True})}
"""Attributes, each of one kind, as the adapters keep them."""
ORDERED = ("s", "n")


@st.composite
def conditions(draw: st.DrawFn, writer: Writer, depth: int = 2) -> str:
    """A condition, of an item that may lack what it asks for."""
    shape = draw(st.sampled_from(["one", "and", "or", "not"] if depth else ["one"]))
    if shape == "one":
        return draw(_single(writer))
    if shape == "not":
        return f"(NOT {draw(_single(writer))})"
    return f"({draw(conditions(writer, depth - 1))} {shape.upper()} {draw(conditions(writer, depth - 1))})"


@st.composite
def _single(draw: st.DrawFn, writer: Writer) -> str:
    return str(draw(st.sampled_from(_SINGLES).flatmap(lambda make: make(writer))))


@st.composite
def _compared(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(ORDERED))
    sign = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="]))
    return f"{writer.name(attribute)} {sign} {writer.value(draw(KINDS[attribute]))}"


@st.composite
def _equal(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(sorted(KINDS)))
    sign = draw(st.sampled_from(["=", "<>"]))
    return f"{writer.name(attribute)} {sign} {writer.value(draw(KINDS[attribute]))}"


@st.composite
def _between(draw: st.DrawFn, writer: Writer) -> str:
    low, high = sorted(draw(st.lists(st.sampled_from(["a", "ab", "b"]), min_size=2, max_size=2)))
    return f"{writer.name('s')} BETWEEN {writer.value(text(low))} AND {writer.value(text(high))}"


@st.composite
def _one_of(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(ORDERED))
    choices = draw(st.lists(KINDS[attribute], min_size=1, max_size=3))
    return f"{writer.name(attribute)} IN ({', '.join(writer.value(each) for each in choices)})"


@st.composite
def _exists(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(sorted(KINDS)))
    return f"{draw(st.sampled_from(['attribute_exists', 'attribute_not_exists']))} ({writer.name(attribute)})"


@st.composite
def _contains(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(["s", "tags", "events"]))
    return f"contains ({writer.name(attribute)}, {writer.value(draw(TEXTS))})"


@st.composite
def _begins(draw: st.DrawFn, writer: Writer) -> str:
    return f"begins_with ({writer.name('s')}, {writer.value(draw(TEXTS))})"


@st.composite
def _sized(draw: st.DrawFn, writer: Writer) -> str:
    attribute = draw(st.sampled_from(["s", "tags", "events"]))
    name, sign = writer.name(attribute), draw(st.sampled_from(["<", ">=", "="]))
    # Never of what is missing: moto falls over it.
    return f"(attribute_exists ({name}) AND size ({name}) {sign} {writer.value(draw(NUMBERS))})"


_SINGLES = (_compared, _equal, _between, _one_of, _exists, _contains, _begins, _sized)


@st.composite
def updates(draw: st.DrawFn, writer: Writer) -> str:
    """An update of some attributes, each once."""
    attributes = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4, unique=True))
    clauses: dict[str, list[str]] = {}
    for attribute in attributes:
        clause, action = draw(_action(writer, attribute))
        clauses.setdefault(clause, []).append(action)
    return " ".join(f"{clause} {', '.join(actions)}" for clause, actions in sorted(clauses.items()))


@st.composite
def _action(draw: st.DrawFn, writer: Writer, attribute: str) -> tuple[str, str]:
    name = writer.name(attribute)
    clause = draw(st.sampled_from(["SET", "SET", "REMOVE", *_CLAUSES.get(attribute, ())]))
    if clause == "REMOVE":
        return clause, name
    value = writer.value(draw(KINDS[attribute]))
    if clause != "SET":
        return clause, f"{name} {value}"
    forms = ["{n} = {v}", "{n} = if_not_exists ({n}, {v})"]
    forms += {"n": ["{n} = {n} + {v}", "{n} = {n} - {v}"], "events": ["{n} = list_append ({n}, {v})"]}.get(
        attribute, []
    )
    return clause, draw(st.sampled_from(forms)).format(n=name, v=value)


_CLAUSES = {"n": ("ADD",), "tags": ("ADD", "DELETE")}
