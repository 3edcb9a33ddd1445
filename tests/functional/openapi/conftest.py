"""The contract, and the API that it is of."""

from collections.abc import Iterator

import pytest

from tests.functional import world
from tests.functional.openapi.contract import Contract


@pytest.fixture(scope="module")
def contract(lasting_aws_world: None) -> Iterator[Contract]:
    """With one of everything in store, before each request."""
    with world.drawing_in_process():
        yield Contract()
