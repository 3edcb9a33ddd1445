"""The reminders of an invoice over HTTP: by which workflow, what is to come, and why."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.ports.dunning import Turned
from tests import aws
from tests.builders import NOW, a_customer
from tests.functional import functions, world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

DUE = date(2026, 11, 30)


@pytest.fixture
def invoice(client: Client) -> Invoice:
    return world.store_sent(due_date=DUE)


def own(client: Client, **changes: Any) -> str:
    plain: dict[str, Any] = {"steps": [{"offset_days": 3}, {"offset_days": 14}], "escalation": None}
    body = bodies.a_workflow(**{**plain, **changes})
    return str(Client("dunlin/admin").post("/v1/workflows", body).json["workflow_id"])


def put(client: Client, path: str, **body: Any) -> Answer:
    return client.request("PUT", path, body)


def test_what_nobody_has_looked_at_yet_is_told_as_it_would_be_decided(client: Client, invoice: Invoice) -> None:
    told = client.get(f"/v1/invoices/{invoice.invoice_id}/dunning").json
    assert (told["state"], told["decision"]["reason"], told["decided"], told["generation"]) == (
        "running", "not_a_business_day", None, 0,
    )  # fmt: skip
    assert told["workflow"] == {
        "workflow_id": "wf_standard",
        "version": 1,
        "name": "Standard: 5, 15 and 30 days after the due date",
    }
    assert (told["source"], told["defaults"]) == ("seller", {"customer": "", "seller": "wf_standard"})
    assert (told["next_at"], told["next_local"], told["time_zone"]) == (
        "2026-12-07T09:00:00Z", "2026-12-07T09:00", "Europe/London",
    )  # fmt: skip
    first = told["steps"][0]
    assert (first["number"], first["local"], first["at"], first["escalation"], first["skip"], first["doubt"]) == (
        1, "2026-12-07T09:00", "2026-12-07T09:00:00Z", False, None, "",
    )  # fmt: skip
    assert [(each["cause"], each["text"]) for each in first["moved"]] == [
        ("not_a_business_day", "2026-12-05 is Saturday"),
        ("not_a_business_day", "2026-12-06 is Sunday"),
    ]
    assert [each["number"] for each in told["steps"]] == [1, 2, 3]
    assert wiring.invoices().get(invoice.invoice_id).dunning is None


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [("DRAFT", "not_begun", "not_open"), ("POSTED", "not_begun", "not_open"), ("VOID", "ended", "void")],
)
def test_an_invoice_that_is_not_open_has_nothing_planned_and_says_why(
    client: Client, status: str, state: str, reason: str
) -> None:
    invoice = world.store_invoice(number="2026-002", status=Status(status))
    told = client.get(f"/v1/invoices/{invoice.invoice_id}/dunning").json
    assert (told["state"], told["decision"]["reason"], told["steps"], told["next_at"]) == (state, reason, [], None)


def test_a_workflow_is_assigned_and_the_same_again_is_the_same(client: Client, path: str, invoice: Invoice) -> None:
    workflow_id = own(client)
    told = put(client, path, workflow_id=workflow_id).json
    assert (told["workflow"]["workflow_id"], told["source"], told["generation"]) == (workflow_id, "invoice", 1)
    assert [each["local"][:10] for each in told["steps"]] == ["2026-12-03", "2026-12-14"]
    assert told["decided"]["reason"] == told["decision"]["reason"] == "not_yet"
    assert put(client, path, workflow_id=workflow_id).json == told == client.get(path).json
    assert sorted(world.told(invoice.invoice_id)) == ["dunning.assigned", "reminder.planned", "test.happened"]


def test_it_begins_where_it_is_told_to(client: Client, path: str) -> None:
    told = put(client, path, workflow_id=own(client), version=1, first=2).json
    assert [each["number"] for each in told["steps"]] == [2]


def test_a_workflow_is_taken_away(client: Client, path: str) -> None:
    told = client.request("DELETE", path).json
    assert (told["state"], told["decision"]["reason"], told["source"], told["workflow"]) == (
        "ended", "no_workflow", "invoice", None,
    )  # fmt: skip
    assert told["defaults"]["seller"] == "wf_standard"
    assert client.request("DELETE", path).json == told


def test_what_cannot_be_assigned_says_what_to_change(client: Client, path: str) -> None:
    assert found(put(client, path, workflow_id="wf_9")) == {"/workflow_id": "there is no workflow wf_9"}
    assert found(put(client, path, workflow_id="wf_standard", first=4)) == {
        "/first": "the workflow has reminders 1 to 3"
    }
    assert list(found(put(client, path))) == ["/workflow_id"]
    archived = own(client)
    Client().request("DELETE", f"/v1/workflows/{archived}")
    problem(put(client, path, workflow_id=archived), 409, "archived")
    problem(put(client, "/v1/invoices/inv_9/dunning", workflow_id="wf_standard"), 404, "not_found")
    problem(client.get("/v1/invoices/inv_9/dunning"), 404, "not_found")


def test_a_workflow_that_breaks_the_law_of_the_customers_country_is_refused_unless_it_says_why(
    client: Client, path: str
) -> None:
    customer = wiring.customers().get("cus_1")
    address = replace(customer.party.address, country="XK")
    wiring.customers().put(replace(customer, party=replace(customer.party, address=address)))
    interest = {"percent": "8", "statutory": True}
    refused = found(put(client, path, workflow_id=own(client, interest=interest)))
    assert "no statutory rate is known for XK" in refused["/workflow_id"]
    allowed = own(client, interest=interest, override="agreed in the contract")
    assert put(client, path, workflow_id=allowed).status == 200


def test_a_reminder_that_went_out_is_told_with_its_message(
    client: Client, path: str, invoice: Invoice, clock: time_machine.Traveller
) -> None:
    fee = {"offset_days": 3, "fees": [{"amount": 500, "currency": "EUR"}]}
    put(client, path, workflow_id=own(client, steps=[fee, {"offset_days": 14}]))
    clock.move_to(NOW + timedelta(days=12))
    world.turn_comes(invoice.invoice_id)
    told = client.get(path).json
    (turn,) = told["turns"]
    assert (turn["number"], turn["outcome"], turn["code"]) == (1, "sent", "")
    assert client.get(f"/v1/messages/{turn['message_id']}").json["kind"] == "reminder"
    assert (told["decided"]["reason"], told["next_number"]) == ("due", 2)
    assert [each["amount"]["amount"] for each in told["charges"]] == [500]
    assert told["balance"]["amount"] == 15625


def asked(invoice: Invoice, text: str = "nobody at the customer can be written to") -> None:
    """A person is asked to look at it."""
    before = wiring.invoices().get(invoice.invoice_id)
    dunning = Dunning(generation=1, decided="address_undeliverable", attention=text, attention_since=NOW)
    wiring.dunnings().turn(Turned(before, replace(before, dunning=dunning)))


def test_what_a_person_is_asked_to_look_at_is_listed_until_somebody_has(client: Client, invoice: Invoice) -> None:
    asked(invoice)
    (item,) = client.get("/v1/dunning/attention").json["items"]
    path = f"/v1/invoices/{invoice.invoice_id}/dunning"
    assert client.get(path).json["attention"]["text"] == "nobody at the customer can be written to"
    attended = client.post(f"{path}/attended", {"note": "I have called them"}).json
    assert item == {
        "invoice_id": invoice.invoice_id,
        "number": "2026-001",
        "customer_id": "cus_1",
        "customer_name": "Buyer Ltd",
        "balance": {"amount": 15125, "currency": "EUR"},
        "reason": "address_undeliverable",
        "text": "nobody at the customer can be written to",
        "since": "2026-11-22T09:30:00Z",
    }
    assert attended["attention"] is None
    assert client.get("/v1/dunning/attention").json == {"items": [], "next_cursor": None}
    entry = client.get(f"/v1/invoices/{invoice.invoice_id}/decisions").json["items"][-1]
    assert (entry["type"], entry["actor"]) == ("dunning.attended", "staff:clerk")
    assert entry["text"].endswith(": I have called them")
    problem(client.post(f"{path}/attended"), 409, "nothing_to_attend")


def test_what_needs_a_person_comes_page_by_page_the_oldest_first(client: Client) -> None:
    for number in ("2026-001", "2026-002", "2026-003"):
        asked(world.store_sent(number=number, due_date=DUE))
    first = client.get("/v1/dunning/attention", limit=2).json
    rest = client.get("/v1/dunning/attention", limit=2, cursor=first["next_cursor"]).json
    assert sorted(each["number"] for each in (*first["items"], *rest["items"])) == ["2026-001", "2026-002", "2026-003"]


def test_a_customer_moves_and_its_reminders_are_looked_at_again(client: Client, path: str) -> None:
    put(client, path, workflow_id="wf_standard")
    aws.outbox_bodies()
    client.patch("/v1/customers/cus_1", {"time_zone": "America/New_York"})
    assert aws.outbox_bodies() == [{"customer_id": "cus_1"}]
    functions.invoke("deliver", functions.batch({"customer_id": "cus_1"}))
    (turn,) = aws.outbox_bodies()
    functions.invoke("deliver", functions.batch(turn))
    assert client.get(path).json["next_at"] == "2026-12-07T14:00:00Z"
    client.patch("/v1/customers/cus_1", {"locale": "en-US"})
    assert aws.outbox_bodies() == []


def test_a_customers_own_workflow_wins_over_the_sellers(client: Client) -> None:
    theirs = own(client)
    customer = a_customer(customer_id="cus_2", version=0, workflow_id=theirs)
    wiring.customers().put(customer)
    invoice = world.store_sent(customer=customer, number="2026-009", due_date=DUE)
    told = client.get(f"/v1/invoices/{invoice.invoice_id}/dunning").json
    assert (told["source"], told["workflow"]["workflow_id"], told["defaults"]) == (
        "customer", theirs, {"customer": theirs, "seller": "wf_standard"},
    )  # fmt: skip
