"""One invoice's life through the real handlers, metered step by step: what tests of units and the bench both count."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.invoice import Invoice
from local.mail import Mail
from tests import aws
from tests.builders import an_entry
from tests.functional import outbound, reminders
from tests.functional.http import Client
from tests.metering.meter import Meter, metered
from tests.wire import tapped

DUE = date(2027, 3, 1)
OPENED = datetime(2027, 2, 10, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# In this order, each after the one before.
EVENTS = {
    "delivered": "Delivery",
    "send told": "Send",
    "first open": "Open",
    "further open": "Open",
    "first click": "Click",
    "further click": "Click",
}
REMINDERS = 3


class Life:
    """An invoice that is sent, opened, and reminded of three times; `meters` by operation."""

    def __init__(self, number: str) -> None:
        self.number, self.meters = number, dict[str, Meter]()

    def live(self) -> dict[str, Meter]:
        """All of it."""
        with time_machine.travel(OPENED, tick=False) as clock:
            invoice = self._stored()
            with self._metered("ask"):
                asked = Client().post(f"/v1/invoices/{invoice.invoice_id}/send", key="first-send")
            message_id = asked.json["message_id"]
            aws.outbox_bodies()
            clock.shift(timedelta(seconds=1))
            with self._metered("deliver") as mails:
                outbound.run_deliver(message_id)
            self._events(clock, mails[0], "")
            clock.shift(2 * MINUTE)
            with self._metered("plan reminders"):
                reminders.run({"turn": self._turn(invoice)})
            for number in range(1, REMINDERS + 1):
                self._remind(clock, number)
        return self.meters

    def _remind(self, clock: Any, number: int) -> None:
        [schedule] = aws.schedules().values()
        clock.move_to(datetime.fromisoformat(schedule["ScheduleExpression"][3:-1]).replace(tzinfo=UTC) + MINUTE / 2)
        fired = reminders.fired()
        with self._metered(f"reminder {number}") as mails:
            reminders.run(*fired)
        self._events(clock, mails[0], f" of reminder {number}")

    def _events(self, clock: Any, mail: Mail, suffix: str) -> None:
        for name, kind in EVENTS.items():
            clock.shift(timedelta(seconds=40))
            with self._metered(name + suffix):
                outbound.run_engage(mail, kind)

    def _stored(self) -> Invoice:
        with self._metered("store"):
            invoice = outbound.store(number=self.number)
        wiring.sellers().put(replace(wiring.sellers().get(invoice.seller_id), workflow_id=STANDARD))
        return wiring.invoices().change(
            invoice, replace(invoice, due_date=DUE), entry=an_entry(invoice, entry_id="tml_due")
        )

    def _turn(self, invoice: Invoice) -> dict[str, object]:
        return {
            "invoice_id": invoice.invoice_id,
            "customer_id": invoice.customer_id,
            "seller_id": invoice.seller_id,
            "generation": 0,
        }

    @contextmanager
    def _metered(self, name: str) -> Iterator[list[Mail]]:
        with tapped() as wire, metered() as meter:
            yield wire.mails
        self.meters[name] = meter
