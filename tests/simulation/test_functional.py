"""Functional tests once more, over the model in place of moto: what the code can tell of AWS it is told by both."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dunlin import wiring
from local.mail import Mail
from tests.functional import functions, world
from tests.functional.test_crashes import *  # noqa: F403 - these are the tests
from tests.functional.test_deliver import *  # noqa: F403
from tests.functional.test_reminders import *  # noqa: F403
from tests.simulation.announced import announced
from tests.simulation.aws import Aws
from tests.simulation.install import installed

# Sixty drawings tell nothing of AWS that one does not.
del test_of_sixty_invoices_one_has_a_broken_template_and_fifty_nine_are_reminded_of  # noqa: F821


class Posted:
    """A mail as moto shows it."""

    def __init__(self, mail: Mail) -> None:
        self.id, self.source = mail.message_id, mail.source
        self.destinations, self.raw_data = mail.recipients, mail.raw.decode()


@pytest.fixture
def aws_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In place of moto's."""
    aws = Aws(clock=lambda: datetime.now(UTC), random=random.Random(1))  # noqa: S311 - no secret
    monkeypatch.setattr(world, "sent", lambda: [Posted(mail) for mail in aws.ses.mails])
    wiring.messages.cache_clear()
    functions.forget()
    with installed(aws, announced):
        wiring.signing_key()
        yield
