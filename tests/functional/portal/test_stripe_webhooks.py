"""What Stripe tells, as API Gateway hands it over: signed over the bytes as they were sent."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.method import Method
from tests import aws
from tests.builders import NOW, an_invoice
from tests.functional.portal.visitor import tell
from tests.functional.world import store_invoice, store_parties, told
from tests.unit.adapters.stripe_webhooks import body, signed

ATTEMPT = Attempt("att_1", "inv_1", "cus_1", "sel_1", "2026-001", Method.CARD, 15125, 256, "EUR", "stripe", NOW)
NAMES = {"dunlin_attempt": "att_1", "dunlin_invoice": an_invoice().invoice_id}


# These name the payment alone.
NAMELESS = {"refund_made", "disputed", "dispute_withdrawn", "dispute_lost", "dispute_won", "dispute_reinstated"}


@pytest.fixture(autouse=True)
def begun(aws_world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stack with Stripe, and somebody at its checkout."""
    monkeypatch.setitem(os.environ, "PAYMENT_PROVIDER", "stripe")
    wiring.payment_provider.cache_clear()
    store_parties()
    wiring.attempts().put(replace(ATTEMPT, invoice_id=store_invoice(status=Status.OPEN).invoice_id))
    yield
    wiring.payment_provider.cache_clear()


def invoice() -> Invoice:
    return wiring.invoices().get(NAMES["dunlin_invoice"])


def attempt() -> Attempt:
    return wiring.attempts().get(NAMES["dunlin_invoice"], "att_1")


def sent(name: str, *, encoded: bool = False) -> str:
    changes = {} if name in NAMELESS else {"metadata": NAMES}
    content = body(name, **changes)
    answer = tell("stripe", content, signed(content), encoded=encoded)
    assert answer.status == 200, answer.content
    return str(answer.json["result"])


@pytest.mark.parametrize("encoded", [False, True])
def test_a_payment_is_booked_without_its_fee_and_thanked_for(encoded: bool) -> None:  # noqa: FBT001
    assert sent("checkout_paid", encoded=encoded) == "applied"
    assert (invoice().status, invoice().paid, attempt().state) == (Status.PAID, 15125, AttemptState.SUCCEEDED)
    assert len(aws.outbox()) == 1
    assert told(invoice().invoice_id)[-2:] == ["payment.recorded", "message.planned"]


def test_a_replayed_webhook_changes_nothing() -> None:
    content = body("checkout_paid", metadata=NAMES)
    headers = signed(content)
    results = [tell("stripe", content, headers).json["result"] for _ in range(3)]
    assert results == ["applied", "known", "known"]
    assert (invoice().paid, len(aws.outbox())) == (15125, 1)


def test_a_forged_changed_or_stale_webhook_is_refused_and_changes_nothing() -> None:
    content = body("checkout_paid", metadata=NAMES)
    for forged, headers in (
        (content, signed(content, secret="whsec_other")),
        (content.replace(b"15381", b"99999"), signed(content)),
        (content, signed(content, age=3600)),
        (content, {}),
        (content, {"stripe-signature": f"{signed(content)['Stripe-Signature'].partition(',')[0]},v1=é"}),
    ):
        assert tell("stripe", forged, headers).status == 400
    assert (invoice().paid, attempt().state) == (0, AttemptState.CREATED)


@pytest.mark.parametrize(
    "change",
    [
        {"created": 10**30},
        {"created": -(10**11)},
        {"created": float("inf")},
        {"data": {"object": "a text"}},
        {"data": {"object": json.loads(body("checkout_paid", metadata=NAMES, amount_total=10**30))["data"]["object"]}},
        {"data": {"object": json.loads(body("checkout_paid", metadata="a text"))["data"]["object"]}},
        {"id": "evt_" + "x" * 3000},
        {"id": None},
    ],
)
def test_what_is_signed_but_can_be_no_event_is_refused_and_changes_nothing(change: dict[str, Any]) -> None:
    content = json.dumps(json.loads(body("checkout_paid", metadata=NAMES)) | change).encode()
    answer = tell("stripe", content, signed(content))
    assert (answer.status, answer.json["code"]) == (400, "webhook_refused")
    assert (invoice().paid, attempt().state) == (0, AttemptState.CREATED)


def test_a_payment_without_the_name_of_its_invoice_is_nobodys() -> None:
    content = body("checkout_paid", metadata={**NAMES, "dunlin_invoice": ""})
    assert tell("stripe", content, signed(content)).json == {"result": "ignored"}


@pytest.mark.parametrize("order", list(permutations(["checkout_debit_begun", "checkout_debit_paid"])))
def test_in_whatever_order_a_debit_is_told_it_ends_the_same(order: tuple[str, ...]) -> None:
    for name in order:
        sent(name)
    dunning = invoice().dunning
    assert (invoice().status, attempt().state) == (Status.PAID, AttemptState.SUCCEEDED)
    assert dunning is None or not dunning.holds


def test_a_dispute_is_told_and_a_refund_is_owed_again() -> None:
    sent("checkout_paid")
    assert [sent("disputed"), sent("refund_made")] == ["applied", "applied"]
    assert invoice().balance.amount == 5000
    assert {"payment.disputed", "payment.refunded"} <= set(told(invoice().invoice_id))


@pytest.mark.parametrize("order", list(permutations(["disputed", "dispute_withdrawn", "dispute_lost"])))
def test_in_whatever_order_a_dispute_is_lost_the_invoice_is_owed_again_once(order: tuple[str, ...]) -> None:
    sent("checkout_paid")
    for name in (*order, *order):
        sent(name)
    dunning = invoice().dunning
    assert dunning
    assert [each.kind for each in dunning.holds] == [HoldKind.CHARGEBACK]
    assert [each.amount for each in invoice().payments] == [15125, -15125]
    assert (invoice().balance.amount, attempt().state) == (15125, AttemptState.DISPUTE_LOST)
    assert [each.invoice_id for each in wiring.dunnings().attention(limit=9).items] == [invoice().invoice_id]
    assert told(invoice().invoice_id).count("payment.charged_back") == 1


@pytest.mark.parametrize(
    "order", list(permutations(["disputed", "dispute_withdrawn", "dispute_won", "dispute_reinstated"]))
)
def test_in_whatever_order_a_dispute_is_won_the_invoice_is_paid(order: tuple[str, ...]) -> None:
    sent("checkout_paid")
    for name in order:
        sent(name)
    dunning = invoice().dunning
    assert (invoice().status, invoice().paid, attempt().state) == (Status.PAID, 15125, AttemptState.DISPUTE_WON)
    assert dunning is None or (dunning.holds, dunning.attention) == ((), "")
    assert wiring.unapplied().waiting(limit=9).items == ()
    assert told(invoice().invoice_id).count("payment.dispute_won") == 1


def test_what_is_not_ours_is_answered_so_that_stripe_does_not_repeat_it() -> None:
    for name in ("checkout_of_somebody_else", "customer_updated", "disputed"):
        content = body(name)
        assert tell("stripe", content, signed(content)).json == {"result": "ignored"}
