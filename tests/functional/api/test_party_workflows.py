"""Which workflow a customer's or a seller's invoices get."""

import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found
from tests.functional.http import Client

SELLER, CUSTOMER = "/v1/sellers/sild", "/v1/customers/cus_1"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client("dunlin/admin")


@pytest.fixture
def archived(client: Client) -> str:
    """A workflow that a customer was given before it was put away."""
    workflow_id = str(client.post("/v1/workflows", bodies.a_workflow()).json["workflow_id"])
    assert client.patch(CUSTOMER, {"workflow_id": workflow_id}).status == 200
    client.request("DELETE", f"/v1/workflows/{workflow_id}")
    return workflow_id


def test_nobody_reminds_unless_somebody_says_how(client: Client) -> None:
    made = client.put(SELLER, bodies.a_seller()).json
    assert (made["workflow_id"], made["reminder_spacing_days"]) == ("", 3)
    assert client.get(CUSTOMER).json["workflow_id"] == ""


def test_a_workflow_is_named_and_taken_away_again(client: Client) -> None:
    client.put(SELLER, bodies.a_seller(workflow_id="wf_standard", reminder_spacing_days=7))
    client.patch(CUSTOMER, {"workflow_id": "wf_standard"})
    made = client.post("/v1/customers", bodies.a_customer(workflow_id="wf_standard"))
    seller = client.get(SELLER).json
    assert (seller["workflow_id"], seller["reminder_spacing_days"]) == ("wf_standard", 7)
    assert client.get(CUSTOMER).json["workflow_id"] == made.json["workflow_id"] == "wf_standard"
    assert client.patch(CUSTOMER, {"locale": "en"}).json["workflow_id"] == "wf_standard"
    assert client.patch(CUSTOMER, {"workflow_id": ""}).json["workflow_id"] == ""


def test_an_unknown_workflow_is_refused(client: Client) -> None:
    unknown = {"/workflow_id": "there is no workflow wf_9"}
    assert found(client.put(SELLER, bodies.a_seller(workflow_id="wf_9"))) == unknown
    assert found(client.patch(CUSTOMER, {"workflow_id": "wf_9"})) == unknown
    assert found(client.post("/v1/customers", bodies.a_customer(workflow_id="wf_9"))) == unknown


def test_an_archived_workflow_is_given_to_nobody_else(client: Client, archived: str) -> None:
    told = {"/workflow_id": f"workflow {archived} is archived: choose another"}
    assert found(client.put(SELLER, bodies.a_seller(workflow_id=archived))) == told
    assert found(client.post("/v1/customers", bodies.a_customer(workflow_id=archived))) == told


def test_who_has_an_archived_workflow_can_still_be_changed(client: Client, archived: str) -> None:
    assert client.patch(CUSTOMER, {"locale": "fr", "workflow_id": archived}).json["workflow_id"] == archived


def test_another_sellers_workflow_is_refused(client: Client) -> None:
    theirs = client.post("/v1/workflows", bodies.a_workflow(seller_id="sel_1")).json["workflow_id"]
    told = {"/workflow_id": f"workflow {theirs} is for another seller's invoices"}
    assert found(client.put(SELLER, bodies.a_seller(workflow_id=theirs))) == told


def test_a_workflow_that_breaks_the_rules_of_the_customers_country_is_refused(client: Client) -> None:
    rate = {"percent": "8", "statutory": True}
    theirs = client.post("/v1/workflows", bodies.a_workflow(interest=rate)).json["workflow_id"]
    party = {"name": "Comprador", "address": {"country": "BR"}}
    told = found(client.post("/v1/customers", bodies.a_customer(party=party, workflow_id=theirs)))
    assert told["/workflow_id"].startswith("no statutory rate is known for BR: give a yearly percent")


@pytest.mark.parametrize("days", [0, 91])
def test_reminders_that_are_caught_up_lie_days_apart(client: Client, days: int) -> None:
    assert list(found(client.put(SELLER, bodies.a_seller(reminder_spacing_days=days)))) == ["/reminder_spacing_days"]
