"""Announce: stream records become events, in their order, and nobody's address goes with them."""

import json

import pytest

from dunlin.domain.errors import InvalidInput
from tests.functional import functions, published, world
from tests.functional.conftest import ADDRESS
from tests.functional.http import Client


def test_a_batch_is_answered_in_its_order_with_the_ids_of_its_entries() -> None:
    told = functions.invoke("announce", functions.event("announce", "life"))
    assert [each["id"] for each in told] == ["tml_01", "tml_02", "tml_03", "tml_03_sent", "tml_04", "tml_05"]
    assert [each["type"] for each in told][-2:] == ["email.bounced", "payment.recorded"]
    assert ADDRESS.findall(json.dumps(told)) == []


def test_a_payment_is_told_with_amounts_as_numbers() -> None:
    told = functions.invoke("announce", functions.event("announce", "life"))[-1]
    assert told == {
        "version": "1",
        "id": "tml_05",
        "type": "payment.recorded",
        "at": "2026-12-01T09:30:00.000000Z",
        "invoice_id": "inv_8KRRPJDP2A8SKP54CK9DSSQCNW",
        "actor": {"kind": "staff", "name": "clerk"},
        "data": {
            "payment_id": "pay_01",
            "amount": 15125,
            "currency": "EUR",
            "balance": 0,
            "status": "PAID",
            "due_date": "2026-12-01",
        },
    }


def test_what_a_later_version_may_write_is_told_without_facts() -> None:
    forgotten, escalated = functions.invoke("announce", functions.event("announce", "odd"))
    assert (forgotten["type"], forgotten["data"], forgotten["actor"]["name"]) == ("invoice.forgotten", {}, "")
    assert (escalated["data"]["number"], escalated["data"]["reason"]) == (4, "escalated")


def test_a_record_that_is_no_entry_fails_and_is_named_but_not_quoted() -> None:
    with pytest.raises(InvalidInput, match="record 000000000000000000000000000000c9 of the stream is no") as failure:
        functions.invoke("announce", functions.event("announce", "unreadable"))
    assert failure.value.__suppress_context__  # its own words would show what is in the record


def test_a_sent_and_paid_invoice_is_published_step_by_step(aws_world: None) -> None:
    world.store_parties()
    invoice = world.store_invoice()
    world.store_message(invoice)
    functions.invoke("deliver", functions.event("deliver", "send"))
    functions.invoke("engage", functions.event("engage", "bounce_permanent"))
    Client().post(
        f"/v1/invoices/{invoice.invoice_id}/payments",
        {"amount": 15125, "currency": "EUR", "received_on": "2026-11-22"},
        key="1",
    )
    events = sorted(published.events(), key=lambda each: (each["detail"]["at"], each["detail"]["id"]))
    assert [each["detail-type"] for each in events] == [
        "email.claimed",
        "email.sent",
        "invoice.sent",
        "email.bounced",
        "payment.recorded",
    ]
