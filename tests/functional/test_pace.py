"""A worker that is refused for the time being goes on more slowly; the others of its batch still have their turn."""

from typing import Any

import pytest

import deliver.app
from deliver.pace import Pace
from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.services.ports.mail import MailRefusedError, Refused
from tests.context import Context
from tests.functional import outbound


class Slow:
    """Port `Mailer`, of a provider that takes nothing now."""

    def post(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str], tracked: bool) -> str:
        raise MailRefusedError(Refused.THROTTLED, "TooManyRequestsException", "later")


class Minute(Context):
    """A function that has only begun."""

    def get_remaining_time_in_millis(self) -> int:
        return 59_000


class Middle:
    """Chance that is none."""

    def uniform(self, low: float, high: float) -> float:
        return (low + high) / 2


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the worker has rested."""
    taken: list[float] = []
    monkeypatch.setattr(deliver.app, "sleep", taken.append)
    slow: Any = Middle()
    monkeypatch.setattr(deliver.app, "pace", Pace(slow))
    return taken


def run(*message_ids: str) -> None:
    bodies = (f'{{"message_id": "{each}"}}' for each in message_ids)
    answer = deliver.app.handler(outbound.batch(bodies), Minute())
    assert answer == {"batchItemFailures": []}


def test_a_worker_rests_after_each_mail_that_was_put_off(
    aws_world: None, rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = [outbound.plan(outbound.store(number=str(each))) for each in range(3)]
    monkeypatch.setattr(wiring, "mailer", Slow)
    run(*planned)

    assert rests == pytest.approx([0.1875, 0.375, 0.75])
    statuses = [wiring.messages().get(each)[1][0].status for each in planned]
    assert statuses == [EmailStatus.PLANNED] * 3


def test_a_worker_whose_mails_are_taken_does_not_rest(aws_world: None, rests: list[float]) -> None:
    run(outbound.plan(outbound.store()))

    assert rests == []
