"""Which messages of a batch are worked on again."""

import pytest
from moto.sqs.models import Message

from local.queues import unprocessed

BATCH = [Message("one", "{}"), Message("two", "{}")]


@pytest.mark.parametrize("payload", ["null", "{}", '{"batchItemFailures": []}', '{"batchItemFailures": null}'])
def test_no_failures_mean_success(payload: str) -> None:
    assert unprocessed(payload, BATCH) == set()


def test_only_the_named_messages_come_again() -> None:
    assert unprocessed('{"batchItemFailures": [{"itemIdentifier": "two"}]}', BATCH) == {"two"}


@pytest.mark.parametrize(
    "payload",
    [
        '{"batchItemFailures": [{"itemIdentifier": "three"}]}',
        '{"batchItemFailures": [{"itemIdentifier": ""}]}',
        '{"batchItemFailures": [{"item": "one"}]}',
        '{"batchItemFailures": ["one"]}',
        '"text"',
    ],
)
def test_an_answer_that_lambda_cannot_read_brings_all_of_them_again(payload: str) -> None:
    assert unprocessed(payload, BATCH) == {"one", "two"}
