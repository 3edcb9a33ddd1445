"""A whole customer is left in peace, and its invoices are looked at again each time that this changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.errors import InvalidInput, StaleVersion
from dunlin.services.clear_undeliverable import clear_undeliverable
from dunlin.services.hold_customer import hold_customer
from dunlin.services.resume_customer import resume_customer
from tests.builders import CLERK, NOW
from tests.records_world import Records


@pytest.fixture
def records() -> Records:
    records = Records()
    records.with_customer()
    return records


def hold(records: Records, kind: HoldKind = HoldKind.PAUSED, **changes: Any) -> Customer:
    wanted: dict[str, Any] = {"reason": "a big order", "actor": CLERK, "now": NOW, **changes}
    return hold_customer("cus_1", kind, customers=records.customers, outbox=records.outbox, **wanted)


def resume(records: Records, *kinds: HoldKind, **changes: Any) -> Customer:
    return resume_customer("cus_1", kinds=kinds, customers=records.customers, outbox=records.outbox, **changes)


def test_a_hold_is_kept_with_the_customer_and_its_invoices_are_looked_at(records: Records) -> None:
    (held,) = hold(records).holds
    assert (held.kind, held.reason, held.since, held.until, held.actor) == ("paused", "a big order", NOW, None, CLERK)
    assert records.outbox.customers == ["cus_1"]


def test_a_day_begins_by_the_customers_clock(records: Records) -> None:
    records.customers.stored["cus_1"] = replace(records.customers.get("cus_1"), time_zone="America/New_York")
    (held,) = hold(records, until=date(2026, 12, 1)).holds
    assert held.until == datetime(2026, 12, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "until", [date(2026, 11, 22), NOW, date(2029, 1, 1), date.min, date.max, datetime.max.replace(tzinfo=UTC)]
)
def test_a_hold_that_has_passed_or_never_ends_is_a_slip(records: Records, until: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        hold(records, until=until)
    assert [each.where for each in refused.value.problems] == ["/until"]


def test_the_same_hold_again_changes_nothing_but_is_looked_at_again(records: Records) -> None:
    first = hold(records)
    assert hold(records, now=NOW + timedelta(hours=1)) == first
    assert records.outbox.customers == ["cus_1", "cus_1"]


def test_of_each_kind_there_is_one_and_what_has_passed_is_forgotten(records: Records) -> None:
    hold(records, until=NOW + timedelta(days=1))
    hold(records, HoldKind.DISPUTE, reason="wrong price")
    later = hold(records, reason="again", now=NOW + timedelta(days=2))
    assert [(each.kind, each.reason) for each in later.holds] == [("dispute", "wrong price"), ("paused", "again")]


def test_what_is_named_ends_and_all_of_it_without_a_name(records: Records) -> None:
    hold(records)
    hold(records, HoldKind.DISPUTE)
    assert [each.kind for each in resume(records, HoldKind.PAUSED).holds] == ["dispute"]
    assert resume(records).holds == ()
    resume(records)
    assert records.outbox.customers == ["cus_1"] * 5


def test_somebody_else_may_change_the_customer_meanwhile_but_not_where_a_version_was_seen(records: Records) -> None:
    stale = records.customers.get("cus_1")
    records.customers.put(replace(stale, locale="de"))
    assert hold(records).locale == "de"
    with pytest.raises(StaleVersion):
        resume(records, version=1)


def test_an_address_that_is_cleared_has_the_reminders_looked_at(records: Records) -> None:
    clear_undeliverable("cus_1", "ada@buyer.example", customers=records.customers, outbox=records.outbox)
    assert records.outbox.customers == ["cus_1"]
