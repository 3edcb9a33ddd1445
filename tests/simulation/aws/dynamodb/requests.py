"""What a request may consist of: a parameter that the model does not know is refused, not passed over."""

from collections.abc import Callable, Iterable

from tests.simulation.aws.dynamodb.conditions import Condition, read_condition
from tests.simulation.aws.dynamodb.scope import Scope, Used
from tests.simulation.aws.refusal import NotModelledError, Params

EXPRESSIONS = {"ExpressionAttributeNames", "ExpressionAttributeValues"}
_BORING = {"TableName", "ReturnConsumedCapacity"}

type Check = Callable[[Scope], None]


def knows(operation: str, params: Params, *known: str) -> None:
    """The request has these parameters and no others."""
    if unknown := params.keys() - _BORING - set(known):
        raise NotModelledError(f"dynamodb.{operation} with {', '.join(sorted(unknown))}")


def condition_of(params: Params, kind: str) -> tuple[Condition | None, list[Used]]:
    """The condition of that kind, if the request has one, and what it speaks of."""
    text = params.get(kind)
    if text is None:
        return None, []
    condition, spoken = read_condition(kind, text)
    return condition, [spoken]


def one_of(params: Params, name: str, allowed: Iterable[str]) -> str:
    """The parameter's value, NONE where there is none."""
    given: str = params.get(name, "NONE")
    if given not in ("NONE", *allowed):
        raise NotModelledError(f"{name}={given}")
    return given
