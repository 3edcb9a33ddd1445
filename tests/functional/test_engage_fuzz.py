"""Whatever lies in the queue of SES's events: it is booked, or it alone fails, and then it has changed nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice
from tests.builders import an_invoice
from tests.functional import functions, world
from tests.functional.stored import everything
from tests.fuzzing import comes_back, examples, hollow, mutated
from tests.unit.adapters.ses_json import BODIES, TAGS, told

OURS = {**TAGS, "invoice_id": [an_invoice().invoice_id]}
EVENTS = [json.loads(told(name, mail={"tags": OURS})) for name in BODIES]


@pytest.fixture
def invoice(aws_world: None) -> Invoice:
    """An invoice with a message that is on its way to one person."""
    world.store_parties()
    found = world.store_invoice()
    world.store_message(found)
    return found


def failures(*bodies: str) -> list[str]:
    with comes_back():
        answer: dict[str, Any] = functions.invoke("engage", functions.batch(*bodies))
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def survives(invoice: Invoice, body: str) -> None:
    before = everything()
    failed = failures(body)
    assert failed in ([], ["record-1"])
    if failed:
        assert everything() == before
    neighbour, _ = world.store_message(wiring.invoices().get(invoice.invoice_id), message_id=wiring.new_id("msg"))
    email_id = world.email(1, neighbour.message_id).email_id
    tags = {**OURS, "message_id": [neighbour.message_id], "email_id": [email_id]}
    good = told("Send", mail={"tags": tags})
    assert failures(good, body) in ([], ["record-2"])
    assert world.email(1, neighbour.message_id).status is EmailStatus.SENT


@examples(150)
@given(st.data())
def test_an_event_with_something_odd_in_it(invoice: Invoice, data: st.DataObject) -> None:
    survives(invoice, data.draw(st.sampled_from(EVENTS).flatmap(mutated)))


@examples(40)
@given(st.data())
def test_an_event_that_is_no_json_or_a_deep_one(invoice: Invoice, data: st.DataObject) -> None:
    survives(invoice, data.draw(st.sampled_from(EVENTS).flatmap(hollow)))


@examples(20)
@given(body=st.text(max_size=200))
def test_any_text(invoice: Invoice, body: str) -> None:
    survives(invoice, body)
