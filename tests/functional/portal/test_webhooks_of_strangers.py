"""Webhooks that nobody has sent whom we know, or that come as no provider sends them: refused, and nothing changes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.adapters.play_payments import SIGNATURE, PlayPayments
from dunlin.domain.invoice import Status
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from dunlin.services.start_payment import start_payment
from tests import aws
from tests.builders import a_seller
from tests.functional import functions, world
from tests.functional.portal.visitor import tell

PORTAL = PortalSettings(pay_online=True, methods=(MethodSettings(Method.CARD),))
type Told = tuple[bytes, dict[str, str]]


@pytest.fixture
def told(aws_world: None) -> Iterator[Told]:
    """A good webhook of a payment, which has not been told yet."""
    world.store_parties(a_seller(version=0, portal=PORTAL))
    invoice = world.store_invoice(status=Status.OPEN)
    attempt = start_payment(invoice.invoice_id, Method.CARD, return_url="https://x.example/p/x", till=wiring.till())
    yield provider().webhook(provider().event(attempt, EventKind.SUCCEEDED))
    assert SIGNATURE not in functions.LOGS.getvalue()


def provider() -> PlayPayments:
    found = wiring.payment_provider()
    assert isinstance(found, PlayPayments)
    return found


def payments() -> list[dict[str, Any]]:
    return list(aws._client("dynamodb").scan(TableName="PaymentsTable")["Items"])


def signed(body: bytes) -> dict[str, str]:
    at = str(int(wiring.now().timestamp()))
    return {SIGNATURE: f"t={at},v1={provider()._sign(at, body)}"}


def test_signatures_that_are_none_are_refused(told: Told) -> None:
    body, headers = told
    at, _, mac = headers[SIGNATURE].partition(",")
    for forged in (
        "",
        "t=",
        at,
        mac,
        f"{at},v1=",
        f"{at},v1=é",
        f"t=²,{mac}",
        f"t=-1,{mac}",
        f"{at},v0={mac[3:]}",
        "," * 999,
    ):
        answer = tell("test", body, {SIGNATURE: forged})
        assert (answer.status, answer.json["code"]) == (400, "webhook_refused"), forged
    assert payments() == []


def test_a_stale_webhook_is_refused_and_so_is_one_of_the_future(told: Told) -> None:
    for away in (timedelta(minutes=6), -timedelta(minutes=6)):
        with time_machine.travel(wiring.now() + away, tick=False):
            assert tell("test", *told).status == 400
    assert payments() == []


def test_a_replayed_webhook_books_nothing_more_even_under_a_new_signature(told: Told) -> None:
    body, headers = told
    assert tell("test", body, headers).json["result"] == "applied"
    booked = payments()
    assert tell("test", body, headers).json["result"] == "known"
    assert tell("test", body, signed(body)).json["result"] == "known"
    assert payments() == booked


@pytest.mark.parametrize("encoded", [False, True])
def test_what_is_signed_but_is_no_event_is_refused(told: Told, encoded: bool) -> None:  # noqa: FBT001
    for odd in (b"", b"[]", b"null", b'"text"', b"{", b"[" * 50_000, b'{"kind": "succeeded"}', b"9" * 5_000):
        answer = tell("test", odd, signed(odd), encoded=encoded)
        assert answer.status == 400, odd[:40]
    assert payments() == []


def test_bytes_that_are_no_text_and_a_body_of_megabytes_are_refused(told: Told) -> None:
    for odd in (b"\xff\xfe\x00", b"\xed\xa0\x80", b"x" * 6_000_000):
        assert tell("test", odd, signed(odd), encoded=True).status == 400
        assert tell("test", odd, {}, encoded=True).status == 400
    assert payments() == []


def test_the_signature_counts_and_not_what_the_body_is_called(told: Told) -> None:
    body, headers = told
    assert tell("test", body, {**headers, "content-type": "text/html"}, encoded=True).json["result"] == "applied"


def test_a_webhook_for_an_attempt_that_is_none_changes_nothing(told: Told) -> None:
    body, _ = told
    stranger = json.dumps(json.loads(body) | {"invoice_id": "inv_none", "attempt_id": "att_none"}).encode()
    assert tell("test", stranger, signed(stranger)).status in {200, 400}
    assert all(each["invoice_id"] != "inv_none" for each in payments() if "invoice_id" in each)


@pytest.mark.parametrize("change", [{"currency": ""}, {"currency": "XXZ"}])
@pytest.mark.parametrize("kind", [EventKind.SUCCEEDED, EventKind.DISPUTED])
def test_what_is_signed_but_of_no_currency_is_refused(told: Told, kind: EventKind, change: dict[str, Any]) -> None:
    assert tell("test", *told).json["result"] == "applied"
    odd = json.dumps({**json.loads(told[0]), "kind": kind, "payment_id": "pay_odd", **change}).encode()
    before = payments()
    answer = tell("test", odd, signed(odd))
    assert (answer.status, answer.json["code"]) == (400, "webhook_refused")
    assert payments() == before
