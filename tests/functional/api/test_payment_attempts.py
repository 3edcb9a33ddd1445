"""Attempts to pay online, as staff see them."""

from dataclasses import replace
from datetime import date

from dunlin import wiring
from dunlin.domain.payments.attempt import Attempt, AttemptState, Received, Returned
from dunlin.domain.payments.dispute import Dispute
from dunlin.domain.payments.method import Method
from tests.builders import NOW
from tests.functional.http import Client
from tests.wire import tapped

PATH = "/v1/invoices/inv_1/payment-attempts"
ATTEMPT = Attempt("att_1", "inv_1", "cus_1", "sel_1", "2026-001", Method.CARD, 15125, 256, "EUR", "stripe", NOW)


def test_staff_see_what_became_of_each_attempt_and_not_the_way_to_pay(aws_world: None) -> None:
    day = date(2026, 11, 25)
    first = replace(
        ATTEMPT,
        state=AttemptState.DISPUTED,
        url="https://checkout.stripe.com/c/pay/cs_live_secret#fid",
        checkout_id="cs_live_a1b2c3d4e5f6",
        received=(Received("pi_1", 15381, "EUR", day),),
        returned=(Returned("re_1", "pi_1", 5000, day, "requested_by_customer"),),
        disputes=(Dispute("du_1", "pi_1", 10381, day, "fraudulent"),),
        back="back_1",
    )
    failed = replace(ATTEMPT, attempt_id="att_2", state=AttemptState.FAILED, problem="card_declined")
    for each in (first, failed, replace(ATTEMPT, invoice_id="inv_2")):
        wiring.attempts().put(each)
    with tapped() as wire:
        answer = Client("read").get(PATH)
    assert wire.calls == ["dynamodb.Query"]
    assert "checkout.stripe.com" not in answer.content.decode()
    shown, other = answer.json["items"]
    euros = {"currency": "EUR"}
    money = {"payment_id": "pi_1", "on": "2026-11-25"}
    assert shown == {
        "attempt_id": "att_1",
        "method": "card",
        "amount": {"amount": 15125, **euros},
        "fee": {"amount": 256, **euros},
        "state": "disputed",
        "problem": "",
        "created_at": shown["created_at"],
        "provider": "stripe",
        "checkout": "…d4e5f6",
        "received": [{"amount": {"amount": 15381, **euros}, **money}],
        "returned": [
            {"refund_id": "re_1", "amount": {"amount": 5000, **euros}, "reason": "requested_by_customer", **money}
        ],
        "disputes": [
            {
                "dispute_id": "du_1",
                "amount": {"amount": 10381, **euros},
                "reason": "fraudulent",
                "state": "open",
                **money,
            }
        ],
    }
    assert (other["attempt_id"], other["problem"], other["checkout"]) == ("att_2", "card_declined", "")


def test_an_invoice_that_nobody_tried_to_pay_has_none(aws_world: None) -> None:
    assert Client().get(PATH).json == {"items": []}
