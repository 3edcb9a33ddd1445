"""What staff see of agreements to automatic payment, and how they end one."""

from dataclasses import replace

import pytest

from dunlin import wiring
from dunlin.domain.message import MessageKind
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Agreement, Mandate
from dunlin.domain.payments.method import Method
from tests import aws
from tests.builders import NOW
from tests.functional import world
from tests.functional.api.problems import problem
from tests.functional.http import Client

CUSTOMER = "/v1/customers/cus_1"
PATH = f"{CUSTOMER}/agreements/agr_1"
MANDATE = Mandate("cus_secret", "pm_secret", Method.CARD, "Visa •••• 4242")
AGREEMENT = Agreement(
    *("agr_1", "sel_1", "stripe", MANDATE, NOW, "ada@buyer.example", "I agree.", "en-GB"), (Money(5000, "EUR"),)
)


@pytest.fixture
def client(aws_world: None) -> Client:
    _, customer = world.store_parties()
    wiring.customers().put(replace(customer, agreements=(AGREEMENT,)))
    world.store_message(world.store_invoice())
    return Client("dunlin/send")


def mailed() -> list[str]:
    emails = wiring.messages().of_invoice(world.email().invoice_id)
    return [each.kind for each in emails if each.kind is MessageKind.AUTOPAY_ENDED]


def test_a_customer_is_shown_with_them_and_without_what_the_provider_knows(client: Client) -> None:
    told = client.get(CUSTOMER)
    (agreement,) = told.json["agreements"]
    assert agreement == {
        "agreement_id": "agr_1",
        "seller_id": "sel_1",
        "method": "card",
        "label": "Visa •••• 4242",
        "limits": [{"amount": 5000, "currency": "EUR"}],
        "since": agreement["since"],
        "by": "ada@buyer.example",
        "text": "I agree.",
        "locale": "en-GB",
        "state": "active",
        "ended_at": None,
        "ended_why": "",
    }
    assert b"secret" not in told.content


def test_changing_the_customer_keeps_them(client: Client) -> None:
    changed = client.patch(CUSTOMER, {"locale": "de-DE", "contacts": []})
    assert len(changed.json["agreements"]) == 1
    assert wiring.customers().get("cus_1").agreements == (AGREEMENT,)


def test_staff_end_one_once_and_the_customer_is_told(client: Client) -> None:
    answers = [client.request("DELETE", PATH) for _ in range(2)]
    (ended,) = answers[0].json["agreements"]
    assert (ended["state"], ended["ended_why"], answers[0].status) == ("ended", "ended by clerk", 200)
    assert answers[1].json["agreements"] == [ended]
    assert len(mailed()) == 1
    assert aws.outbox_bodies().count({"customer_id": "cus_1"}) == 2
    entry = wiring.timeline().list(world.email().invoice_id, limit=9).items[-1]
    assert (entry.actor.name, entry.data["agreement_id"]) == ("clerk", "agr_1")


def test_what_is_not_there_cannot_be_ended(client: Client) -> None:
    problem(client.request("DELETE", f"{CUSTOMER}/agreements/agr_2"), 404, "not_found")
    problem(client.request("DELETE", "/v1/customers/cus_9/agreements/agr_1"), 404, "not_found")
    assert mailed() == []
