"""Two at once, in every order that matters: at each call of the one, the other does all of its work in between."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost
from dunlin.services.ports.sending import Change
from tests.builders import an_entry
from tests.functional import outbound
from tests.simulation import actions, invariants
from tests.simulation.simulated import simulated
from tests.simulation.workers import Worker
from tests.simulation.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


class Interrupted:
    """The first worker of a function goes on for so many calls; then everybody else does all that they can."""

    def __init__(self, function: str, at: int) -> None:
        self._function, self._at, self.steps = function, at, 0
        self._one: Worker | None = None

    def __call__(self, ready: Sequence[Worker]) -> Worker:
        """Who goes on."""
        self._one = self._one or next((each for each in ready if each.name.startswith(self._function)), None)
        others = [each for each in ready if each is not self._one]
        if self._one is None or self._one not in ready or (others and self.steps >= self._at):
            return others[0]
        self.steps += 1
        return self._one

    @property
    def over(self) -> bool:
        """Whether it had ended before it was interrupted."""
        return self.steps < self._at


def the_queue_brings_it_twice(world: World) -> None:
    """One message, and two workers that have it."""
    message_id = outbound.plan(outbound.store())
    world.aws.sqs.put("outbox", json.dumps({"message_id": message_id}))


def it_is_paid(world: World) -> None:
    """A clerk books the payment of what is being sent."""
    invoice = outbound.store()
    outbound.plan(invoice)
    actions.pay(world, invoice, invoice.balance.amount, key="pay")


def it_is_paid_in_part(world: World) -> None:
    """The same with a part of it: the rest is to be reminded of."""
    world.dunned = True
    invoice = outbound.store()
    wiring.sellers().put(replace(wiring.sellers().get(invoice.seller_id), workflow_id=STANDARD))
    outbound.plan(invoice)
    actions.pay(world, invoice, 100, key="part")


def it_is_called_back(world: World) -> None:
    """A clerk calls back what is being sent."""
    actions.cancel(world, outbound.plan(outbound.store()))


def its_evidence_is_faster(world: World) -> None:
    """SES's events come as soon as it has taken the mail."""
    world.slowness = timedelta(minutes=-1)
    outbound.plan(outbound.store())


def somebody_has_lost_it(world: World) -> None:
    """A worker that believes in a claim of its own, as after a long sleep, gives the e-mail back."""
    message_id = outbound.plan(outbound.store())
    world.workers.start("sleeper", partial(give_back, message_id))


def give_back(message_id: str) -> None:
    """Settle what another has claimed."""
    (email,) = outbound.emails(message_id)
    before = replace(email, owner="own_sleeper")
    after = replace(email, status=EmailStatus.PLANNED, owner="", wake_at=wiring.now())
    entry = an_entry(entry_id="tml_sleeper", type="email.deferred", data={"email_id": email.email_id})
    if email.status is EmailStatus.DISPATCHING:
        with suppress(ClaimLost):
            wiring.messages().change(Change(before, after, entry))


RACES: dict[str, tuple[str, Callable[[World], None]]] = {
    "two workers": ("deliver", the_queue_brings_it_twice),
    "a worker and a payment": ("deliver", it_is_paid),
    "a payment and a worker": ("api", it_is_paid),
    "a part payment and a worker": ("api", it_is_paid_in_part),
    "a worker and a cancellation": ("deliver", it_is_called_back),
    "a cancellation and a worker": ("api", it_is_called_back),
    "a worker and its evidence": ("deliver", its_evidence_is_faster),
    "a worker and one that has lost its claim": ("deliver", somebody_has_lost_it),
}


@pytest.mark.parametrize("name", RACES)
def test_whoever_comes_in_between_no_promise_is_broken(name: str) -> None:
    function, begin = RACES[name]
    for at in count():
        choose = Interrupted(function, at)
        with simulated(invariants.safe, choose=choose) as world:
            world.most = 1
            begin(world)
            world.run(timedelta(minutes=2))
            world.calm(timedelta(hours=1))
            invariants.alive(world)
            assert len(world.accepted) <= 1
        if choose.over:
            break
    assert at > 3
