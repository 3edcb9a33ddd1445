"""Previews: the mail as it would leave, and nothing left behind."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.invoice import Payment, Status
from tests import aws
from tests.builders import NOW, a_customer, a_seller, an_entry
from tests.functional import world
from tests.functional.api.problems import problem
from tests.functional.http import Answer, Client


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties(seller=a_seller(version=0, payment_page="https://pay.seller.example/{number}"))
    return Client("dunlin/read")


def preview(client: Client, invoice: Any, **body: Any) -> Answer:
    return client.post(f"/v1/invoices/{invoice.invoice_id}/preview", body or None)


def test_a_posted_invoice(client: Client) -> None:
    invoice = world.store_invoice()
    shown = preview(client, invoice)
    assert (shown.status, shown.json["subject"]) == (200, "Invoice 2026-001 from Vis & Zonen B.V.")
    assert shown.json["recipients"] == [{"address": "ada@buyer.example", "name": "Ada Buyer", "header": "to"}]
    assert shown.json["warnings"] == []
    for part in ("text", "html"):
        assert "€151.25" in shown.json[part]
    assert "Dear Ada Buyer" in shown.json["text"]
    assert shown.json["pdf"] == f"/v1/invoices/{invoice.invoice_id}/pdf"


def test_it_leaves_nothing_behind(client: Client) -> None:
    invoice = world.store_invoice()
    before = world.told(invoice.invoice_id)
    assert preview(client, invoice).json == preview(client, invoice).json
    assert (world.told(invoice.invoice_id), aws.outbox()) == (before, [])
    assert client.get(f"/v1/invoices/{invoice.invoice_id}/emails").json["items"] == []


def test_with_the_senders_own_words(client: Client) -> None:
    words = {"subject": "Your herrings", "message": "Dear *all*", "to": ["ben@buyer.example"]}
    shown = preview(client, world.store_invoice(), **words).json
    assert shown["subject"] == "Your herrings"
    assert "<em>all</em>" in shown["html"]
    assert [each["address"] for each in shown["recipients"]] == ["ben@buyer.example"]


def test_a_draft_is_announced_as_one(client: Client) -> None:
    shown = preview(client, world.store_invoice(status=Status.DRAFT)).json
    assert shown["warnings"] == ["this is a draft: a marked copy is sent, without a link to pay"]
    assert "draft" in shown["subject"].casefold()


def test_a_paid_invoice_is_a_copy(client: Client) -> None:
    invoice = world.store_invoice()
    paid = replace(invoice, payments=(Payment("pay_1", 15125, NOW.date()),), status=Status.PAID)
    wiring.invoices().change(invoice, paid, entry=an_entry(invoice, entry_id="tml_2"))
    shown = preview(client, invoice).json
    assert "paid" in shown["text"].casefold()
    assert "Please pay" not in shown["text"]


def test_nobody_to_send_to_is_a_warning(aws_world: None) -> None:
    world.store_parties(customer=a_customer(version=0, contacts=()))
    shown = preview(Client(), world.store_invoice())
    assert (shown.status, shown.json["recipients"]) == (200, [])
    assert shown.json["warnings"][0].startswith("Buyer Ltd has no address to send to")


def test_a_dead_address_is_a_warning(client: Client) -> None:
    world.mark_undeliverable()
    (warning,) = preview(client, world.store_invoice()).json["warnings"]
    assert warning.startswith("ada@buyer.example is undeliverable since 2026-11-21")


def test_a_void_invoice_has_none(client: Client) -> None:
    problem(preview(client, world.store_invoice(status=Status.VOID)), 409, "wrong_status")
