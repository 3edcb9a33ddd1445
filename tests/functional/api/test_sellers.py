"""Sellers over HTTP."""

import pytest

from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client
from tests.functional.world import sample

PATH = "/v1/sellers/sild"


@pytest.fixture
def client(aws_world: None) -> Client:
    return Client()


def test_a_seller_is_made_and_replaced_under_the_callers_own_id(client: Client) -> None:
    made = client.put(PATH, bodies.a_seller())
    assert (made.status, made.json["seller_id"], made.json["version"]) == (200, "sild", 1)
    again = client.put(PATH, bodies.a_seller(sender_name="Sild A/S"))
    assert (again.json["sender_name"], again.json["version"]) == ("Sild A/S", 2)
    assert client.get(PATH).json == again.json
    assert client.get("/v1/sellers").json == {"items": [again.json]}


def test_what_nobody_says_of_a_seller_has_a_default(client: Client) -> None:
    made = client.put(PATH, bodies.a_seller()).json
    assert (made["locale"], made["time_zone"], made["payment_terms_days"]) == ("en", "UTC", 30)
    assert (made["unconfirmed_policy"], made["reply_to"], made["bank"]["iban"]) == ("review", "", "")


def test_there_is_no_such_seller(client: Client) -> None:
    assert problem(client.get(PATH), 404, "not_found")["detail"] == "there is no seller sild"


def test_everything_that_is_wrong_with_a_seller_is_said_at_once(client: Client) -> None:
    wrong = {"time_zone": "Mars/Olympus", "accent": "red", "sender_name": "", "paymentTerms": 3}
    assert found(client.put(PATH, bodies.a_seller(**wrong))) == {
        "/time_zone": "'Mars/Olympus' is not an IANA time zone",
        "/accent": "must match ^#[0-9a-fA-F]{6}$",
        "/sender_name": "needs 1 or more characters",
        "/paymentTerms": "is not known here: check the spelling",
    }


def test_an_imported_invoice_finds_the_seller_by_its_tax_id(client: Client) -> None:
    party = {"name": "SellerCompany", "tax_id": "NL 16356706"}
    client.put(PATH, bodies.a_seller(party=party))
    imported = client.post_xml(sample("tc434-example5")).json
    assert (imported["seller_id"], imported["new_seller"]) == ("sild", False)
