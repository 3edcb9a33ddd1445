"""Refunds, and money that waits to be placed, over HTTP."""

from datetime import date
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.invoice import Invoice
from dunlin.domain.remittance import IncomingPayment
from dunlin.services.book_payment import Booked, book_payment
from tests.builders import CLERK
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

UNAPPLIED = "/v1/payments/unapplied"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def came_in(invoice_id: str = "", amount: int = 20000, payment_id: str = "pay_bank") -> Booked:
    """As a payment provider tells it."""
    return book_payment(
        invoice_id,
        IncomingPayment(payment_id, amount, "EUR", date(2026, 11, 25), "card", "2026-001", "stripe"),
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        unapplied=wiring.unapplied(),
    )


def place(client: Client, invoice: Invoice, key: str = "1", **body: Any) -> Answer:
    return client.post(f"{UNAPPLIED}/pay_bank/apply", {"invoice_id": invoice.invoice_id, **body}, key=key)


def test_the_rest_of_too_much_waits_with_the_reason_and_is_applied_to_another_invoice(client: Client) -> None:
    invoice, other = world.store_invoice(), world.store_invoice(number="2026-002")
    came_in(invoice.invoice_id)
    [waiting] = client.get(UNAPPLIED).json["items"]
    assert (waiting["unapplied"]["amount"], waiting["code"]) == (4875, "more_than_owed")
    assert (waiting["reason"], waiting["invoice_id"]) == ("it is more than was owed", invoice.invoice_id)

    applied = place(client, other)
    assert (applied.status, applied.json["unapplied"]["amount"]) == (200, 0)
    assert [each["invoice_id"] for each in applied.json["applied"]] == [invoice.invoice_id, other.invoice_id]
    assert place(client, other).json == applied.json
    assert client.get(f"/v1/invoices/{other.invoice_id}").json["paid"]["amount"] == 4875
    assert client.get(UNAPPLIED).json["items"] == []


def test_what_cannot_be_applied_is_told(client: Client) -> None:
    came_in()
    invoice = world.store_invoice()
    message = "EUR 151.26 is more than the EUR 151.25 still owed"
    assert found(place(client, invoice, amount=15126)) == {"/amount": message}
    problem(client.post(f"{UNAPPLIED}/pay_none/apply", {"invoice_id": invoice.invoice_id}, key="1"), 404, "not_found")
    problem(client.post(f"{UNAPPLIED}/pay_bank/apply", {"invoice_id": "inv_none"}, key="2"), 404, "not_found")
    problem(place(client, invoice, key=""), 400, "idempotency_key_missing")


def test_what_was_returned_is_taken_off_the_list_by_somebody_with_a_name(client: Client) -> None:
    came_in()
    gone = client.post(f"{UNAPPLIED}/pay_bank/dismiss", {"reason": "returned to the payer"})
    again = client.post(f"{UNAPPLIED}/pay_bank/dismiss", {"reason": "again"})
    assert (gone.status, again.json) == (200, gone.json)
    assert (gone.json["dismissed"]["by"], gone.json["dismissed"]["reason"]) == ("staff:clerk", "returned to the payer")
    assert client.get(UNAPPLIED).json["items"] == []
    problem(place(client, world.store_invoice()), 409, "nothing_left")


def test_the_list_comes_in_pages_newest_first(client: Client) -> None:
    for number in range(3):
        came_in(payment_id=f"pay_{number}")
    page = client.get(UNAPPLIED, limit=2).json
    rest = client.get(UNAPPLIED, limit=2, cursor=page["next_cursor"]).json
    assert [each["payment_id"] for each in (*page["items"], *rest["items"])] == ["pay_2", "pay_1", "pay_0"]
    assert rest["next_cursor"] is None


def test_a_refund_makes_the_invoice_owed_again_once(client: Client) -> None:
    path = f"/v1/invoices/{world.store_invoice().invoice_id}"
    client.post(f"{path}/payments", bodies.a_payment(amount=15125), key="1")
    [payment] = client.get(path).json["payments"]
    body = {"refunded_on": "2026-12-01", "reason": "goods came back", "amount": 5000}
    refunds = f"{path}/payments/{payment['payment_id']}/refund"
    first, again = client.post(refunds, body, key="r"), client.post(refunds, body, key="r")
    assert (first.status, first.json["status"], first.json["balance"]["amount"]) == (201, "PARTIALLY_PAID", 5000)
    assert again.json == first.json
    shown = client.get(path).json["payments"][1]
    assert (shown["amount"]["amount"], shown["refund_of"]) == (-5000, payment["payment_id"])
    last = client.get(f"{path}/timeline").json["items"][-1]
    assert last["text"] == "EUR 50.00 were given back, EUR 50.00 are owed: goods came back"
    problem(client.post(f"{path}/payments/pay_none/refund", body, key="s"), 404, "not_found")
