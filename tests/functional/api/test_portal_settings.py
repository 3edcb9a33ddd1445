"""What a seller offers in the portal, over HTTP."""

import pytest

from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

SELLER = "/v1/sellers/sild"
PATH = f"{SELLER}/portal"


@pytest.fixture
def client(aws_world: None) -> Client:
    client = Client()
    client.put(SELLER, bodies.a_seller())
    return client


def test_a_seller_offers_links_and_answers_until_somebody_says_otherwise(client: Client) -> None:
    told = client.get(PATH)
    assert (told.status, told.json["pay_online"], told.json["links_in_mails"], told.json["link_days"]) == (
        *(200, False),
        *(True, 30),
    )
    assert told.json["methods"] == []
    assert set(told.json["answers"]) == {"already_paid", "will_pay", "something_wrong", "not_me", "question"}


def test_what_was_set_is_what_is_shown(client: Client) -> None:
    put = client.put(PATH, bodies.a_portal())
    assert put.status == 200, put.content
    assert client.get(PATH).json == put.json
    card, debit = put.json["methods"]
    assert card["fee"] == {
        "policy": "pass_through",
        "percent": "1.5",
        "fixed": [{"amount": 25, "currency": "EUR"}],
    }
    assert debit["fee"]["policy"] == "absorb"


def test_a_fee_that_the_sellers_own_country_forbids_is_warned_of_with_its_law(client: Client) -> None:
    (warning,) = client.put(PATH, bodies.a_portal()).json["warnings"]
    assert warning.startswith("card: consumers in DK pay no fee (Directive (EU) 2015/2366 (PSD2) art. 62(4)")


def test_replacing_the_seller_keeps_its_portal_and_the_other_way_round(client: Client) -> None:
    client.put(PATH, bodies.a_portal())
    client.put(SELLER, bodies.a_seller(sender_name="Sild A/S"))
    assert client.get(PATH).json["pay_online"]
    assert client.get(SELLER).json["sender_name"] == "Sild A/S"


def test_everything_that_is_wrong_is_told_at_once(client: Client) -> None:
    eur = [{"amount": 100, "currency": "EUR"}]
    methods = [
        {"method": "bank_transfer", "minimums": [{"amount": 200, "currency": "EUR"}], "maximums": eur},
        {"method": "bank_transfer", "fee": {"policy": "pass_through"}},
        {"method": "bank_transfer", "fee": {"percent": "16"}},
    ]
    wrong = client.put(PATH, {"pay_online": True, "autopay_allowed": True, "link_days": 400, "methods": methods})
    assert set(found(wrong)) == {
        "/pay_online",
        "/autopay_allowed",
        "/link_days",
        "/methods/0/minimums/0",
        "/methods/1/method",
        "/methods/1/fee/policy",
        "/methods/2/method",
        "/methods/2/fee/percent",
        "/methods/2/fee/policy",
    }
    assert not client.get(PATH).json["pay_online"]


def test_a_seller_that_is_not_there_has_no_portal(client: Client) -> None:
    problem(client.get("/v1/sellers/nobody/portal"), 404, "not_found")
    problem(client.put("/v1/sellers/nobody/portal", {}), 404, "not_found")


def test_how_invoices_are_charged_automatically_is_set_and_shown(client: Client) -> None:
    assert client.get(PATH).json["autopay"] == {"at": "08:00", "retry_days": [3, 7], "creditor_id": ""}
    wanted = {"at": "06:30", "retry_days": [1, 5, 30], "creditor_id": "DK98ZZZ09999999999"}
    put = client.put(PATH, bodies.a_portal(autopay=wanted))
    assert (put.status, put.json["autopay"]) == (200, wanted)
    assert client.get(PATH).json["autopay"] == wanted
    assert client.put(PATH, bodies.a_portal(autopay={"retry_days": []})).json["autopay"]["retry_days"] == []


@pytest.mark.parametrize(
    ("autopay", "where"),
    [
        ({"retry_days": [0, 31]}, {"/autopay/retry_days/0", "/autopay/retry_days/1"}),
        ({"retry_days": [7, 3]}, {"/autopay/retry_days/1"}),
        ({"retry_days": [3, 3]}, {"/autopay/retry_days/1"}),
        ({"retry_days": [1, 2, 3, 4, 5]}, {"/autopay/retry_days"}),
        ({"creditor_id": "DE98 ZZZ"}, {"/autopay/creditor_id"}),
        ({"at": "24:00"}, {"/autopay/at"}),
        ({"at": "noon"}, {"/autopay/at"}),
        ({"retry_days": ["soon"]}, {"/autopay/retry_days/0"}),
        ({"hour": 8}, {"/autopay/hour"}),
    ],
)
def test_what_is_wrong_with_it_is_told_by_its_place(client: Client, autopay: object, where: set[str]) -> None:
    assert set(found(client.put(PATH, bodies.a_portal(autopay=autopay)))) == where
