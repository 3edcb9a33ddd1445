"""The right sides of SET: `if_not_exists(a, :b) + :c`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.simulation.aws.dynamodb.operands import Attribute, Given, Item
from tests.simulation.aws.dynamodb.paths import Found, Path, at, read_path
from tests.simulation.aws.dynamodb.scope import Scope
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import Value, invalid, number

MISSING = "The provided expression refers to an attribute that does not exist in the item"
UNFIT = "An operand in the update expression has an incorrect data type"


@dataclass(frozen=True, slots=True)
class IfNotExists:
    """`if_not_exists(path, otherwise)`."""

    path: Path
    otherwise: "Term"

    def of(self, item: Item, scope: Scope) -> Found:
        """What is there, or else the other."""
        found = at(item, scope.place(self.path))
        return self.otherwise.of(item, scope) if found is None else found


@dataclass(frozen=True, slots=True)
class ListAppend:
    """`list_append(first, second)`."""

    first: "Term"
    second: "Term"

    def of(self, item: Item, scope: Scope) -> Found:
        """Both, one behind the other."""
        first, second = there(self.first, item, scope), there(self.second, item, scope)
        if "L" not in first or "L" not in second:
            raise invalid(UNFIT)
        return {"L": [*first["L"], *second["L"]]}


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right`, or minus."""

    left: "Term"
    right: "Term"
    sign: int

    def of(self, item: Item, scope: Scope) -> Found:
        """Of numbers."""
        return added(there(self.left, item, scope), there(self.right, item, scope), self.sign)


type Term = Attribute | Given | IfNotExists | ListAppend | Sum


def read_assigned(tokens: Tokens) -> Term:
    """Read what is set."""
    left = _read_term(tokens)
    if sign := {"+": 1, "-": -1}.get(tokens.peek()):
        tokens.next()
        return Sum(left, _read_term(tokens), sign)
    return left


def there(term: Term, item: Item, scope: Scope) -> Value:
    """What it is; Refusal if the item lacks it."""
    found = term.of(item, scope)
    if found is None:
        raise invalid(MISSING)
    return found


def added(left: Value, right: Value, sign: int = 1) -> Value:
    """The sum of two numbers."""
    if "N" not in left or "N" not in right:
        raise invalid(UNFIT)
    total: Any = Decimal(left["N"]) + sign * Decimal(right["N"])
    return {"N": number(str(total))}


def _read_term(tokens: Tokens) -> Term:
    if tokens.peek().startswith(":"):
        return Given(tokens.value())
    if tokens.peek(1) != "(":
        return Attribute(read_path(tokens))
    match tokens.next():
        case "if_not_exists":
            tokens.expect("(")
            path = read_path(tokens)
            tokens.expect(",")
            term: Term = IfNotExists(path, _read_term(tokens))
        case "list_append":
            tokens.expect("(")
            first = _read_term(tokens)
            tokens.expect(",")
            term = ListAppend(first, _read_term(tokens))
        case name:
            raise tokens.refuse(f"Invalid function name; function: {name}")
    tokens.expect(")")
    return term
