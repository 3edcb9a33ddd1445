"""Money that a person has recorded, and the bank then tells of: it is the same money, once."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.bank_row import BankRow
from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.import_payments import RowOutcome, RowResult, import_payments
from tests.builders import CLERK, NOW, a_document
from tests.functional import world
from tests.functional.api.bodies import a_payment
from tests.functional.http import Client
from tests.wire import KilledError, tapped

IMPORT = "/v1/payments/import"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def owed(number: str = "2026-001") -> Invoice:
    document = replace(a_document(), payment_means=(PaymentMeans(reference="RF18 5390 0754 7034"),))
    return world.store_invoice(document, number=number, status=Status.OPEN)


def record(client: Client, invoice: Invoice, key: str = "1", **changes: Any) -> str:
    """The id of a payment that a person has recorded."""
    answer = client.post(f"/v1/invoices/{invoice.invoice_id}/payments", a_payment(**changes), key=key)
    assert answer.status == 201, answer.content
    return wiring.invoices().get(invoice.invoice_id).payments[-1].payment_id


def row(amount: int = 5000, **changes: Any) -> dict[str, Any]:
    return {"date": "2026-11-24", "amount": amount, "currency": "EUR", "reference": "2026-001", **changes}


def bring(client: Client, *rows: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    answer = client.request("POST", IMPORT, {"rows": rows}, query={"seller_id": "sel_1", **query})
    assert answer.status == 200, answer.content
    told: list[dict[str, Any]] = answer.json["rows"]
    return told


def paid(invoice: Invoice) -> list[int]:
    return [each.amount for each in wiring.invoices().get(invoice.invoice_id).payments]


def test_what_a_person_has_recorded_is_known_when_the_bank_tells_of_it_and_is_named(client: Client) -> None:
    invoice = owed()
    payment_id = record(client, invoice)
    for _ in range(2):
        (told,) = bring(client, row(transaction_id="T-1"))
        assert (told["result"], told["invoice_number"]) == ("known", "2026-001")
        assert (told["invoice_id"], told["payment_id"]) == (invoice.invoice_id, payment_id)
        assert told["reason"] == "a person has recorded it"
    assert paid(invoice) == [5000]
    assert world.told(invoice.invoice_id).count("payment.confirmed") == 1
    assert client.get("/v1/payments/unapplied").json["items"] == []


def test_a_dry_run_says_the_same_and_remembers_nothing(client: Client) -> None:
    invoice = owed()
    record(client, invoice)
    rows = (row(transaction_id="T-1"), row(transaction_id="T-2"))
    foretold = bring(client, *rows, dry_run="true")
    assert [each["result"] for each in foretold] == ["known", "applied"]
    assert bring(client, *rows) == foretold


def test_a_second_real_payment_of_the_same_amount_is_booked(client: Client) -> None:
    invoice = owed()
    record(client, invoice)
    assert bring(client, row(transaction_id="T-1"))[0]["result"] == "known"
    assert bring(client, row(transaction_id="T-2"))[0]["result"] == "applied"
    assert bring(client, row(transaction_id="T-1"), row(transaction_id="T-2"))[1]["invoice_number"] == "2026-001"
    assert paid(invoice) == [5000, 5000]


def test_a_paid_invoice_is_recognised_too_and_nothing_waits(client: Client) -> None:
    invoice = owed()
    record(client, invoice, amount=15125)
    assert bring(client, row(15125))[0]["result"] == "known"
    assert client.get("/v1/payments/unapplied").json["items"] == []
    assert paid(invoice) == [15125]


def test_of_two_that_were_recorded_the_nearest_is_meant_first(client: Client) -> None:
    invoice = owed()
    far = record(client, invoice, "1", received_on="2026-11-20")
    near = record(client, invoice, "2", received_on="2026-11-23")
    told = bring(client, row(transaction_id="T-1"), row(transaction_id="T-2"), row(transaction_id="T-3"))
    assert [each["payment_id"] for each in told[:2]] == [near, far]
    assert [each["result"] for each in told] == ["known", "known", "applied"]


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"date": "2026-11-27"}, "known"),
        ({"date": "2026-11-17"}, "known"),
        ({"date": "2026-11-28"}, "applied"),
        ({"date": "2026-11-16"}, "applied"),
        ({"amount": 5001}, "applied"),
        ({"reference": "no idea"}, "unapplied"),
    ],
)
def test_only_the_same_amount_within_five_days_is_the_same_money(
    client: Client, changes: dict[str, Any], result: str
) -> None:
    record(client, owed())
    assert bring(client, row() | changes)[0]["result"] == result


def test_what_was_recorded_and_given_back_is_other_money(client: Client) -> None:
    invoice = owed()
    payment_id = record(client, invoice)
    path = f"/v1/invoices/{invoice.invoice_id}/payments/{payment_id}/refund"
    assert client.post(path, {"refunded_on": "2026-11-23", "reason": "a slip"}, key="2").status == 201
    assert bring(client, row())[0]["result"] == "applied"


def test_what_a_statement_brought_is_no_payment_by_hand(client: Client) -> None:
    invoice = owed()
    assert [each["result"] for each in bring(client, row(), row())] == ["applied", "applied"]
    assert paid(invoice) == [5000, 5000]


def test_every_row_that_is_known_names_invoice_and_payment(client: Client) -> None:
    invoice = owed()
    rows = (row(transaction_id="T-1"), row(20000, transaction_id="T-2"), row(reference="?", transaction_id="T-3"))
    first = bring(client, *rows, rows[0])
    again = bring(client, *rows)
    assert [each["result"] for each in again] == ["known"] * 3
    for before, after in zip(first, again, strict=False):
        assert (after["invoice_id"], after["payment_id"]) == (before["invoice_id"], before["payment_id"])
    assert (first[3]["result"], first[3]["invoice_number"]) == ("known", "2026-001")
    assert again[0]["invoice_number"] == invoice.number


def imported() -> tuple[RowResult, ...]:
    return import_payments(
        "sel_1",
        (BankRow(2, NOW.date(), 5000, "EUR", ("2026-001",), transaction_id="T-1"),),
        dry_run=False,
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        sellers=wiring.sellers(),
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        unapplied=wiring.unapplied(),
    )


# The seller, what is known, keys, invoices; what was recorded, that it is this row's, the row's own record; known.
CALLS = 4 + 3 + 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_kill_at_any_call_neither_books_it_twice_nor_takes_two_for_one(client: Client, at: int, when: str) -> None:
    invoice = owed()
    record(client, invoice)
    with tapped(at=at, when=when), pytest.raises(KilledError):
        imported()
    with tapped() as wire:
        (again,) = imported()
    assert again.outcome is RowOutcome.KNOWN, wire.calls
    assert bring(client, row(transaction_id="T-2"))[0]["result"] == "applied"
    assert paid(invoice) == [5000, 5000]
    assert world.told(invoice.invoice_id).count("payment.confirmed") == 1
