"""What happens in the simulation, by name: each prepares its records, then lets the faults begin."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dunlin import wiring
from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.domain.dunning.workflow import STANDARD, Escalation, EscalationAction, EscalationKind
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from tests.builders import NOW, a_customer, a_seller, a_workflow
from tests.collecting_builders import agreed, an_agreement, collecting
from tests.functional import outbound
from tests.functional import world as records
from tests.simulation import actions
from tests.simulation.world import World

DUE = date(2027, 3, 1)
BEFORE_FIRST = datetime(2027, 3, 8, 8, 50, tzinfo=UTC)
"""Ten minutes before the first reminder: five days after the due date is a Saturday, in London."""
CHARGED = datetime(2026, 11, 27, 6, 50, tzinfo=UTC)
"""Ten minutes before the hour at which the seller charges."""
PORTAL = PortalSettings(pay_online=True, methods=(MethodSettings(Method.CARD),))


@dataclass(frozen=True)
class Scenario:
    """`begin` has somebody begin it, at `start`; the world runs for `span`, and then for `rest` without faults."""

    begin: Callable[[World], None]
    start: datetime = NOW
    span: timedelta = timedelta(minutes=2)
    rest: timedelta = timedelta(hours=4)


def send(world: World) -> None:
    """A clerk sends an invoice."""
    actions.send(world, outbound.store())


def scheduled_send(world: World) -> None:
    """A clerk sends an invoice in an hour."""
    actions.send_at(world, outbound.store(), datetime(2026, 11, 22, 10, 30))  # noqa: DTZ001 - a local time


def reminder(world: World) -> None:
    """An invoice is late, and its first reminder is due."""
    _late(world)


def batch_item(world: World) -> None:
    """A clerk sends a batch."""
    actions.send_all(world, outbound.store())


def payment(world: World) -> None:
    """A customer pays at the provider, which tells it."""
    records.store_parties(a_seller(version=0, portal=PORTAL))
    attempt = actions.begin_payment(_sent())
    actions.press(world, attempt)


def engagement(world: World) -> None:
    """SES tells of a mail: twice, and out of order."""
    world.faults.active = False
    outbound.plan(outbound.store())
    world.run(timedelta(minutes=2))
    world.faults.active = True
    (mail,) = world.accepted
    for kind, times in (("Open", 2), ("Click", 1), ("Delivery", 1), ("Open", 1)):
        world.emit(kind, mail, times=times)


def autopay(world: World) -> None:
    """The day on which an invoice is charged automatically."""
    records.store_parties(a_seller(version=0, portal=collecting()), agreed(an_agreement(), version=0))
    invoice = _sent(due_date=date(2026, 11, 27))
    world.sent_before = True
    records.turn_comes(invoice.invoice_id)


def escalation(world: World) -> None:
    """No reminder has helped: somebody inside is told."""
    told = EscalationAction(EscalationKind.NOTIFY, "credit@seller.example")
    first = replace(a_workflow().steps[0], offset_days=5)
    ours = wiring.workflows().put(a_workflow(steps=(first,), escalation=Escalation(4, (told,))))
    world.faults.active = False
    _late(world, workflow_id=ours.workflow_id)
    world.run(timedelta(days=3, hours=23))
    world.faults.active = True


SCENARIOS = {
    "send": Scenario(send),
    "scheduled_send": Scenario(scheduled_send, span=timedelta(hours=1, minutes=2)),
    "reminder": Scenario(reminder, BEFORE_FIRST, timedelta(minutes=15)),
    "batch_item": Scenario(batch_item),
    "payment": Scenario(payment),
    "engagement": Scenario(engagement),
    "autopay": Scenario(autopay, CHARGED, timedelta(minutes=15)),
    "escalation": Scenario(escalation, BEFORE_FIRST, timedelta(hours=2)),
}


def _sent(**changes: Any) -> Invoice:
    """An invoice that a mail brought to the customer some weeks ago, of a seller and a customer who are stored."""
    invoice = records.store_invoice(**{"status": Status.OPEN, **changes})
    was = stamp(wiring.now() - timedelta(days=20))
    InvoiceRow(invoice.invoice_id, HEAD).update([InvoiceRow.sent_at.set(was), InvoiceRow.mailed_at.set(was)])
    return wiring.invoices().get(invoice.invoice_id)


def _late(world: World, workflow_id: str = STANDARD) -> Invoice:
    records.store_parties(a_seller(version=0, workflow_id=workflow_id), a_customer(version=0))
    invoice = _sent(due_date=DUE)
    world.dunned = world.sent_before = True
    actions.assign(world, invoice, workflow_id)
    return invoice
