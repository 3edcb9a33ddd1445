"""The list of invoices: filters that add up, and cursors over both shards of the index."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dunlin.domain.invoice import Status
from tests.builders import a_customer, a_document, a_line, a_seller
from tests.functional import world
from tests.functional.api.problems import found
from tests.functional.http import Client

PATH = "/v1/invoices"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def seven_invoices() -> list[str]:
    """Their numbers by due date: a day apart, the first of them due on the first of June."""
    numbers = [f"2026-{number}" for number in (105, 101, 107, 103, 104, 102, 106)]
    for day, number in enumerate(numbers, start=1):
        world.store_invoice(number=number, due_date=date(2026, 6, day))
    return numbers


def numbers(client: Client, **query: Any) -> list[str]:
    """Every page of the list."""
    seen: list[str] = []
    while True:
        page = client.get(PATH, **query).json
        seen += [each["number"] for each in page["items"]]
        if page["next_cursor"] is None:
            return seen
        query["cursor"] = page["next_cursor"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_all_pages_together_are_the_list_by_due_date(client: Client, limit: int) -> None:
    expected = seven_invoices()
    assert numbers(client, limit=limit) == expected


def test_a_page_is_as_long_as_asked(client: Client) -> None:
    seven_invoices()
    assert len(client.get(PATH, limit=3).json["items"]) == 3


def test_an_invoice_that_comes_in_meanwhile_does_not_shift_the_pages(client: Client) -> None:
    expected = seven_invoices()
    first = client.get(PATH, limit=4).json
    world.store_invoice(number="early", due_date=date(2026, 5, 1))
    rest = numbers(client, cursor=first["next_cursor"])
    assert [each["number"] for each in first["items"]] + rest == expected


def test_by_due_date_both_days_included(client: Client) -> None:
    expected = seven_invoices()
    assert numbers(client, due_from="2026-06-03", due_to="2026-06-05", limit=2) == expected[2:5]
    assert numbers(client, due_to="2026-06-01") == expected[:1]
    assert numbers(client, due_from="2026-06-08") == []
    assert numbers(client, due_from="2026-06-05", due_to="2026-06-03") == []


def test_by_customer(client: Client) -> None:
    other = a_customer(customer_id="cus_2", version=0, party=replace(a_customer().party, tax_id="GB2", name="Zed plc"))
    world.store_parties(a_seller(seller_id="sel_2", version=0), other)
    seven_invoices()
    world.store_invoice(number="zed", customer=other)
    assert numbers(client, customer_id="cus_2") == ["zed"]
    assert len(numbers(client, customer_id="cus_1", limit=2)) == 7
    assert numbers(client, customer_id="nobody") == []


def test_by_status_one_or_several(client: Client) -> None:
    for status in (Status.DRAFT, Status.POSTED, Status.OPEN, Status.VOID):
        world.store_invoice(number=status.value, status=status)
    assert numbers(client, status="OPEN") == ["OPEN"]
    assert sorted(numbers(client, status=["OPEN", "VOID"])) == ["OPEN", "VOID"]


def test_by_light(client: Client) -> None:
    world.store_invoice(number="silent")
    queued = world.store_invoice(number="queued")
    world.store_message(queued)
    assert sorted(numbers(client, light="grey")) == ["queued", "silent"]
    assert numbers(client, light=["green", "red"]) == []
    (shown,) = client.get(PATH, text="queued").json["items"]
    assert shown["delivery"] == {"colour": "grey", "word": "Queued", "reason": "1 of 1 waiting to be sent"}


def test_overdue_is_owed_and_past_due(client: Client) -> None:
    yesterday = TODAY - timedelta(days=1)
    world.store_invoice(number="late", due_date=yesterday)
    world.store_invoice(number="today", due_date=TODAY)
    world.store_invoice(number="paid", due_date=yesterday, status=Status.PAID)
    assert numbers(client, overdue="true") == ["late"]
    assert sorted(numbers(client, overdue="false")) == ["late", "paid", "today"]


def test_by_text_in_number_or_customer(client: Client) -> None:
    world.store_invoice(number="Rev, 7")
    world.store_invoice(number="other")
    assert numbers(client, text="rev, 7") == ["Rev, 7"]
    assert sorted(numbers(client, text="BUYER")) == ["Rev, 7", "other"]


def test_by_amount_both_ends_included_and_by_currency(client: Client) -> None:
    for number, price, currency in (("small", "1", "EUR"), ("large", "100", "EUR"), ("crowns", "100", "SEK")):
        document = replace(a_document(a_line(quantity="1", price=price, rate="0")), currency=currency)
        world.store_invoice(document, number=number, due_date=date(2026, 6, 1))
    assert sorted(numbers(client, amount_from=10_000)) == ["crowns", "large"]
    assert numbers(client, amount_from=10_000, amount_to=10_000, currency="EUR") == ["large"]
    assert numbers(client, amount_to=9_999) == ["small"]
    assert numbers(client, currency="SEK", amount_from=10_001) == []


def test_filters_add_up(client: Client) -> None:
    seven_invoices()
    world.store_invoice(number="2026-100", status=Status.DRAFT, due_date=date(2026, 6, 2))
    query = {"status": "DRAFT", "due_from": "2026-06-01", "text": "2026", "customer_id": "cus_1", "limit": 1}
    assert numbers(client, **query) == ["2026-100"]


def test_a_cursor_is_of_one_list_and_cannot_be_made_up(client: Client) -> None:
    seven_invoices()
    ours = client.get(PATH, limit=1).json["next_cursor"]
    message = "this cursor is not from this list: use `next_cursor` of its last page, unchanged"
    altered = ("B" if ours[0] == "A" else "A") + ours[1:]
    for path, cursor in ((PATH, altered), (PATH, "guess"), (PATH, "é"), ("/v1/customers", ours)):
        assert found(client.get(path, cursor=cursor)) == {"cursor": message}


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"limit": 0}, "/query/limit"),
        ({"limit": 201}, "/query/limit"),
        ({"limit": "ten"}, "/query/limit"),
        ({"status": "LATE"}, "/query/status/0"),
        ({"light": "blue"}, "/query/light/0"),
        ({"due_from": "June"}, "/query/due_from"),
        ({"overdue": "perhaps"}, "/query/overdue"),
        ({"amount_from": -1}, "/query/amount_from"),
        ({"amount_to": "much"}, "/query/amount_to"),
        ({"currency": "EURO"}, "/query/currency"),
        ({"currency": "XYZ"}, "/query/currency"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(client: Client, query: dict[str, Any], where: str) -> None:
    assert list(found(client.get(PATH, **query))) == [where]
