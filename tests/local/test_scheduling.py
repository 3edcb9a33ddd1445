"""The product itself on the local stack: a send scheduled over the night of the clock change leaves at its instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.stack import Stack
from tests.functional.api import bodies
from tests.local.calls import get, post, put

SOON = timedelta(minutes=1)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack(parameters={"SenderDomain": "example.com"}) as running:
        put(f"{running.url}/v1/sellers/sel_1", bodies.a_seller(sender_address="faktura@example.com"))
        yield running


@pytest.fixture
def invoice(stack: Stack, request: pytest.FixtureRequest) -> str:
    customer = bodies.a_customer(party={"name": request.node.name}, time_zone="America/New_York")
    customer_id = post(f"{stack.url}/v1/customers", customer).body["customer_id"]
    new = bodies.an_invoice(customer_id=customer_id, number=request.node.name[:90])
    at = f"{stack.url}/v1/invoices/{post(f'{stack.url}/v1/invoices', new).body['invoice_id']}"
    assert post(f"{at}/post").status == 200
    return at


def send(at: str, key: str, **body: Any) -> Any:
    answer = post(f"{at}/send", body, **{"Idempotency-Key": f"{at}{key}"[-100:]})
    assert answer.status == 202, answer.body
    return answer.body


def test_over_the_clock_change_each_mail_leaves_at_the_instant_that_was_told(stack: Stack, invoice: str) -> None:
    skipped = send(invoice, "1", send_at="2027-03-14T02:30", timezone="America/New_York")
    morning = send(invoice, "2", send_at="2027-03-14T09:00")
    assert (skipped["send_at_utc"], morning["send_at_utc"]) == ("2027-03-14T07:00:00Z", "2027-03-14T13:00:00Z")
    assert "skip" in skipped["note"]
    assert morning["note"] == ""

    now = datetime.fromisoformat(get(f"{stack.url}/_local/clock").body["now"])
    stack.advance(datetime(2027, 3, 14, 6, 50, tzinfo=UTC) - now)
    assert get(f"{stack.url}/_local/mails").body["mails"] == []
    stack.advance(timedelta(days=1))

    for told in (skipped, morning):
        left = stack.ses.find(told["emails"][0]["email_id"]).sent_at
        assert timedelta(0) <= left - datetime.fromisoformat(told["send_at_utc"]) < SOON
    assert "msg_" not in str(get(f"{stack.url}/_local/schedules").body)


def test_a_send_that_can_be_undone_leaves_when_it_can_no_longer(stack: Stack, invoice: str) -> None:
    told = send(invoice, "1", undo_seconds=60)
    stack.advance(timedelta(seconds=30))
    assert get(f"{invoice}/emails").body["items"][0]["status"] == "PLANNED"
    stack.advance(timedelta(seconds=90))
    left = stack.ses.find(told["emails"][0]["email_id"]).sent_at
    assert left >= datetime.fromisoformat(told["undo_until"])
