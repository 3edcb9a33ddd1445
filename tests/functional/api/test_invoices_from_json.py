"""Invoices from JSON: added up here, and refused where they do not add up."""

import json
from typing import Any

import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

PATH = "/v1/invoices"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def created(client: Client, **changes: Any) -> Answer:
    made = client.post(PATH, bodies.an_invoice(**changes))
    assert made.status == 201, made.content
    return made


def amounts(totals: dict[str, Any]) -> dict[str, int]:
    return {name: value["amount"] for name, value in totals.items() if name != "tax_groups"}


def test_an_invoice_is_a_draft_that_is_found_where_the_answer_says(client: Client) -> None:
    made = created(client)
    assert (made.json["status"], made.json["delivery"]["colour"]) == ("DRAFT", "grey")
    got = client.get(made.headers["location"])
    assert (got.status, got.etag) == (200, made.etag)
    assert got.json.items() <= made.json.items()
    assert world.told(made.json["invoice_id"]) == ["invoice.created"]


def test_totals_are_computed_with_tax_once_per_group(client: Client) -> None:
    lines = [
        bodies.a_line(quantity="3", unit_price="0.333333"),  # 1.00
        bodies.a_line(quantity="1.5", unit_price="9.99", adjustments=[{"kind": "allowance", "percent": "10"}]),  # 13.49
        bodies.a_line(quantity="100", unit_price="12", base_quantity="50", tax_rate="9"),  # 24.00
    ]
    charge = {"kind": "charge", "amount": 500, "reason": "Freight", "tax_rate": "21"}
    made = created(client, lines=lines, adjustments=[charge], prepaid=1000, rounding=1).json
    assert [line["net"]["amount"] for line in made["lines"]] == [100, 1349, 2400]
    groups = [(each["rate"], each["taxable"]["amount"], each["tax"]["amount"]) for each in made["totals"]["tax_groups"]]
    assert groups == [("21", 1949, 409), ("9", 2400, 216)]
    assert amounts(made["totals"]) == {
        "lines": 3849,
        "allowances": 0,
        "charges": 500,
        "tax_exclusive": 4349,
        "tax": 625,
        "tax_inclusive": 4974,
        "prepaid": 1000,
        "rounding": 1,
        "payable": 3975,
    }
    assert made["balance"] == {"amount": 3975, "currency": "EUR"}


@pytest.mark.parametrize(("currency", "payable"), [("JPY", 151), ("EUR", 15125), ("KWD", 151250)])
def test_amounts_are_in_the_currencys_own_minor_units(client: Client, currency: str, payable: int) -> None:
    assert created(client, currency=currency).json["balance"] == {"amount": payable, "currency": currency}


def test_stated_totals_that_agree_are_welcome(client: Client) -> None:
    created(client, totals={"tax_exclusive": 12500, "tax": 2625, "tax_inclusive": 15125, "payable": 15125})


def test_stated_totals_that_disagree_are_refused_with_both_figures(client: Client) -> None:
    answer = client.post(PATH, bodies.an_invoice(totals={"tax": 2500, "payable": 15000}))
    assert found(answer) == {
        "/totals/tax": "tax is stated as EUR 25.00 but the lines come to EUR 26.25",
        "/totals/payable": "payable is stated as EUR 150.00 but the lines come to EUR 151.25",
    }
    assert client.get(PATH).json["items"] == []


@pytest.mark.parametrize("figure", ["quantity", "unit_price", "base_quantity"])
def test_a_figure_has_at_most_six_decimals(client: Client, figure: str) -> None:
    created(client, lines=[bodies.a_line(**{figure: "1.123456"})])
    answer = client.post(PATH, bodies.an_invoice(number="2", lines=[bodies.a_line(**{figure: "1.1234567"})]))
    assert found(answer) == {f"/lines/0/{figure}": "1.1234567 has more than 6 decimals"}


def test_a_number_of_json_is_taken_as_it_is_written(client: Client) -> None:
    made = client.request("POST", PATH, _with("quantity", "1.005"))
    assert (made.json["lines"][0]["quantity"], made.json["lines"][0]["net"]["amount"]) == ("1.005", 1256)


