"""Bank statements over HTTP: each row booked once, and told by its line."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunlin import wiring
from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Invoice, Status
from tests.builders import a_customer, a_document, a_seller
from tests.functional import world
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client
from tests.unit.bank_csv.files import sample
from tests.wire import tapped

IMPORT = "/v1/payments/import"
UNAPPLIED = "/v1/payments/unapplied"
RF = "RF18 5390 0754 7034"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def owed(number: str = "2026-001", reference: str = RF, **changes: Any) -> Invoice:
    document = replace(a_document(), payment_means=(PaymentMeans(reference=reference),))
    return world.store_invoice(document, number=number, **changes)


def bring(client: Client, csv: bytes | str, **query: Any) -> Answer:
    raw = csv.encode() if isinstance(csv, str) else csv
    asked = {"seller_id": "sel_1", **query}
    return client.request("POST", IMPORT, raw, query=asked, headers={"content-type": "text/csv; charset=utf-8"})


def results(answer: Answer) -> dict[int, str]:
    assert answer.status == 200, answer.content
    return {each["line"]: each["result"] for each in answer.json["rows"]}


def stored(invoice: Invoice) -> Invoice:
    return wiring.invoices().get(invoice.invoice_id)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ing_nl_en", {2: "applied", 3: "ignored", 4: "unapplied"}),
        ("ing_nl", {2: "applied", 3: "ignored"}),
        ("ing_de", {11: "applied", 12: "ignored"}),
        ("sparkasse_camt", {2: "applied", 3: "applied", 4: "ignored", 5: "ignored"}),
    ],
)
def test_a_statement_pays_what_it_names_and_again_changes_nothing(
    client: Client, name: str, told: dict[int, str]
) -> None:
    invoice = owed()
    assert results(bring(client, sample(name))) == told
    assert stored(invoice).status is Status.PAID
    again = {line: "known" if result in {"applied", "unapplied"} else result for line, result in told.items()}
    assert results(bring(client, sample(name))) == again
    assert stored(invoice).paid == 15125
    assert world.told(invoice.invoice_id).count("payment.recorded") == list(told.values()).count("applied")


def test_a_file_in_the_encoding_of_the_bank_arrives_as_it_is(client: Client) -> None:
    headers = {"content-type": "application/octet-stream"}
    text = "Datum;Betrag;Währung;Verwendungszweck;Name\n25.11.26;1,00;EUR;?;Müller\n".encode("cp1252")
    assert results(client.request("POST", IMPORT, text, headers=headers)) == {2: "unapplied"}
    assert client.get(UNAPPLIED).json["items"][0]["payer"] == "Müller"


def test_a_dry_run_tells_the_same_and_does_nothing(client: Client) -> None:
    invoice = owed()
    told = bring(client, sample("plain"), dry_run="true").json
    assert (stored(invoice), client.get(UNAPPLIED).json["items"]) == (invoice, [])
    assert wiring.sellers().get("sel_1").payments_known_at is None
    done = bring(client, sample("plain")).json
    assert (told["dry_run"], done["dry_run"]) == (True, False)
    assert (told["counts"], told["rows"]) == (done["counts"], done["rows"])
    assert done["counts"] == {"applied": 1, "unapplied": 1, "known": 0, "ignored": 0, "invalid": 4}
    assert done["rows"][0]["invoice_number"] == "2026-001"
    assert done["rows"][1]["code"] == "unknown_invoice"
    assert done["rows"][2]["reason"] == "'abc' is not an amount"


def test_rows_of_one_file_see_what_those_before_them_have_paid(client: Client) -> None:
    invoice = owed()
    text = "date,amount,currency,reference\n" + "2026-11-25,100.00,EUR,2026-001\n" * 3
    for dry_run in ("true", "false"):
        rows = bring(client, text, dry_run=dry_run).json["rows"]
        assert [each["result"] for each in rows] == ["applied", "applied", "unapplied"]
        assert [each["code"] for each in rows] == [None, "more_than_owed", "paid_already"]
        assert rows[1]["unapplied"] == {"amount": 4875, "currency": "EUR"}
    assert stored(invoice).status is Status.PAID
    assert [each["unapplied"]["amount"] for each in client.get(UNAPPLIED).json["items"]] == [10000, 4875]


def test_overlapping_statements_book_each_row_once(client: Client) -> None:
    invoice = owed()
    head, row = "date,amount,currency,reference\n", "2026-11-25,10.00,EUR,2026-001\n"
    assert results(bring(client, head + row)) == {2: "applied"}
    assert results(bring(client, head + "2026-11-24,1.00,EUR,2026-001\n" + row * 2)) == {
        2: "applied",
        3: "known",
        4: "applied",
    }
    assert stored(invoice).paid == 2100


def test_what_a_person_has_placed_is_not_booked_again(client: Client) -> None:
    text = "date,amount,currency,reference\n2026-11-25,10.00,EUR,2026-001\n"
    bring(client, text)
    [waiting] = client.get(UNAPPLIED).json["items"]
    other = owed("2026-777")
    client.post(f"{UNAPPLIED}/{waiting['payment_id']}/apply", {"invoice_id": other.invoice_id}, key="1")
    invoice = owed()
    assert results(bring(client, text)) == {2: "known"}
    assert (stored(invoice).paid, stored(other).paid) == (0, 1000)


def test_one_transaction_id_for_two_amounts_is_told_and_not_lost(client: Client) -> None:
    invoice = owed()
    rows = ("2026-11-25,1.00,EUR,2026-001,T", "2026-11-25,2.00,EUR,2026-001,T")
    text = "\n".join(("date,amount,currency,reference,transaction_id", *rows))
    for expected in ("applied", "known"):
        told = bring(client, text).json["rows"]
        assert [each["result"] for each in told] == [expected, "invalid"]
        assert "another payment has the transaction id 'T'" in told[1]["reason"]
    assert stored(invoice).paid == 100


def test_another_sellers_invoices_are_not_meant(client: Client) -> None:
    seller, _ = world.store_parties(a_seller(seller_id="sel_2", version=0), a_customer(customer_id="cus_2", version=0))
    theirs = owed(seller=seller)
    assert results(bring(client, "date,amount,currency,reference\n2026-11-25,10.00,EUR,2026-001\n")) == {2: "unapplied"}
    assert stored(theirs).paid == 0


def test_the_same_as_json(client: Client) -> None:
    invoice = owed()
    rows = [
        {"date": "2026-11-25", "amount": 15125, "currency": "EUR", "end_to_end_reference": RF, "transaction_id": "T-1"},
        {"date": "2026-11-25", "amount": -500, "currency": "EUR", "reference": "2026-001"},
    ]
    answer = client.request("POST", IMPORT, {"rows": rows}, query={"seller_id": "sel_1"})
    assert results(answer) == {1: "applied", 2: "ignored"}
    assert stored(invoice).status is Status.PAID


def test_what_is_no_statement_is_refused_and_says_why(client: Client) -> None:
    assert "no line of column names" in found(bring(client, "hello"))[""]
    assert "/decimal" in found(bring(client, "date,amount,currency\n2026-11-25,1.234,EUR\n"))
    assert found(client.request("POST", IMPORT, {"rows": [{}]}, query={"seller_id": "sel_1"})).keys() == {
        "/rows/0/date",
        "/rows/0/amount",
        "/rows/0/currency",
    }
    problem(bring(client, sample("plain"), seller_id="sel_none"), 404, "not_found")
    page = client.request("POST", IMPORT, b"x", query={"seller_id": "sel_1"}, headers={"content-type": "text/html"})
    problem(page, 415, "unsupported_media_type")


def test_whose_account_it_is_need_not_be_said_while_there_is_one_seller(client: Client) -> None:
    assert results(bring(client, "date,amount\n", seller_id="")) == {}
    world.store_parties(a_seller(seller_id="sel_2", version=0), a_customer(customer_id="cus_2", version=0))
    assert "seller_id" in found(bring(client, "date,amount\n", seller_id=""))


def test_an_import_tells_that_payments_are_known(client: Client) -> None:
    assert client.get("/v1/sellers/sel_1").json["payments_known_at"] is None
    before = wiring.now()
    bring(client, "date,amount\n")
    known = wiring.sellers().get("sel_1").payments_known_at
    assert known
    assert known >= before
    body = {"party": {"name": "Vis"}, "sender_address": "a@seller.example", "sender_name": "Vis"}
    assert client.put("/v1/sellers/sel_1", {**body, "payments_fresh_hours": 48}).json["payments_known_at"]


def test_calls_per_row_are_bounded(client: Client) -> None:
    for number in range(20):
        owed(f"2026-{number:03}", "")
    head = "date,amount,currency,reference\n"
    applied = head + "".join(f"2026-11-25,10.00,EUR,your invoice 2026-{number:03}\n" for number in range(20))
    kept = head + "".join(f"2026-11-25,{number + 1}.00,EUR,no idea\n" for number in range(20))
    common = ["dynamodb.GetItem", "dynamodb.BatchGetItem"]  # the seller, and what is known already
    matching = ["dynamodb.BatchGetItem"] * 2  # a hundred keys, and a hundred invoices, with each call
    known = ["dynamodb.UpdateItem"]  # that payments are known
    with tapped() as wire:
        bring(client, applied)
    assert wire.calls == [*common, *matching, *["dynamodb.GetItem", "dynamodb.TransactWriteItems"] * 20, *known]
    with tapped() as wire:
        bring(client, kept)
    assert wire.calls == [*common, *matching[:1], *["dynamodb.TransactWriteItems"] * 20, *known]
    with tapped() as wire:
        bring(client, applied)
    assert wire.calls == [*common, *matching, *known]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from([b"", b"date,amount,currency,reference\n", b"Datum;Betrag\n"]))
def test_whatever_is_sent_is_never_our_mistake(client: Client, raw: bytes, head: bytes) -> None:
    assert bring(client, head + raw).status in {200, 422}
