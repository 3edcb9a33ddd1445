"""What all tests share: no network, and AWS by moto for those that ask for it."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from moto import mock_aws
from moto.core.base_backend import BaseBackend

from local.partitions import partitions
from local.transactions import all_or_nothing
from tests import aws
from tests.context import Context

# The same examples at every run, however slow the machine is just now: a test that fails here fails everywhere.
settings.register_profile("dunlin", deadline=None, derandomize=True, database=None)
settings.load_profile("dunlin")
# Powertools reads its part when a handler is imported, which is before any fixture.
os.environ.update(aws.ENVIRONMENT)


@pytest.fixture(scope="session")
def _moto() -> Iterator[None]:
    with mock_aws(), all_or_nothing(), partitions():
        yield


@pytest.fixture
def aws_world(_moto: None) -> None:
    """The template's tables, queues, bucket and secret, empty."""
    _begin()


@pytest.fixture(scope="module")
def lasting_aws_world(_moto: None) -> None:
    """The same, for all tests of a module."""
    _begin()


def _begin() -> None:
    from moto.backends import get_backend

    from dunlin import wiring

    wiring.messages.cache_clear()  # it remembers whose an invoice is
    for service in ("dynamodb", "sqs", "s3", "secretsmanager", "sesv2", "ses", "scheduler"):
        for account in get_backend(service).values():
            for backend in account.values():
                assert isinstance(backend, BaseBackend)
                backend.reset()
    aws.build()
    wiring.signing_key()  # asked for once by a process, and by none of the calls that tests count


@pytest.fixture
def context() -> Context:
    """What Lambda hands to a handler beside the event."""
    return Context()
