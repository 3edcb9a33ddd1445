"""What conditions compare: a place in the item, a value of the request, the size of something."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.simulation.aws.dynamodb.paths import Found, Path, at, read_path
from tests.simulation.aws.dynamodb.scope import Scope
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import SETS, Value

type Item = Mapping[str, Value]
_SIZED = ("S", "B", "L", "M", *SETS)


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the item has at a path."""

    path: Path

    def of(self, item: Item, scope: Scope) -> Found:
        """None, if it has nothing there."""
        return at(item, scope.place(self.path))


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the request."""

    name: str

    def of(self, item: Item, scope: Scope) -> Found:
        """Always there."""
        return scope.values[self.name]


@dataclass(frozen=True, slots=True)
class Size:
    """The length of what is at a path."""

    path: Path

    def of(self, item: Item, scope: Scope) -> Found:
        """None, if nothing is there, or something without a length."""
        found = at(item, scope.place(self.path))
        if found is None:
            return None
        [(kind, content)] = found.items()
        if kind not in _SIZED:
            return None
        return {"N": str(len(content.encode() if kind == "S" else content))}


type Operand = Attribute | Given | Size


def read_operand(tokens: Tokens) -> Operand:
    """Read one."""
    if tokens.peek().startswith(":"):
        return Given(tokens.value())
    if tokens.peek() == "size" and tokens.peek(1) == "(":
        tokens.next()
        tokens.expect("(")
        size = Size(read_path(tokens))
        tokens.expect(")")
        return size
    return Attribute(read_path(tokens))
