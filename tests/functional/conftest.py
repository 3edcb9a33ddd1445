"""What holds for every functional test."""

import re
from collections.abc import Iterator

import pytest

from tests.functional import functions, http, published, recording

ADDRESS = re.compile(r"[^\s\"'<>]+@[^\s\"'<>]+\.[^\s\"'<>]+")
SECRETS = (http.TOKEN, http.KEY, "a secret")


@pytest.fixture(autouse=True)
def nothing_personal_in_the_logs() -> Iterator[None]:
    """No address, token or key, whatever a handler was made to do (invariant S9)."""
    functions.forget()
    yield
    written = functions.LOGS.getvalue()
    assert ADDRESS.findall(written) == []
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.fixture(autouse=True)
def only_within_the_rights_of_its_role(request: pytest.FixtureRequest) -> Iterator[None]:
    """No function asks AWS for what its role does not give; what it uses is what is known (`recording`)."""
    with recording.watching() as seen:
        yield
    if recording.WRITING:
        recording.write(seen, request.node.nodeid)
    else:
        assert recording.faults(seen, request.node.nodeid) == []


@pytest.fixture(autouse=True)
def all_that_is_told_can_be_published(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every entry that a test has written makes an event of its type's schema, without an address."""
    asked = "aws_world" in request.fixturenames
    if asked:
        request.getfixturevalue("aws_world")  # first, so that it is still there afterwards
    yield
    for event in published.events() if asked else ():
        published.VALIDATOR.validate(event)
        assert ADDRESS.findall(str(event)) == []
