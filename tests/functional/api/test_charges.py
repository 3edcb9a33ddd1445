"""Late fees and interest over HTTP: shown beside the invoice, and waived."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.dunning.charges import Charge, ChargeKind, Term
from dunlin.domain.invoice import Invoice
from tests.builders import an_entry
from tests.functional import world
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

ON = date(2026, 12, 25)
FEE = Charge("chg_fee", ChargeKind.FEE, 500, ON, 1, "EUR 5.00 for reminder 1")
TERM = Term(15125, Decimal("10.15"), date(2026, 12, 21), ON)
INTEREST = Charge("chg_interest", ChargeKind.INTEREST, 21, ON, 1, "…", date(2026, 12, 20), ON, terms=(TERM,))


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


@pytest.fixture
def invoice(client: Client) -> Invoice:
    before = world.store_invoice()
    return wiring.invoices().change(before, replace(before, charges=(FEE, INTEREST)), entry=an_entry(before))


def waive(client: Client, invoice: Invoice, charge_id: str = "chg_fee", **body: Any) -> Answer:
    path = f"/v1/invoices/{invoice.invoice_id}/charges/{charge_id}/waive"
    return client.post(path, body or {"reason": "a good customer"})


def test_charges_stand_beside_the_invoice_and_it_adds_up(client: Client, invoice: Invoice) -> None:
    shown = client.get(f"/v1/invoices/{invoice.invoice_id}").json
    assert [shown[name]["amount"] for name in ("total", "charged", "paid", "balance")] == [15125, 521, 0, 15646]
    assert shown["totals"]["payable"]["amount"] == 15125
    assert shown["charges"][0] == {
        "charge_id": "chg_fee",
        "kind": "fee",
        "amount": {"amount": 500, "currency": "EUR"},
        "on": "2026-12-25",
        "reminder": 1,
        "formula": "EUR 5.00 for reminder 1",
        "since": None,
        "until": None,
        "waived": None,
    }
    assert [shown["charges"][1][name] for name in ("kind", "since", "until")] == [
        "interest",
        "2026-12-20",
        "2026-12-25",
    ]


def test_a_waived_charge_is_shown_with_its_reason_and_no_longer_owed(client: Client, invoice: Invoice) -> None:
    answer = waive(client, invoice)
    assert (answer.status, answer.json["charged"]["amount"], answer.etag) == (200, 21, '"3"')
    shown = client.get(f"/v1/invoices/{invoice.invoice_id}").json
    assert shown["charges"][0]["waived"]["reason"] == "a good customer"
    assert shown["charges"][0]["waived"]["actor"].startswith("staff:")
    assert shown["balance"]["amount"] == 15146
    told = client.get(f"/v1/invoices/{invoice.invoice_id}/timeline").json["items"][-1]
    assert (told["type"], told["text"]) == (
        "charge.waived",
        "A late fee of EUR 5.00 was waived: a good customer",
    )


def test_a_charge_is_waived_once_and_only_where_it_is(client: Client, invoice: Invoice) -> None:
    waive(client, invoice)
    problem(waive(client, invoice), 409, "waived_already")
    problem(waive(client, invoice, "chg_other"), 404, "not_found")


def test_a_reason_is_asked_for(client: Client, invoice: Invoice) -> None:
    assert set(found(waive(client, invoice, reason=""))) == {"/reason"}
