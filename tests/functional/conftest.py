"""What holds for every functional test."""

import re
from collections.abc import Iterator

import pytest

from tests.functional import functions, http

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
