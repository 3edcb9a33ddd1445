"""What staff do about an invoice's reminders: refused where it makes no sense, and the same twice is the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dunlin.domain.dunning.dunning import Source
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.dunning.workflow import Interest, Step, Workflow, standard
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.party import Address, Party
from dunlin.services.assign_workflow import assign_workflow, unassign_workflow
from dunlin.services.attend_dunning import attend_dunning
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.look_at_dunning import look_at_dunning
from dunlin.services.promise_to_pay import promise_to_pay
from dunlin.services.resume_dunning import resume_dunning
from tests.dunning_builders import a_hold
from tests.dunning_world import END, FIRST, Dunned


def own(world: Dunned, **changes: Any) -> Workflow:
    return world.workflows.put(replace(standard(), workflow_id="wf_own", version=0, **changes))


def assign(world: Dunned, workflow_id: str = "wf_own", *, first: int = 1) -> None:
    assign_workflow(world.store.invoice.invoice_id, workflow_id, first=first, desk=world.desk())


def places(refusal: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [each.where for each in refusal.value.problems]


def test_an_assignment_that_is_repeated_sends_nothing_twice() -> None:
    world = Dunned()
    own(world)
    assign(world)
    world.live(FIRST + timedelta(hours=1))
    before = world.store.invoice
    assign(world)
    assert world.store.invoice == before
    world.live(END)
    assert world.reminded == [1, 2, 3]


def test_the_workflow_that_holds_by_default_is_pinned_and_goes_on_where_it_stands() -> None:
    world = Dunned()
    world.live(FIRST + timedelta(hours=1))
    assign(world, "wf_standard")
    assert (world.dunning.source, world.dunning.next_number, world.dunning.assignment) == (Source.INVOICE, 2, 1)
    assign(world, "wf_standard", first=3)
    world.live(END)
    assert world.reminded == [1, 3]


def test_taken_away_and_assigned_again_it_begins_anew() -> None:
    world = Dunned()
    world.live(FIRST + timedelta(hours=1))
    invoice_id = world.store.invoice.invoice_id
    unassign_workflow(invoice_id, desk=world.desk())
    generation = world.dunning.generation
    unassign_workflow(invoice_id, desk=world.desk())
    assert world.dunning.generation == generation
    assign(world, "wf_standard")
    world.live(END)
    assert world.reminded[:2] == [1, 1]


def test_a_workflow_that_breaks_the_rules_of_the_customers_country_is_refused_naming_them() -> None:
    world = Dunned()
    world.store.customer = replace(world.store.customer, party=Party("Buyer", address=Address(country="XK")))
    own(world, interest=Interest(Decimal(8), statutory=True))
    with pytest.raises(InvalidInput) as refusal:
        assign(world)
    assert places(refusal) == ["/workflow_id"]
    assert "no statutory rate is known for XK" in refusal.value.problems[0].message
    assert world.store.invoice.dunning is None


def test_an_override_says_why_and_is_taken() -> None:
    world = Dunned()
    world.store.customer = replace(world.store.customer, party=Party("Buyer", address=Address(country="XK")))
    own(world, interest=Interest(Decimal(8), statutory=True), override="agreed in the contract")
    assign(world)
    assert world.dunning.workflow_id == "wf_own"


def test_another_sellers_workflow_is_refused() -> None:
    world = Dunned()
    own(world, seller_id="sel_9")
    with pytest.raises(InvalidInput, match="another seller's"):
        assign(world)


def test_a_broken_promise_does_not_skip_reminders_of_a_workflow_that_was_assigned_meanwhile() -> None:
    world = Dunned()
    promise_to_pay(world.store.invoice.invoice_id, on=date(2026, 11, 27), resume_at=3, desk=world.desk())
    world.workflows.put(Workflow("wf_short", 0, "Short", (Step(5), Step(15))))
    assign(world, "wf_short")
    world.live(END)
    assert world.reminded == [1, 2]


@pytest.mark.parametrize("number", [2, 4])
def test_a_promise_goes_on_with_a_reminder_that_is_to_come(number: int) -> None:
    world = Dunned()
    world.live(FIRST + timedelta(hours=1))
    world.store.invoice = replace(world.store.invoice, dunning=replace(world.dunning, next_number=3))
    with pytest.raises(InvalidInput, match="from 3 to 3") as refusal:
        promise_to_pay(world.store.invoice.invoice_id, on=date(2026, 12, 4), resume_at=number, desk=world.desk())
    assert places(refusal) == ["/resume_at"]


def test_the_same_hold_and_the_same_promise_again_are_told_once() -> None:
    world = Dunned()
    for _ in range(2):
        hold_dunning(world.store.invoice.invoice_id, HoldKind.PAUSED, reason="they called", desk=world.desk())
        promise_to_pay(world.store.invoice.invoice_id, on=date(2026, 12, 4), desk=world.desk())
        world.wait(hours=1)
    assert (world.told.count("hold.placed"), world.told.count("promise.made")) == (1, 1)


def test_a_hold_until_a_day_ends_as_that_day_begins_at_the_customers() -> None:
    world = Dunned()
    world.store.customer = replace(world.store.customer, time_zone="Pacific/Auckland")
    held = hold_dunning(
        world.store.invoice.invoice_id, HoldKind.PAUSED, reason="fair", until=date(2026, 12, 1), desk=world.desk()
    )
    assert held[0].dunning.next_at == datetime(2026, 11, 30, 11, tzinfo=UTC)


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_what_is_over_is_not_held(status: Status) -> None:
    world = Dunned(status=status)
    with pytest.raises(Conflict, match="nobody is reminded of it"):
        hold_dunning(world.store.invoice.invoice_id, HoldKind.PAUSED, reason="why", desk=world.desk())


def test_who_resumes_an_invoice_of_a_customer_that_is_held_is_sent_to_the_customer() -> None:
    world = Dunned()
    with pytest.raises(Conflict, match="nothing of that kind"):
        resume_dunning(world.store.invoice.invoice_id, desk=world.desk())
    world.store.customer = replace(world.store.customer, holds=(a_hold(),))
    with pytest.raises(Conflict, match="the whole customer rest"):
        resume_dunning(world.store.invoice.invoice_id, desk=world.desk())


def test_a_reminder_that_was_called_back_comes_again_also_when_somebody_acts_before_it_is_looked_at() -> None:
    world = Dunned()
    world.look()
    world.now = FIRST
    world.before_the_claim(world.mail_by_hand)
    world.look()
    assert (world.reminded, world.store.invoice.unsent != "") == ([], True)

    hold_dunning(world.store.invoice.invoice_id, HoldKind.PAUSED, reason="they called", desk=world.desk())
    resume_dunning(world.store.invoice.invoice_id, desk=world.desk())
    world.live(END)
    assert world.reminded == [1, 2, 3]


def test_whoever_was_asked_has_looked_and_is_not_asked_about_the_same_again() -> None:
    world = Dunned()
    world.give_contacts()
    world.live(FIRST + timedelta(hours=1))
    assert world.dunning.attention
    attend_dunning(world.store.invoice.invoice_id, note="I have written to them", desk=world.desk())
    world.live(END)
    assert (world.dunning.attention, world.dunning.attention_since) == ("", None)
    assert world.told.count("dunning.attended") == 1
    with pytest.raises(Conflict, match="nobody is asked"):
        attend_dunning(world.store.invoice.invoice_id, desk=world.desk())


def test_a_text_that_still_cannot_be_written_is_asked_about_again() -> None:
    world = Dunned()
    world.workflows.put(Workflow("wf_own", 0, "Broken", (Step(5, template_id="tpl_gone"),)))
    assign(world)
    world.live(FIRST + timedelta(hours=1))
    attend_dunning(world.store.invoice.invoice_id, desk=world.desk())
    assert world.dunning.attention == ""
    world.live(FIRST + timedelta(hours=3))
    assert "tpl_gone" in world.dunning.attention


def test_looking_changes_nothing_and_tells_what_would_be_decided() -> None:
    world = Dunned()
    before = world.store.invoice
    facts, found = look_at_dunning(before.invoice_id, desk=world.desk())
    assert (facts.dunning.workflow_id, found.decision.reason, found.decision.next_at) == (
        "wf_standard",
        "not_yet",
        FIRST,
    )
    assert (world.store.invoice, world.told, world.schedules.turns) == (before, [], {})
