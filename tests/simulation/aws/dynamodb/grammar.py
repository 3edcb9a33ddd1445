"""Condition, filter and key condition expressions, read: NOT binds before AND, and AND before OR."""

from functools import lru_cache

from tests.simulation.aws.dynamodb.conditions import SIGNS, Between, Both, Compare, Condition, Either, Not, OneOf
from tests.simulation.aws.dynamodb.functions import FUNCTIONS, read_function
from tests.simulation.aws.dynamodb.operands import read_operand
from tests.simulation.aws.dynamodb.scope import Used, used
from tests.simulation.aws.dynamodb.tokens import Tokens


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
    if tokens.peek() not in SIGNS:
        raise tokens.error()
    return Compare(tokens.next(), left, read_operand(tokens))
