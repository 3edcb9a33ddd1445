"""Invoices are moved to another version of their workflow in bulk, each for itself."""

from datetime import timedelta
from typing import Any

import pytest

from dunlin.domain.dunning.dunning import Dunning, Outcome, Turn
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import Status
from dunlin.services.find_assigned import find_assigned
from dunlin.services.migrate_invoices import Migrated, Result, migrate_invoices
from tests.builders import NOW
from tests.dunned_invoices import DUE, Dunned, days

LATE = NOW + timedelta(days=31)


@pytest.fixture
def dunned() -> Dunned:
    return Dunned()


def migrate(dunned: Dunned, *ids: str, version: int = 2, now: Any = NOW, dry_run: bool = False) -> tuple[Migrated, ...]:
    workflow = dunned.workflows.get("wf_1", version)
    return migrate_invoices(workflow, invoice_ids=ids or dunned.invoices, dry_run=dry_run, desk=dunned.desk(now))


def standing(dunned: Dunned, number: int = 0) -> Dunning:
    found = list(dunned.invoices.values())[number].dunning
    assert found
    return found


def test_an_invoice_goes_on_by_the_new_version(dunned: Dunned) -> None:
    invoice = dunned.with_invoice()
    dunned.with_version(steps=days(10, 20, 30))
    (done,) = migrate(dunned)

    after = standing(dunned)
    assert (done.invoice_id, done.result) == (invoice.invoice_id, Result.MIGRATED)
    assert (after.workflow_version, after.assignment, after.generation) == (2, 1, 4)
    assert after.next_at
    assert after.next_at.date() == DUE + timedelta(days=10)
    assert [each.type for each in dunned.entries] == ["dunning.migrated", "reminder.planned"]
    assert [each.generation for each in dunned.arranged] == [4]


def test_a_dry_run_tells_the_same_and_changes_nothing(dunned: Dunned) -> None:
    before = dunned.with_invoice()
    dunned.with_version(steps=days(10, 20, 30))
    (told,) = migrate(dunned, dry_run=True)
    assert (told.result, dunned.invoices[before.invoice_id], dunned.arranged) == (Result.WOULD_MIGRATE, before, [])
    (done,) = migrate(dunned)
    assert done.outlook == told.outlook


def test_twice_is_once(dunned: Dunned) -> None:
    dunned.with_invoice()
    dunned.with_version(minimum_gap_days=4)
    migrate(dunned)
    after = standing(dunned)
    (again,) = migrate(dunned)
    assert (again.result, standing(dunned)) == (Result.UNCHANGED, after)


def test_what_was_sent_is_not_sent_again(dunned: Dunned) -> None:
    turn = Turn(1, Outcome.SENT, NOW, message_id="msg_1")
    dunned.with_invoice(dunning={"next_number": 2, "turns": (turn,)})
    dunned.with_version(steps=days(1, 20, 30))
    migrate(dunned)
    after = standing(dunned)
    assert (after.next_number, after.turns) == (2, (turn,))


def test_a_reminder_that_is_due_by_the_new_version_is_left_to_a_worker(dunned: Dunned) -> None:
    dunned.with_invoice()
    dunned.with_version(steps=days(1, 15, 30))
    (done,) = migrate(dunned, now=LATE)
    assert done.outlook
    assert done.outlook.today
    assert standing(dunned).next_at == LATE
    assert standing(dunned).turns == ()


def test_dunning_that_had_ended_goes_on_when_there_is_more_to_say(dunned: Dunned) -> None:
    dunned.with_invoice(dunning={"next_number": 4, "next_at": None, "ended": "finished"})
    dunned.with_version(steps=days(5, 15, 30, 45))
    migrate(dunned)
    assert (standing(dunned).ended, standing(dunned).next_number) == ("", 4)


def test_each_invoice_is_taken_for_itself(dunned: Dunned) -> None:
    paid = dunned.with_invoice("2026-001", status=Status.PAID)
    other = dunned.with_invoice("2026-002", dunning={"workflow_id": "wf_standard"})
    good = dunned.with_invoice("2026-003")
    dunned.with_version(minimum_gap_days=4)
    done = migrate(dunned, paid.invoice_id, "inv_9", other.invoice_id, good.invoice_id, good.invoice_id)
    assert [(each.result.value, each.text) for each in done] == [
        ("refused", "2026-001 is PAID"),
        ("refused", "there is no invoice inv_9"),
        ("refused", "2026-002 does not go by wf_1"),
        ("migrated", ""),
    ]


def test_nobody_is_moved_to_a_workflow_that_was_put_away(dunned: Dunned) -> None:
    dunned.with_invoice()
    dunned.with_version(archived=True)
    with pytest.raises(Conflict, match="archived"):
        migrate(dunned)


def test_the_invoices_of_a_workflow_are_found_page_by_page(dunned: Dunned) -> None:
    for number in ("2026-001", "2026-002", "2026-003"):
        dunned.with_invoice(number)
    dunned.with_invoice("2026-004", dunning={"workflow_id": "wf_standard"})
    first = find_assigned("wf_1", limit=2, now=NOW, dunnings=dunned)  # type: ignore[arg-type]
    rest = find_assigned("wf_1", limit=2, after=first.next, now=NOW, dunnings=dunned)  # type: ignore[arg-type]
    assert ([*first.items, *rest.items], rest.next) == (list(dunned.invoices)[:3], None)
