"""The local clock moved on by five days sends exactly what the forecast said, and the report shows it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from local.seed_late import seed_late
from local.stack import Stack
from tests.local.calls import get, post


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        seed_late(stack.url)
        stack.settle()
        stack.advance(timedelta(minutes=2))
        yield stack


def test_five_days_on_the_mails_are_those_of_the_forecast_and_the_report_lists_them(stack: Stack) -> None:
    coming = get(f"{stack.url}/v1/dunning/upcoming?days=5").body["days"]
    foreseen = {
        (each["number"], each["step"]["number"]) for day in coming for each in day["items"] if not each["doubt"]
    }
    doubted = {each["number"] for day in coming for each in day["items"] if each["doubt"]}

    post(f"{stack.url}/_local/clock", {"advance_seconds": 5 * 24 * 3600})

    rows = get(f"{stack.url}/v1/reports/dunning-activity").body["items"]
    reported = {(each["invoice_number"], each["number"]) for each in rows}
    sent = [each for each in get(f"{stack.url}/_local/mails").body["mails"] if each["tags"]["kind"] == "reminder"]
    assert foreseen == reported
    assert len(sent) == len(foreseen) == 3
    assert doubted == {"NW-004"}  # its only address bounced when the invoice was sent


def test_what_could_not_be_sent_asks_for_a_person_and_says_why(stack: Stack) -> None:
    [asked] = get(f"{stack.url}/v1/dunning/attention").body["items"]
    assert asked["number"] == "NW-004"
    decisions = get(f"{stack.url}/v1/invoices/{asked['invoice_id']}/decisions").body["items"]
    assert decisions[0]["reason"] == "address_undeliverable"
