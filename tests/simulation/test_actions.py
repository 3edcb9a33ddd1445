"""What people do in the simulation is taken by the product: else chance would try out nothing."""

from datetime import timedelta

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.portal.settings import Answer
from tests.builders import a_workflow
from tests.functional import outbound
from tests.simulation import actions, invariants
from tests.simulation.faults import Fault, Faults
from tests.simulation.simulated import simulated

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.mark.parametrize("said", Answer)
def test_an_answer_in_the_portal_is_recorded(said: Answer) -> None:
    with simulated(invariants.safe) as world:
        invoice = outbound.store()
        actions.send(world, invoice)
        world.run(timedelta(minutes=2))
        on = world.clock.now + timedelta(days=-1 if said is Answer.ALREADY_PAID else 3)
        fields = {"on": on.date().isoformat(), "text": "Ten", "name": "Bob", "email": "bob@buyer.example"}
        name = actions.answer(world, world.accepted[0].email_id, said, fields)
        world.run(timedelta(minutes=2))
        dunning = world.state.invoices[invoice.invoice_id].dunning
        assert world.answers[name].status == 303
        assert [each.answer for each in dunning.answers] == [said] if dunning else False


def test_a_workflow_becomes_another_version() -> None:
    with simulated(invariants.safe) as world:
        wiring.workflows().put(a_workflow(workflow_id="wf_1"))
        steps = [{"offset_days": 3, "template_id": "default_reminder_firm"}, {"offset_days": 10}]
        name = actions.revise(world, "wf_1", {"minimum_gap_days": 7, "steps": steps})
        refused = actions.revise(world, STANDARD, {"minimum_gap_days": 7})
        world.run(timedelta(minutes=2))
        assert (world.answers[name].status, world.answers[refused].status) == (200, 409)
        assert wiring.workflows().get("wf_1").version == 2


@pytest.mark.parametrize(("what", "mails"), [("retry", 1), ("assume-sent", 0)])
def test_a_person_decides_about_what_may_have_left(what: str, mails: int) -> None:
    with simulated(invariants.safe, faults=Faults({_posted(): Fault.TIMEOUT_BEFORE})) as world:
        message_id = outbound.plan(outbound.store())
        world.run(timedelta(hours=2))
        [email] = outbound.emails(message_id)
        assert email.status is EmailStatus.NEEDS_REVIEW
        name = actions.review(world, email, what, key="decide")
        world.calm(timedelta(hours=1))
        assert world.answers[name].status in {200, 202}
        assert len(world.accepted) == mails
        invariants.alive(world)


def _posted() -> int:
    """At which call the mail is posted."""
    with simulated(invariants.safe) as world:
        outbound.plan(outbound.store())
        world.run(timedelta(0))
        return next(at for at, call in enumerate(world.faults.calls) if "SendEmail" in call)
