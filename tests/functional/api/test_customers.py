"""Customers over HTTP."""

import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client

PATH = "/v1/customers"


@pytest.fixture
def client(aws_world: None) -> Client:
    return Client()


def create(client: Client, **changes: object) -> Answer:
    made = client.post(PATH, bodies.a_customer(**changes))
    assert made.status == 201, made.content
    return made


def test_a_customer_is_created_and_found_where_the_answer_says(client: Client) -> None:
    made = create(client)
    assert made.headers["location"] == f"{PATH}/{made.json['customer_id']}"
    got = client.get(made.headers["location"])
    assert (got.status, got.json, got.etag) == (200, made.json, made.etag)
    assert got.json["contacts"][0]["contact_id"].startswith("con_")


@pytest.mark.parametrize("ids", [{"tax_id": "BE 0123.456.789"}, {"tax_id": "BE999", "registration_id": "0123456789"}])
def test_an_id_belongs_to_one_customer(client: Client, ids: dict[str, str]) -> None:
    known = create(client).json["customer_id"]
    told = problem(client.post(PATH, bodies.a_customer(party={"name": "Other", **ids})), 409, "already_exists")
    assert told["existing_id"] == known


def test_a_refused_customer_takes_no_id_away(client: Client) -> None:
    create(client)
    party = {"name": "Other", "tax_id": "BE999", "registration_id": "0123456789"}
    assert client.post(PATH, bodies.a_customer(party=party)).status == 409
    create(client, party={"name": "Another", "tax_id": "BE999"})


def test_what_a_patch_leaves_out_stays(client: Client) -> None:
    made = create(client)
    changed = client.patch(made.headers["location"], {"locale": "nl-BE"}, if_match=made.etag)
    assert changed.json == {**made.json, "locale": "nl-BE", "version": 2}
    assert changed.etag != made.etag


@pytest.mark.parametrize("etag", ['"1"', "an odd one"])
def test_a_patch_of_another_version_is_refused(client: Client, etag: str) -> None:
    made = create(client)
    client.patch(made.headers["location"], {"locale": "nl-BE"})
    problem(client.patch(made.headers["location"], {"locale": "de-BE"}, if_match=etag), 412, "stale_version")
    assert client.get(made.headers["location"]).json["locale"] == "nl-BE"


def test_a_patch_cannot_take_anothers_id(client: Client) -> None:
    known = create(client)
    other = create(client, party={"name": "Other", "tax_id": "BE999"})
    party = {"name": "Other", "tax_id": "BE0123456789"}
    told = problem(client.patch(other.headers["location"], {"party": party}), 409, "already_exists")
    assert told["existing_id"] == known.json["customer_id"]
    assert client.get(other.headers["location"]).json == other.json


def test_contacts_keep_their_ids_where_they_are_given(client: Client) -> None:
    made = create(client)
    kept = made.json["contacts"][0]
    changed = client.patch(made.headers["location"], {"contacts": [kept, {"name": "Dee"}]}).json
    assert changed["contacts"][0] == kept
    assert changed["contacts"][1]["contact_id"] not in {"", kept["contact_id"]}


def test_there_is_no_such_customer(client: Client) -> None:
    for answer in (client.get(f"{PATH}/cus_0"), client.patch(f"{PATH}/cus_0", {"locale": "en"})):
        assert problem(answer, 404, "not_found")["detail"] == "there is no customer cus_0"


def test_everything_that_is_wrong_with_a_customer_is_said_at_once(client: Client) -> None:
    contacts = [{"email": "chris@belge", "roles": ["boss"]}]
    assert found(client.post(PATH, {"party": {"name": ""}, "contacts": contacts, "local": "en"})) == {
        "/party/name": "needs 1 or more characters",
        "/contacts/0/email": "The part after the @-sign is not valid. It should have a period.",
        "/contacts/0/roles/0": "Input should be 'primary', 'billing', 'finance' or 'escalation'",
        "/local": "is not known here: check the spelling",
    }


def test_an_undeliverable_address_is_shown_until_it_is_cleared(client: Client) -> None:
    world.store_parties()
    world.mark_undeliverable()
    (mark,) = client.get(f"{PATH}/cus_1").json["undeliverable"]
    assert (mark["address"], mark["reason"]) == ("ada@buyer.example", "bounced (Permanent/General)")
    cleared = client.post(f"{PATH}/cus_1/clear-undeliverable", {"address": "Ada@Buyer.example"})
    assert (cleared.status, cleared.json["undeliverable"]) == (200, [])
    assert client.get(f"{PATH}/cus_1").json["undeliverable"] == []


def test_an_edit_leaves_the_marks_alone(client: Client) -> None:
    world.store_parties()
    world.mark_undeliverable()
    client.patch(f"{PATH}/cus_1", {"locale": "en-IE"})
    assert len(client.get(f"{PATH}/cus_1").json["undeliverable"]) == 1


def test_the_list_is_by_name_over_all_its_pages(client: Client) -> None:
    for name in ("Ermine", "alder", "Birch", "Dogwood", "cedar"):
        create(client, party={"name": name})
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(PATH, limit=2, **({"cursor": cursor} if cursor else {})).json
        seen += [each["party"]["name"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["alder", "Birch", "cedar", "Dogwood", "Ermine"]
