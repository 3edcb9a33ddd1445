"""The reminders of the next days, as they are planned today."""

from datetime import date, timedelta
from typing import Any

import pytest

from dunlin.domain.dunning.hold import Hold, HoldKind
from dunlin.domain.dunning.workflow import Step
from dunlin.domain.money import Money
from dunlin.services.forecast_upcoming import Upcoming, forecast_upcoming
from tests.builders import CLERK, NOW
from tests.dunned_invoices import Dunned, days

FRIDAY, MONDAY, TUESDAY = date(2026, 12, 25), date(2027, 1, 4), date(2027, 1, 19)


@pytest.fixture
def dunned() -> Dunned:
    return Dunned()


def upcoming(dunned: Dunned, span: int = 60, **settings: Any) -> Upcoming:
    return forecast_upcoming(span, **{"limit": 50, "now": NOW, **dunned.looking, **settings})


def told(found: Upcoming) -> list[tuple[date, list[tuple[str, int]]]]:
    return [(day.on, [(each.invoice.number, each.step.number) for each in day.reminders]) for day in found.days]


def test_reminders_come_by_day_with_what_is_owed(dunned: Dunned) -> None:
    dunned.with_invoice("2026-001")
    dunned.with_invoice("2026-002", dunning={"next_number": 2})
    found = upcoming(dunned)
    assert told(found) == [
        (FRIDAY, [("2026-001", 1)]),
        (MONDAY, [("2026-001", 2), ("2026-002", 2)]),
        (TUESDAY, [("2026-001", 3), ("2026-002", 3)]),
    ]
    assert [day.totals for day in found.days] == [
        (Money(15125, "EUR"),), (Money(30250, "EUR"),), (Money(30250, "EUR"),),
    ]  # fmt: skip
    assert found.totals == (Money(30250, "EUR"),)


def test_each_currency_is_added_up_for_itself(dunned: Dunned) -> None:
    dunned.with_invoice("2026-001")
    dunned.with_invoice("2026-002", currency="USD", payable=500)
    assert upcoming(dunned).days[0].totals == (Money(15125, "EUR"), Money(500, "USD"))


def test_what_comes_later_is_not_told(dunned: Dunned) -> None:
    dunned.with_invoice()
    assert [day.on for day in upcoming(dunned, 45).days] == [FRIDAY, MONDAY]
    assert upcoming(dunned, 10).days == ()


def test_a_reminder_that_is_not_to_be_expected_says_why(dunned: Dunned) -> None:
    dunned.with_version(steps=(*days(5), Step(15, minimums=(Money(20_000, "EUR"),)), *days(30)))
    dunned.with_invoice(dunning={"workflow_version": 2})
    doubts = [each.doubt for day in upcoming(dunned).days for each in day.reminders]
    assert doubts == ["", "it is sent for EUR 200.00 or more", ""]


def test_a_hold_is_a_doubt_as_long_as_it_lasts(dunned: Dunned) -> None:
    hold = Hold(HoldKind.PAUSED, NOW, CLERK, until=NOW + timedelta(days=40))
    dunned.with_invoice(dunning={"holds": (hold,)})
    doubts = [bool(each.doubt) for day in upcoming(dunned).days for each in day.reminders]
    assert doubts == [True, False, False]


def test_it_comes_page_by_page(dunned: Dunned) -> None:
    dunned.with_invoice("2026-001", dunning={"next_number": 3})
    dunned.with_invoice("2026-002", dunning={"next_number": 3})
    first = upcoming(dunned, limit=1)
    rest = upcoming(dunned, limit=1, after=first.next)
    assert (told(first), told(rest)) == ([(TUESDAY, [("2026-001", 3)])], [(TUESDAY, [("2026-002", 3)])])
    assert rest.next is None
