"""Webhooks in every shape, well signed: taken or refused, and what is refused has changed nothing."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin import wiring
from dunlin.adapters.play_payments import SIGNATURE, PlayPayments
from dunlin.domain.invoice import Status
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from tests.builders import NOW, an_invoice
from tests.functional.portal.visitor import tell
from tests.functional.stored import everything
from tests.functional.world import store_invoice, store_parties
from tests.fuzzing import comes_back, examples, hollow, mutated
from tests.unit.adapters.stripe_webhooks import BODIES, body, signed

NAMES = {"dunlin_attempt": "att_1", "dunlin_invoice": an_invoice().invoice_id}
STRIPE = [json.loads(body(path.stem, metadata=NAMES)) for path in sorted(BODIES.glob("*.json"))]
ATTEMPT = Attempt(
    "att_1", NAMES["dunlin_invoice"], "cus_1", "sel_1", "2026-001", Method.CARD, 15125, 256, "EUR", "", NOW
)


@pytest.fixture(params=["stripe", "test"])
def provider(request: pytest.FixtureRequest, aws_world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A stack with this provider, and somebody at its checkout."""
    monkeypatch.setitem(os.environ, "PAYMENT_PROVIDER", request.param)
    wiring.payment_provider.cache_clear()
    store_parties()
    store_invoice(status=Status.OPEN)
    wiring.attempts().put(replace(ATTEMPT, provider=request.param))
    yield request.param
    wiring.payment_provider.cache_clear()


def played(kind: EventKind) -> Any:
    provider = PlayPayments(secret="", clock=wiring.now)
    return json.loads(provider.webhook(provider.event(ATTEMPT, kind))[0])


BODIES_OF = {"stripe": STRIPE, "test": [played(kind) for kind in EventKind]}


def headers(provider: str, content: bytes) -> dict[str, str]:
    if provider == "stripe":
        return signed(content)
    ours, at = wiring.payment_provider(), str(int(wiring.now().timestamp()))
    assert isinstance(ours, PlayPayments)
    return {SIGNATURE: f"t={at},v1={ours._sign(at, content)}"}


def survives(provider: str, content: bytes) -> None:
    before = everything()
    with comes_back():
        answer = tell(provider, content, headers(provider, content), encoded=True)
    assert answer.status in {200, 400}, answer.content
    if answer.status != 200 or answer.json["result"] == "ignored":
        assert everything() == before


@examples(100)
@given(st.data())
def test_an_event_with_something_odd_in_it(provider: str, data: st.DataObject) -> None:
    survives(provider, data.draw(st.sampled_from(BODIES_OF[provider]).flatmap(mutated)).encode())


@examples(30)
@given(st.data())
def test_an_event_that_is_no_json_or_a_deep_one(provider: str, data: st.DataObject) -> None:
    survives(provider, data.draw(st.sampled_from(BODIES_OF[provider]).flatmap(hollow)).encode())


@examples(15)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes(provider: str, content: bytes) -> None:
    if provider == "stripe":
        content = content.decode(errors="replace").encode()
    survives(provider, content)
