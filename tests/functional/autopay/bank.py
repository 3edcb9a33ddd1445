"""A payment provider that remembers what it has charged, and a day on which an invoice is charged automatically."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.errors import StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import ProviderEvent
from dunlin.services.ports.providers import PaymentRefused
from tests import aws
from tests.builders import a_seller
from tests.collecting_builders import agreed, an_agreement, collecting
from tests.functional import world
from tests.functional.functions import batch, invoke
from tests.functional.portal.visitor import tell
from tests.wire import KilledError, Wire, tapped

DUE = date(2026, 11, 27)
HOUR = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
"""Eight o'clock in Amsterdam."""


@dataclass
class Bank(PlayPayments):
    """Port `PaymentProvider`: the same attempt is the same charge, and gets the same answer. `wire` may kill us."""

    charges: dict[str, ProviderEvent | PaymentRefused] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    wire: Wire | None = None
    down: bool = False

    def __post_init__(self) -> None:
        super().__init__(secret="played", clock=wiring.now)

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """As Stripe under an idempotency key."""
        if self.wire:
            self.wire.asked("before-call.bank.Charge", {"body": "{}"})
        self.asked.append(attempt.attempt_id)
        if self.down:
            raise Unavailable("the bank is closed")
        if attempt.attempt_id not in self.charges:
            self.charges[attempt.attempt_id] = self._charged(attempt, mandate)
        if self.wire:
            self.wire.answered("after-call.bank.Charge", {})
        answer = self.charges[attempt.attempt_id]
        if isinstance(answer, PaymentRefused):
            raise answer
        return answer

    def tell(self) -> None:
        """The webhooks of all that was charged, as if nobody had answered before."""
        for event in self.charges.values():
            if not isinstance(event, PaymentRefused):
                assert tell(self.name, *self.webhook(event)).status == HTTPStatus.OK

    def _charged(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent | PaymentRefused:
        try:
            return super().charge_off_session(attempt, mandate)
        except PaymentRefused as refused:
            return refused


@pytest.fixture
def bank(aws_world: None, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """It stands behind the port in all functions."""
    bank = Bank()
    monkeypatch.setattr(wiring, "payment_provider", lambda: bank)
    return bank


@contextmanager
def the_day() -> Iterator[time_machine.Traveller]:
    """At the hour of the due date; the caller moves on."""
    with time_machine.travel(HOUR, tick=False) as clock:
        yield clock


def owed(number: int = 1, *, means: str = "succeeds", workflow: str = "") -> Invoice:
    """An invoice that was sent long before, of a customer who is charged automatically."""
    with suppress(StaleVersion):  # they are there already
        seller = a_seller(version=0, portal=collecting(), workflow_id=workflow)
        world.store_parties(seller, agreed(an_agreement(means), version=0))
    return world.store_sent(number=f"2026-{number:03}", due_date=DUE)


def turn(invoice: Invoice) -> None:
    """Somebody looks at the invoice's dunning."""
    world.turn_comes(invoice.invoice_id)


def collect(*bodies: Any) -> list[str]:
    """The queue in front of `collect` is emptied; the answer is which items failed."""
    wanted = bodies or tuple(aws.outbox_bodies("COLLECT_QUEUE_URL"))
    if not wanted:
        return []
    answer = invoke("collect", batch(*wanted))
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def settle(clock: time_machine.Traveller, *, times: int = 3) -> None:
    """Quarters of an hour pass, with the sweep, and both queues are emptied."""
    for _ in range(times):
        clock.shift(timedelta(minutes=17))
        invoke("sweep", {})
        while bodies := aws.outbox_bodies():
            deliver(*bodies)
            collect()


def deliver(*bodies: Any) -> None:
    """What the outbox brings."""
    invoke("deliver", batch(*bodies))


def day_passes(
    invoice: Invoice, bank: Bank, clock: time_machine.Traveller, *, at: int | None = None, when: str = "before"
) -> Wire:
    """Turn, charge, and whatever comes of them. Who is killed at a call does not come back, but the queues repeat
    themselves, and the sweep sweeps.
    """
    turn_of_the_day = body(invoice)
    bank.charges.clear()
    with tapped(at=at, when=when) as wire, suppress(KilledError):
        bank.wire = wire
        deliver(turn_of_the_day)
        collect()
        while bodies := aws.outbox_bodies():
            deliver(*bodies)
            collect()
    bank.wire = None
    deliver(turn_of_the_day)
    collect(body(invoice), body(invoice))
    bank.tell()
    settle(clock)
    return wire


def stored(invoice: Invoice) -> Invoice:
    """As it is now."""
    return wiring.invoices().get(invoice.invoice_id)


def mails(invoice: Invoice, kind: MessageKind) -> int:
    """How many of a kind were planned."""
    return sum(each.kind is kind for each in wiring.messages().of_invoice(invoice.invoice_id))


def told(invoice: Invoice) -> list[str]:
    """The entries of automatic payment."""
    return [each for each in world.told(invoice.invoice_id) if each.startswith("autopay.")]


def paid_once(invoice: Invoice) -> bool:
    """The money is there, once, with one receipt, and nothing waits for a person."""
    now = stored(invoice)
    waiting = wiring.unapplied().waiting(limit=9).items
    return (now.status, len(now.payments), mails(invoice, MessageKind.RECEIPT), waiting) == (Status.PAID, 1, 1, ())


def body(invoice: Invoice) -> str:
    """What the queue carries."""
    now = stored(invoice)
    ids = {"invoice_id": now.invoice_id, "customer_id": now.customer_id, "seller_id": now.seller_id}
    return json.dumps({"turn": {**ids, "generation": now.dunning.generation if now.dunning else 0}})
