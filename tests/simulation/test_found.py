"""What the simulation has found, each as a plain story."""

from datetime import timedelta

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.invoice import Status
from tests.builders import a_customer, a_document, a_seller, an_entry, an_invoice
from tests.simulation import actions, invariants
from tests.simulation.simulated import simulated

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


def test_what_was_paid_in_part_before_it_was_sent_has_its_reminders_planned_by_its_first_mail() -> None:
    """They waited for the round of the sweep, which comes by once in eight hours."""
    with simulated(invariants.safe) as world:
        world.dunned = True
        wiring.sellers().put(a_seller(version=0, workflow_id=STANDARD))
        wiring.customers().put(a_customer(version=0))
        invoice = an_invoice(status=Status.POSTED, version=0)
        wiring.invoices().add(invoice, a_document(), entry=an_entry(invoice))
        actions.pay(world, invoice, 100, key="part")
        world.run(timedelta(minutes=2))
        actions.send(world, invoice)
        world.run(timedelta(minutes=4))

        stored = world.state.invoices[invoice.invoice_id]
        assert (stored.status, stored.sent_at) == (Status.PARTIALLY_PAID, world.accepted[0].sent_at)
        assert stored.dunning is not None
        assert stored.dunning.next_at is not None
        invariants.alive(world)