def test_a_number_of_json_that_has_been_rounded_already_is_refused(client: Client) -> None:
    answer = client.request("POST", PATH, _with("quantity", "12345678901.123456"))
    message = "has more digits than a JSON number carries: send it as a string"
    assert found(answer) == {"/lines/0/quantity": message}


def _with(figure: str, number: str) -> bytes:
    return json.dumps(bodies.an_invoice(lines=[bodies.a_line(**{figure: "X"})])).replace('"X"', number).encode()


def test_a_seller_or_customer_must_be_known(client: Client) -> None:
    for party in ("seller", "customer"):
        answer = client.post(PATH, bodies.an_invoice(**{f"{party}_id": "nobody"}))
        assert problem(answer, 404, "not_found")["detail"] == f"there is no {party} nobody"


def test_a_seller_has_each_number_once(client: Client) -> None:
    first = created(client).json["invoice_id"]
    told = problem(client.post(PATH, bodies.an_invoice()), 409, "already_exists")
    assert (told["existing_id"], told["detail"]) == (first, "the seller has an invoice 2026-100 already")


def test_a_due_date_follows_from_the_sellers_terms_and_the_answer_says_so(client: Client) -> None:
    made = created(client).json
    assert made["due_date"] == "2026-12-20"
    assert made["warnings"] == ["no due date was given: 2026-12-20 follows from 30 days' payment terms"]
    assert created(client, number="2", due_date="2026-12-01").json["warnings"] == []


@pytest.mark.parametrize(
    ("wrong", "where", "message"),
    [
        ({"due_date": "2026-11-19"}, "/due_date", "the due date 2026-11-19 is before the issue date 2026-11-20"),
        ({"issue_date": "2026-02-30"}, "/issue_date", "must be a date such as 2026-11-20"),
        ({"issue_date": 86400}, "/issue_date", "must be a date such as 2026-11-20"),
        ({"issue_date": "9999-12-31"}, "/issue_date", "the issue date 9999-12-31 is not plausible"),
        ({"currency": "EUX"}, "/currency", "'EUX' is not an ISO 4217 currency code"),
        ({"lines": []}, "/lines", "needs 1 or more"),
        (
            {"lines": [bodies.a_line(quantity=True)]},
            "/lines/0/quantity",
            "must be a number, or a string that holds one",
        ),
        (
            {"lines": [bodies.a_line(quantity="NaN")]},
            "/lines/0/quantity",
            "must be a number, or a string that holds one",
        ),
        ({"prepaid": 100.5}, "/prepaid", "must be a whole number"),
        ({"prepaid": True}, "/prepaid", "must be a whole number"),
        ({"prepaid": 15126}, "/totals/payable", "the amount to pay is EUR -0.01: there is nothing to ask for"),
        ({"number": "two\nlines"}, "/number", "the number must be one line of 1 to 100 characters"),
        ({"adjustments": [{"kind": "charge"}]}, "/adjustments/0", "give either `amount` or `percent`"),
        ({"po_number": "7"}, "/po_number", "is not known here: check the spelling"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(client: Client, wrong: dict[str, Any], where: str, message: str) -> None:
    assert found(client.post(PATH, bodies.an_invoice(**wrong))) == {where: message}


@pytest.mark.parametrize("price", ["1000000000000", "999999999999999999"])
def test_more_money_than_there_is_does_not_get_in(client: Client, price: str) -> None:
    lines = [bodies.a_line(unit_price=price)]
    problem(client.post(PATH, bodies.an_invoice(lines=lines)), 422, "invalid_input")
    assert client.get(PATH).json["items"] == []


def test_two_large_lines_may_be_too_large_together(client: Client) -> None:
    lines = [bodies.a_line(quantity="1", unit_price="9999999999999")] * 2
    assert found(client.post(PATH, bodies.an_invoice(lines=lines))) == {
        "/totals": "an amount is more than the EUR 10000000000000.00 that are taken"
    }


def test_everything_that_is_missing_is_said_at_once(client: Client) -> None:
    fields = ("currency", "issue_date", "lines", "seller_id", "customer_id", "number")
    assert found(client.post(PATH, {})) == {f"/{name}": "is missing" for name in fields}
