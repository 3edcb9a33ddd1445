"""Statements of account over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from dunlin import wiring
from dunlin.domain import statement as stated
from dunlin.domain.invoice import Payment, Status, pay
from tests.builders import NOW, a_customer, a_seller, an_entry
from tests.functional import world
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

PATH = "/v1/customers/cus_1/statement"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


@pytest.fixture
def client(aws_world: None) -> Iterator[Client]:
    """€151.25 were invoiced on 20 November, and €100.00 of them paid on 25 November."""
    world.store_parties()
    invoice = world.store_invoice(status=Status.OPEN)
    paid = pay(invoice, Payment("pay_1", 10000, date(2026, 11, 25), "card", fee=150), now=NOW)
    wiring.invoices().change(invoice, paid, entry=an_entry(invoice, entry_id="tml_2"))
    world.store_invoice(number="2026-002", status=Status.VOID)
    stranger = wiring.customers().put(a_customer(customer_id="cus_2", version=0))
    world.store_invoice(number="2026-003", status=Status.OPEN, customer=stranger)
    with time_machine.travel("2026-12-01T09:00Z", tick=False), world.drawing_in_process():
        yield Client("dunlin/read")


def ask(client: Client, accept: str = "application/json", **query: str) -> Answer:
    return client.request("GET", PATH, query={**NOVEMBER, **query}, headers={"accept": accept})


def test_what_was_invoiced_and_paid_is_told_with_the_balance(client: Client) -> None:
    told = ask(client).json
    (account,) = told["accounts"]
    assert (told["customer_id"], told["from"], told["to"]) == ("cus_1", "2026-11-01", "2026-11-30")
    assert (account["seller_id"], account["currency"], account["opening"], account["closing"]) == (
        "sel_1",
        "EUR",
        0,
        5125,
    )
    assert [(each["on"], each["moved"], each["amount"], each["balance"]) for each in account["movements"]] == [
        ("2026-11-20", "invoice", 15125, 15125),
        ("2026-11-25", "payment", -10000, 5125),
    ]
    assert (account["ages"]["current"], account["credit"]) == (5125, 0)


def test_without_days_it_is_the_month_so_far(client: Client) -> None:
    told = client.get(PATH).json
    assert (told["from"], told["to"]) == ("2026-12-01", "2026-12-01")
    assert (told["accounts"][0]["opening"], told["accounts"][0]["movements"]) == (5125, [])


def test_it_comes_as_a_table_too(client: Client) -> None:
    answer = ask(client, "text/csv")
    assert answer.headers["content-disposition"] == ('attachment; filename="statement-cus_1-2026-11-01-2026-11-30.csv"')
    rows = [row.split(",") for row in answer.content.decode().splitlines()]
    assert [row[3:5] + row[6:] for row in rows[1:]] == [
        ["opening", "", "", "0.00"],
        ["invoice", "2026-001", "151.25", "151.25"],
        ["payment", "2026-001", "-100.00", "51.25"],
        ["closing", "", "", "51.25"],
    ]


def test_it_comes_as_the_pdf_that_the_customer_gets(client: Client) -> None:
    answer = ask(client, "application/pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    for fact in ("Statement of account", "1 November 2026 – 30 November 2026", "Buyer Ltd", "2026-001", "€51.25"):
        assert fact in text
    assert "2026-002" not in text


def test_a_pdf_is_of_one_account(client: Client) -> None:
    other = wiring.sellers().put(replace(a_seller(seller_id="sel_2"), version=0))
    world.store_invoice(number="2026-009", status=Status.OPEN, seller=other)
    assert found(ask(client, "application/pdf")) == {
        "/seller_id": "a PDF is of one account: name `seller_id` and `currency`, one of sel_1 in EUR, sel_2 in EUR"
    }
    assert ask(client, "application/pdf", seller_id="sel_2", currency="EUR").status == 200
    assert "nothing to state" in found(ask(client, "application/pdf", currency="SEK"))["/seller_id"]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"from": "2026-11-30", "to": "2026-11-01"}, "the period ends on 2026-11-01, before it begins on 2026-11-30"),
        ({"to": "2026-12-03"}, "the period ends on 2026-12-03; it can end today, on 2026-12-01, at the latest"),
    ],
)
def test_a_period_that_cannot_be_is_refused(client: Client, days: dict[str, str], why: str) -> None:
    assert found(ask(client, **days)) == {"to": why}


def test_a_day_that_is_none_is_refused(client: Client) -> None:
    assert "/query/from" in found(ask(client, **{"from": "yesterday"}))


@pytest.mark.parametrize("accept", ["application/json", "application/pdf"])
def test_more_than_a_statement_holds_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    monkeypatch.setattr(stated, "MOST_LINES", 1)
    told = problem(ask(client, accept), 413, "too_large")
    assert "ask for a shorter one" in told["detail"]


def test_there_is_no_such_customer(client: Client) -> None:
    assert problem(client.get("/v1/customers/cus_9/statement"), 404, "not_found")
