"""Condition, filter and key condition expressions: read once, then asked of items.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tests.simulation.aws.dynamodb.functions import FUNCTIONS, Function, read_function
from tests.simulation.aws.dynamodb.operands import Given, Item, Operand, read_operand
from tests.simulation.aws.dynamodb.scope import Scope, Used, used
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import ORDERED, Value, invalid, ordered

MOST_IN = 100
_ORDER: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}
_SIGNS = ("=", "<>", *_ORDER)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left sign right`."""

    sign: str
    left: Operand
    right: Operand

    def holds(self, item: Item, scope: Scope) -> bool:
        """What is missing equals nothing, and differs from everything."""
        left, right = self.left.of(item, scope), self.right.of(item, scope)
        if self.sign in ("=", "<>"):
            return (left is not None and left == right) is (self.sign == "=")
        sign = _compared(left, right)
        return sign is not None and _ORDER[self.sign](sign)

    def check(self, kind: str, scope: Scope) -> None:
        """The operands differ, and what is ordered has an order."""
        if self.left == self.right:
            raise invalid(
                f"Invalid {kind}: The first operand must be distinct from the remaining operands for this operator or"
                f" function; operator: {self.sign}"
            )
        for operand in (self.left, self.right) if self.sign in _ORDER else ():
            _orderable(kind, self.sign, operand, scope)


@dataclass(frozen=True, slots=True)
class Between:
    """`operand BETWEEN low AND high`."""

    operand: Operand
    low: Operand
    high: Operand

    def holds(self, item: Item, scope: Scope) -> bool:
        """Both ends belong to it."""
        found = self.operand.of(item, scope)
        above, below = _compared(found, self.low.of(item, scope)), _compared(found, self.high.of(item, scope))
        return above is not None and below is not None and above >= 0 >= below

    def check(self, kind: str, scope: Scope) -> None:
        """The upper bound is not below the lower one."""
        for operand in (self.operand, self.low, self.high):
            _orderable(kind, "BETWEEN", operand, scope)
        if not (isinstance(self.low, Given) and isinstance(self.high, Given)):
            return
        low, high = scope.values[self.low.name], scope.values[self.high.name]
        sign = _compared(low, high)
        if sign is None:
            raise invalid(
                f"Invalid {kind}: The BETWEEN operator requires same data type for lower and upper bounds; lower bound"
                f" operand: AttributeValue: {low}, upper bound operand: AttributeValue: {high}"
            )
        if sign > 0:
            raise invalid(
                f"Invalid {kind}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound;"
                f" lower bound operand: AttributeValue: {low}, upper bound operand: AttributeValue: {high}"
            )


@dataclass(frozen=True, slots=True)
class OneOf:
    """`operand IN (…)`."""

    operand: Operand
    choices: tuple[Operand, ...]

    def holds(self, item: Item, scope: Scope) -> bool:
        """By equality."""
        found = self.operand.of(item, scope)
        return found is not None and any(found == choice.of(item, scope) for choice in self.choices)

    def check(self, kind: str, scope: Scope) -> None:
        """Not too many."""
        if len(self.choices) > MOST_IN:
            raise invalid(f"Invalid {kind}: The IN operator is provided with too many operands; number of operands")


@dataclass(frozen=True, slots=True)
class Both:
    """`left AND right`."""

    left: "Condition"
    right: "Condition"

    def holds(self, item: Item, scope: Scope) -> bool:
        """Both do."""
        return self.left.holds(item, scope) and self.right.holds(item, scope)

    def check(self, kind: str, scope: Scope) -> None:
        """Each."""
        self.left.check(kind, scope)
        self.right.check(kind, scope)


@dataclass(frozen=True, slots=True)
class Either:
    """`left OR right`."""

    left: "Condition"
    right: "Condition"

    def holds(self, item: Item, scope: Scope) -> bool:
        """One does."""
        return self.left.holds(item, scope) or self.right.holds(item, scope)

    def check(self, kind: str, scope: Scope) -> None:
        """Each."""
        self.left.check(kind, scope)
        self.right.check(kind, scope)


@dataclass(frozen=True, slots=True)
class Not:
    """`NOT inner`."""

    inner: "Condition"

    def holds(self, item: Item, scope: Scope) -> bool:
        """It does not."""
        return not self.inner.holds(item, scope)

    def check(self, kind: str, scope: Scope) -> None:
        """It."""
        self.inner.check(kind, scope)


type Condition = Compare | Between | OneOf | Both | Either | Not | Function


@lru_cache(maxsize=1024)
def read_condition(kind: str, text: str) -> tuple[Condition, Used]:
    """The expression `kind` (`ConditionExpression`, say) that reads so, and what it speaks of."""
    tokens = Tokens(kind, text)
    condition = _either(tokens)
    tokens.end()
    return condition, used(tokens)


def _either(tokens: Tokens) -> Condition:
    left = _both(tokens)
    while tokens.took("OR"):
        left = Either(left, _both(tokens))
    return left


def _both(tokens: Tokens) -> Condition:
    left = _one(tokens)
    while tokens.took("AND"):
        left = Both(left, _one(tokens))
    return left


def _one(tokens: Tokens) -> Condition:
    if tokens.took("NOT"):
        return Not(_one(tokens))
    if tokens.peek() == "(":
        return _parenthesised(tokens)
    if tokens.peek() in FUNCTIONS and tokens.peek(1) == "(":
        return read_function(tokens)
    return _comparison(tokens)


def _parenthesised(tokens: Tokens) -> Condition:
    begin = tokens.at
    tokens.expect("(")
    inner = _either(tokens)
    if tokens.group == (begin + 1, tokens.at):
        raise tokens.refuse("The expression has redundant parentheses;")
    tokens.expect(")")
    tokens.group = (begin, tokens.at)
    return inner


def _comparison(tokens: Tokens) -> Condition:
    left = read_operand(tokens)
    if tokens.took("BETWEEN"):
        low = read_operand(tokens)
        tokens.expect("AND")
        return Between(left, low, read_operand(tokens))
    if tokens.took("IN"):
        tokens.expect("(")
        choices = [read_operand(tokens)]
        while tokens.took(","):
            choices.append(read_operand(tokens))
        tokens.expect(")")
        return OneOf(left, tuple(choices))
    if tokens.peek() not in _SIGNS:
        raise tokens.error()
    return Compare(tokens.next(), left, read_operand(tokens))


def _compared(left: Value | None, right: Value | None) -> int | None:
    """Below, at or above zero; None for what cannot be compared."""
    if left is None or right is None or left.keys() != right.keys() or not left.keys() <= set(ORDERED):
        return None
    one, two = ordered(left), ordered(right)
    return int(one > two) - int(one < two)


def _orderable(kind: str, sign: str, operand: Operand, scope: Scope) -> None:
    if isinstance(operand, Given):
        [found] = scope.values[operand.name]
        if found not in ORDERED:
            text = "Incorrect operand type for operator or function; operator or function"
            raise invalid(f"Invalid {kind}: {text}: {sign}, operand type: {found}")
