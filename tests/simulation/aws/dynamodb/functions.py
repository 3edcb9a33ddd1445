"""The functions of conditions: `attribute_exists(path)` and the like."""

from dataclasses import dataclass
from typing import Any

from tests.simulation.aws.dynamodb.operands import Attribute, Given, Item, Operand, read_operand
from tests.simulation.aws.dynamodb.paths import Found
from tests.simulation.aws.dynamodb.scope import Scope
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import SETS, invalid

# How many operands each takes.
FUNCTIONS = {"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2}
_TYPES = {"S", "N", "B", "BOOL", "NULL", "L", "M", *SETS}
_BEGIN = ("S", "B")


@dataclass(frozen=True, slots=True)
class Function:
    """`name(operands)`; its first operand is a path."""

    name: str
    operands: tuple[Operand, ...]

    def holds(self, item: Item, scope: Scope) -> bool:
        """Nothing holds of what is missing, but that it is."""
        first, *others = (operand.of(item, scope) for operand in self.operands)
        if self.name == "attribute_not_exists":
            return first is None
        if first is None or None in others:
            return False
        return self.name == "attribute_exists" or _HOLDS[self.name](first, others[0])

    def check(self, kind: str, scope: Scope) -> None:
        """The operand has a type that the function takes."""
        last = self.operands[-1]
        if not isinstance(last, Given):
            return
        value = scope.values[last.name]
        [(found, content)] = value.items()
        if self.name == "begins_with" and found not in _BEGIN:
            text = "Incorrect operand type for operator or function; operator or function"
            raise invalid(f"Invalid {kind}: {text}: {self.name}, operand type: {found}")
        if self.name == "attribute_type" and content not in _TYPES:
            raise invalid(f"Invalid {kind}: Invalid attribute type name found; type: {content}")


def read_function(tokens: Tokens) -> Function:
    """Read one."""
    name = tokens.next()
    tokens.expect("(")
    operands = [read_operand(tokens)]
    while tokens.took(","):
        operands.append(read_operand(tokens))
    tokens.expect(")")
    if len(operands) != FUNCTIONS[name]:
        raise tokens.refuse(f"Incorrect number of operands for operator or function; operator or function: {name}")
    if not isinstance(operands[0], Attribute):
        raise tokens.refuse(f"Operator or function requires a document path; operator or function: {name}")
    return Function(name, tuple(operands))


def _begins(found: Any, wanted: Any) -> bool:
    return any(kind in found and kind in wanted and found[kind].startswith(wanted[kind]) for kind in _BEGIN)


def _contains(found: Any, wanted: Any) -> bool:
    [(kind, content)] = found.items()
    [(sought, part)] = wanted.items()
    if kind == "L":
        return wanted in content
    if kind in SETS:
        return SETS[kind] == sought and part in content
    return kind in _BEGIN and kind == sought and part in content


def _of_type(found: Any, wanted: Found) -> bool:
    return wanted is not None and wanted.get("S") in found


_HOLDS = {"begins_with": _begins, "contains": _contains, "attribute_type": _of_type}
