"""Texts that users wrote, as Jinja2: parsed, held against an allow-list, and only then compiled.

Jinja's own sandbox stops escapes, but neither a loop that never ends nor calls of public methods. What is allowed here
has no calls, no arithmetic and one loop, so that a text costs no more than its size times the lines of an invoice.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.template import TemplateKind
from dunlin.rendering.mail.variables import LINE, LINES, names, suggestion
from dunlin.rendering.markdown import escape

LONGEST_BODY, LONGEST_LINE = 10_000, 300
_MOST_NODES, _DEEPEST = 600, 12
_LONGEST_OUTPUT, _LONGEST_NAME = 100_000, 60
_FILTERS: dict[str, Callable[..., str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": str.capitalize,
    "trim": str.strip,
    "default": lambda value, other="": value or other,
}
_STRUCTURE = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
)
_COMPARISONS = ("eq", "ne", "in", "notin")
# What people write who know Jinja, and what they can do instead.
_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Call: "calls are not allowed",
    nodes.Getitem: "name a value with a dot, as in invoice.number",
    nodes.BinExpr: "there is no arithmetic; every amount is given as it is printed",
    nodes.UnaryExpr: "there is no arithmetic; every amount is given as it is printed",
    nodes.Concat: "write texts beside each other instead of joining them with ~",
    nodes.Assign: "values cannot be set",
    nodes.Include: "other files cannot be included",
    nodes.Macro: "macros cannot be made",
    nodes.Test: "there are no tests; an empty value counts as no, as in {% if invoice.paid %}",
}


def check(source: str, kind: TemplateKind, *, where: str, longest: int = LONGEST_BODY) -> tuple[Problem, ...]:
    """Everything that is wrong with a text; nothing of it is run."""
    if len(source) > longest:
        return (Problem(where, f"has {len(source)} characters; at most {longest} are taken"),)
    try:
        tree = _environment().parse(source)
    except TemplateError as wrong:
        line = getattr(wrong, "lineno", None) or 1
        return (Problem(where, f"line {line}: {wrong.message or 'this is no template'}"),)
    except (RecursionError, ValueError, MemoryError, OverflowError):
        return (Problem(where, "is nested too deeply, or holds a number that is too large"),)
    found = _Check(names(kind)).problems(tree)
    return tuple(Problem(where, f"line {line}: {text}") for line, text in dict.fromkeys(found))


def render(source: str, values: Mapping[str, Any], *, markdown: bool = False) -> str:
    """The text with its values; for `markdown` these are escaped, so that each is shown and none is obeyed.

    Only for what `check` has passed. Raises InvalidInput when it comes out too long.
    """
    pieces, length = [], 0
    try:
        for piece in _compiled(source, markdown).generate(values):
            length += len(piece)
            if length > _LONGEST_OUTPUT:
                raise InvalidInput(f"the text comes to more than {_LONGEST_OUTPUT} characters: shorten its loop")
            pieces.append(piece)
    except (TemplateError, TypeError) as failure:
        raise InvalidInput(f"the text cannot be filled in: {failure}") from failure
    return "".join(pieces)


class _Check:
    """One walk over a text's syntax tree."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known, self._nodes, self._loops = known, 0, 0

    def problems(
        self, node: nodes.Node, depth: int = 0, *, looping: bool = False, line: int = 1
    ) -> Iterator[tuple[int, str]]:
        """Line and sentence of everything that is not allowed."""
        self._nodes += 1
        line = node.lineno or line
        if depth > _DEEPEST or self._nodes > _MOST_NODES:
            # Once is enough; what is below is not looked at.
            yield line, "is too long or nested too deeply for a mail"
            return
        wrong, inner = self._judge(node, looping=looping)
        if wrong:
            yield line, wrong
            return
        for child in inner:
            inside = looping or (isinstance(node, nodes.For) and child in node.body)
            yield from self.problems(child, depth + 1, looping=inside, line=line)

    def _judge(self, node: nodes.Node, *, looping: bool) -> tuple[str, list[nodes.Node]]:
        """What is wrong with the node itself, and what is to be judged below it."""
        told, inner = "", list(node.iter_child_nodes())
        match node:
            case nodes.Name() | nodes.Getattr():
                told, inner = self._name(node, looping=looping), []
            case nodes.Const():
                told = "" if isinstance(node.value, str) else "compare with texts, written in quotes"
            case nodes.For():
                told, inner = self._loop(node, looping=looping), [*node.body, *node.else_]
            case nodes.CondExpr():
                told = "" if node.expr2 else "an `if` within a value needs an `else`"
            case nodes.Operand():
                told = "" if node.op in _COMPARISONS else "only ==, !=, in and not in compare"
            case nodes.Filter():
                told = self._filter(node)
            case _ if not isinstance(node, _STRUCTURE):
                told = next(
                    (text for type_, text in _REFUSED.items() if isinstance(node, type_)), "this is not allowed"
                )
        return told, inner

    def _name(self, node: nodes.Node, *, looping: bool) -> str:
        name = _dotted(node)
        if not name or len(name) > _LONGEST_NAME:
            return "only values of the list can be named, as in invoice.number"
        if name in self._known and name != LINES:
            outside = name.startswith(f"{LINE}.") and not looping
            return f"`{name}` stands within {{% for line in lines %}} only" if outside else ""
        return f"`{name}` is unknown{suggestion(name, self._known)}"

    def _loop(self, node: nodes.For, *, looping: bool) -> str:
        self._loops += 1
        over = isinstance(node.iter, nodes.Name) and node.iter.name
        called = isinstance(node.target, nodes.Name) and node.target.name
        plain = not (node.test or node.recursive) and LINES in self._known
        if (over, called) != (LINES, LINE) or not plain:
            return "the one loop that there is, is {% for line in lines %}"
        return "there can be one loop only" if looping or self._loops > 1 else ""

    def _filter(self, node: nodes.Filter) -> str:
        if node.name not in _FILTERS:
            return f"the filter `{node.name}` is unknown; there are {', '.join(_FILTERS)}"
        most = 1 if node.name == "default" else 0
        odd = node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > most or node.node is None
        return f"the filter `{node.name}` takes {most or 'no'} value{'s' * (not most)} in brackets" if odd else ""


def _dotted(node: nodes.Node) -> str:
    """`invoice.number` for the chain of names that it is; empty for anything else, above all for `_`."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        return ""
    parts.append(node.name)
    return "" if any(part.startswith("_") for part in parts) else ".".join(reversed(parts))


@lru_cache(maxsize=256)
def _compiled(source: str, markdown: bool) -> Template:  # noqa: FBT001 - a key of the cache
    return (_escaping() if markdown else _environment()).from_string(source)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return _plain(None)


@cache
def _escaping() -> ImmutableSandboxedEnvironment:
    # Escaped as they are printed, and not before: comparisons see the value itself.
    return _plain(escape)


def _plain(finalize: Callable[..., Any] | None) -> ImmutableSandboxedEnvironment:
    # Markdown and plain text, not HTML: the result is sanitised.
    made = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined, finalize=finalize)
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update(_FILTERS)
    return made
