"""What another version of a workflow would change, before anybody is reminded by it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dunlin.domain.dunning.comparison import Effect
from dunlin.domain.dunning.hold import Hold, HoldKind
from dunlin.domain.dunning.workflow import Step, Workflow
from dunlin.services.forecast_workflow import Outlook, forecast_workflow, totals
from tests.builders import CLERK, NOW
from tests.dunned_invoices import DUE, Dunned, days

LATE = NOW + timedelta(days=31)  # three days after the due date


@pytest.fixture
def dunned() -> Dunned:
    return Dunned()


def forecast(dunned: Dunned, steps: tuple[Step, ...], **settings: Any) -> list[Outlook]:
    workflow = replace(dunned.workflows.get("wf_1"), steps=steps, **settings.pop("of", {}))
    return list(_forecast(dunned, workflow, **settings))


def _forecast(dunned: Dunned, workflow: Workflow, **settings: Any) -> tuple[Outlook, ...]:
    return forecast_workflow(workflow, **{"limit": 50, "now": NOW, **dunned.looking, **settings}).outlooks


def effects(outlook: Outlook) -> list[str]:
    return [each.effect.value for each in outlook.steps]


def test_the_same_version_changes_nothing(dunned: Dunned) -> None:
    dunned.with_invoice()
    (outlook,) = _forecast(dunned, dunned.workflows.get("wf_1", 1))
    assert (effects(outlook), outlook.changes, outlook.version) == (["same", "same", "same"], False, 1)


def test_a_reminder_that_moves_is_told_with_both_days(dunned: Dunned) -> None:
    dunned.with_invoice()
    (outlook,) = forecast(dunned, days(10, 15, 30))
    moved = outlook.steps[0]
    assert (effects(outlook), outlook.changes) == (["moved", "same", "same"], True)
    assert moved.now
    assert moved.now.local.date() == DUE + timedelta(days=5)
    assert moved.then
    assert moved.then.local.date() == DUE + timedelta(days=10)


def test_reminders_come_and_go(dunned: Dunned) -> None:
    dunned.with_invoice()
    assert effects(forecast(dunned, days(5, 15))[0]) == ["same", "same", "dropped"]
    assert effects(forecast(dunned, days(5, 15, 30, 45))[0]) == ["same", "same", "same", "new"]


def test_other_words_at_the_same_moment_are_a_change(dunned: Dunned) -> None:
    dunned.with_invoice()
    steps = (*days(5, 15), Step(30, message="This is our last word."))
    assert effects(forecast(dunned, steps)[0]) == ["same", "same", "changed"]


def test_what_has_been_sent_stays_sent(dunned: Dunned) -> None:
    dunned.with_invoice(dunning={"next_number": 2})
    (outlook,) = forecast(dunned, days(1, 20, 30))
    assert [(each.effect, each.then.number) for each in outlook.steps if each.then] == [
        (Effect.MOVED, 2),
        (Effect.SAME, 3),
    ]


def test_a_reminder_that_would_go_out_today_is_told(dunned: Dunned) -> None:
    dunned.with_invoice()
    (outlook,) = forecast(dunned, days(1, 15, 30), now=LATE)
    assert (outlook.today, [each.today for each in outlook.steps]) == (True, [True, False, False])
    assert outlook.steps[0].then
    assert outlook.steps[0].then.local.date() == date(2026, 12, 23)
    assert not forecast(dunned, days(5, 15, 30), now=LATE)[0].today


def test_while_reminders_rest_none_would_go_out(dunned: Dunned) -> None:
    hold = Hold(HoldKind.PAUSED, NOW, CLERK, "on holiday")
    dunned.with_invoice(dunning={"holds": (hold,)})
    (outlook,) = forecast(dunned, days(1, 15, 30), now=LATE)
    assert not outlook.today
    assert outlook.rests.startswith("reminders are paused")


def test_only_invoices_of_the_workflow_are_looked_at(dunned: Dunned) -> None:
    dunned.with_invoice("2026-001")
    dunned.with_invoice("2026-002", dunning={"workflow_id": "wf_standard"})
    dunned.with_invoice("2026-003", dunning={"next_at": None})
    assert [each.invoice.number for each in forecast(dunned, days(5))] == ["2026-001"]


def test_a_forecast_comes_page_by_page(dunned: Dunned) -> None:
    for number in ("2026-001", "2026-002", "2026-003"):
        dunned.with_invoice(number)
    seen, after = [], None
    while True:
        page = forecast_workflow(dunned.workflows.get("wf_1"), limit=2, after=after, now=NOW, **dunned.looking)
        seen += [each.invoice.number for each in page.outlooks]
        after = page.next
        if not after:
            break
    assert seen == ["2026-001", "2026-002", "2026-003"]


def test_all_is_counted(dunned: Dunned) -> None:
    dunned.with_invoice("2026-001")
    dunned.with_invoice("2026-002", dunning={"next_number": 3})
    counts = totals(forecast(dunned, days(1, 15, 30, 45), now=LATE))
    assert counts == {
        "invoices": 2, "changing": 2, "today": 1, "same": 3, "moved": 1, "changed": 0, "new": 2, "dropped": 0,
    }  # fmt: skip
