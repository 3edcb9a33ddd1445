"""What DynamoDB's refusals mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.exceptions import PynamoDBException, TransactWriteError

from dunlin.domain.errors import Conflict, Unavailable

CONDITION_FAILED = "ConditionalCheckFailedException"
_REFUSED = "ConditionalCheckFailed"


def refused(failure: TransactWriteError) -> list[bool] | None:
    """Which of the transaction's items failed their condition; None when that is not why it failed.

    The order is PynamoDB's: condition checks, deletes, puts, updates.
    """
    reasons = failure.cancellation_reasons
    if not any(reason is not None and reason.code == _REFUSED for reason in reasons):
        return None
    return [reason is not None and reason.code == _REFUSED for reason in reasons]


@contextmanager
def ours(conflict: Conflict) -> Iterator[None]:
    """Raise `conflict` where a condition failed, Unavailable where DynamoDB did not do it for another reason."""
    try:
        yield
    except TransactWriteError as failure:
        if refused(failure) is None:
            raise Unavailable("the database did not take the transaction") from failure
        raise conflict from failure
    except PynamoDBException as failure:
        if failure.cause_response_code == CONDITION_FAILED:
            raise conflict from failure
        raise Unavailable("the database did not answer") from failure
