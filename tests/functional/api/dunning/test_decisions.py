"""Why was this sent, or not? What was decided about an invoice's reminders, over HTTP."""

from datetime import timedelta

import pytest
import time_machine

from dunlin.domain.invoice import Invoice
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client
from tests.wire import tapped


@pytest.fixture
def path(client: Client, invoice: Invoice, clock: time_machine.Traveller) -> str:
    """The invoice that was paused for some days, then reminded of once, and is paid in part."""
    path = f"/v1/invoices/{invoice.invoice_id}"
    client.post(f"{path}/dunning/hold", {"reason": "they called"})
    clock.shift(timedelta(days=4))
    client.post(f"{path}/dunning/resume")
    clock.shift(timedelta(minutes=1))
    world.turn_comes(invoice.invoice_id)
    clock.shift(timedelta(minutes=1))
    client.post(f"{path}/payments", bodies.a_payment(), key="1")
    return path


def test_the_decisions_are_told_newest_first_with_what_was_seen(client: Client, path: str) -> None:
    told = client.get(f"{path}/decisions").json
    assert [each["type"] for each in told["items"]] == [
        "reminder.sent", "reminder.due", "reminder.planned", "hold.ended", "reminder.held", "hold.placed",
    ]  # fmt: skip
    assert told["next_cursor"] is None
    due = told["items"][1]
    assert (due["reason"], due["number"], due["actor"]) == ("due", 1, "system:dunning")
    assert due["text"] == (
        "Reminder 1 over EUR 151.25 goes to Ada Buyer: its time has come, and nothing speaks against it"
    )
    assert due["facts"] == {
        "status": "OPEN",
        "balance": "15125",
        "currency": "EUR",
        "due_date": "2026-11-20",
        "workflow_id": "wf_standard",
        "workflow_version": "1",
    }
    placed = told["items"][-1]
    assert (placed["reason"], placed["number"], placed["next_at"]) == ("", None, None)
    assert placed["facts"] == {"kind": "paused"}


def test_a_page_of_decisions_is_one_query_whatever_lies_between(client: Client, path: str) -> None:
    client.get(f"{path}/decisions")
    whole = client.get(f"{path}/decisions").json["items"]
    with tapped() as wire:
        first = client.get(f"{path}/decisions", limit=4).json
    rest = client.get(f"{path}/decisions", limit=4, cursor=first["next_cursor"]).json
    assert (first["items"] + rest["items"], rest["next_cursor"]) == (whole, None)
    assert wire.calls.count("dynamodb.Query") == 1


def test_a_cursor_of_the_timeline_is_none_of_the_decisions(client: Client, path: str) -> None:
    cursor = client.get(f"{path}/timeline", limit=1).json["next_cursor"]
    assert list(found(client.get(f"{path}/decisions", cursor=cursor))) == ["cursor"]
    problem(client.get("/v1/invoices/inv_9/decisions"), 404, "not_found")
