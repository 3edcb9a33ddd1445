"""Workflows over HTTP: versions that never change, and everything that is wrong with one."""

from typing import Any

import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

PATH = "/v1/workflows"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client("dunlin/admin")


def made(client: Client, **changes: Any) -> str:
    return f"{PATH}/{client.post(PATH, bodies.a_workflow(**changes)).json['workflow_id']}"


def test_a_workflow_is_made_read_revised_and_archived(client: Client) -> None:
    first = client.post(PATH, bodies.a_workflow())
    at = f"{PATH}/{first.json['workflow_id']}"
    assert (first.status, first.headers["location"], first.etag) == (201, at, '"1"')
    assert client.get(at).json == first.json
    assert (first.json["created_by"], first.json["shipped"], first.json["archived"]) == ("clerk", False, False)

    revised = client.patch(at, {"minimum_gap_days": 7}, if_match=first.etag)
    assert (revised.status, revised.etag, revised.json["minimum_gap_days"]) == (200, '"2"', 7)
    assert client.get(f"{at}/versions/1").json == first.json
    assert [each["version"] for each in client.get(f"{at}/versions").json["items"]] == [2, 1]

    archived = client.request("DELETE", at, headers={"if-match": '"2"'})
    assert (archived.status, archived.json["archived"], archived.json["version"]) == (200, True, 3)
    assert client.patch(at, {"archived": False}).json["archived"] is False


def test_a_workflow_comes_back_as_it_was_given(client: Client) -> None:
    rate = {"percent": "8.12", "statutory": True, "grace_days": 1, "minimums": [], "caps": []}
    body = bodies.a_workflow(repetition={"every_days": 10, "times": 2}, interest=rate, shift="previous")
    told = client.post(PATH, body).json
    assert (told["steps"][0]["at"], told["window"]) == ("10:30", {"opens": "08:00", "closes": "18:00"})
    assert told["steps"][0]["subject"] == "Have you seen {{it}}?"
    assert told["steps"][1]["minimums"] == [{"amount": 1000, "currency": "EUR"}]
    assert (told["repetition"], told["interest"], told["shift"]) == (body["repetition"], rate, "previous")
    assert client.post(PATH, {name: told[name] for name in body}).status == 201


def test_what_is_left_out_stays_and_null_takes_out(client: Client) -> None:
    at = made(client, repetition={"every_days": 10, "times": 2})
    assert client.patch(at, {"name": "Newer"}).json["repetition"] == {"every_days": 10, "times": 2}
    told = client.patch(at, {"repetition": None, "escalation": None, "shift": None}).json
    assert (told["name"], told["repetition"], told["escalation"], told["shift"]) == ("Newer", None, None, "next")


def test_somebody_who_has_not_seen_the_newest_version_changes_nothing(client: Client) -> None:
    at = made(client)
    client.patch(at, {"name": "Newer"}, if_match='"1"')

    problem(client.patch(at, {"name": "Older"}, if_match='"1"'), 412, "stale_version")
    problem(client.request("DELETE", at, headers={"if-match": '"1"'}), 412, "stale_version")
    assert client.get(at).json["name"] == "Newer"


def test_what_changes_nothing_is_no_new_version(client: Client) -> None:
    assert client.patch(made(client), {"name": "Ours"}).etag == '"1"'


def test_everything_that_is_wrong_is_told_at_once(client: Client) -> None:
    steps = [
        {"offset_days": 5, "at": "06:00", "template_id": "default_receipt", "to": ["boss"]},
        {"offset_days": 6, "minimums": [{"amount": -1, "currency": "EUR"}]},
    ]
    answer = client.post(PATH, bodies.a_workflow(steps=steps, seller_id="sel_9", minimum_gap_days=1))
    told = found(answer)
    assert set(told) == {
        "/seller_id",
        "/steps/0/at",
        "/steps/0/template_id",
        "/steps/0/to/0",
        "/steps/1/minimums/0/amount",
        "/steps/1/offset_days",
    }
    assert "when an invoice is due on a Monday" in told["/steps/1/offset_days"]
    problem(client.patch(f"{PATH}/wf_none", {"name": "x"}), 404, "not_found")


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ({"at": "9am"}, "/steps/0/at"),
        ({"at": "24:00"}, "/steps/0/at"),
        ({"fees": [{"amount": 1, "currency": "XXQ"}]}, "/steps/0/fees/0/currency"),
        ({"minimums": [{"amount": 1.5, "currency": "EUR"}]}, "/steps/0/minimums/0/amount"),
    ],
)
def test_what_is_no_time_and_no_money_is_refused(client: Client, step: dict[str, Any], where: str) -> None:
    assert list(found(client.post(PATH, bodies.a_workflow(steps=[{"offset_days": 5, **step}])))) == [where]


def test_a_revision_is_judged_like_a_new_workflow(client: Client) -> None:
    at = made(client)
    assert list(found(client.patch(at, {"steps": []}))) == ["/steps"]
    assert client.get(at).etag == '"1"'


def test_a_workflow_whose_template_is_gone_can_still_be_archived(client: Client) -> None:
    theirs = client.post("/v1/templates", bodies.a_template(kind="reminder_firm")).json["template_id"]
    at = made(client, steps=[{"offset_days": 5, "template_id": theirs}])
    client.request("DELETE", f"/v1/templates/{theirs}")
    assert list(found(client.patch(at, {"name": "Newer"}))) == ["/steps/0/template_id"]
    assert client.request("DELETE", at).json["archived"] is True


def test_the_shipped_workflow_is_listed_and_stays_as_it_is(client: Client) -> None:
    (shipped,) = client.get(PATH).json["items"]
    assert (shipped["workflow_id"], shipped["shipped"]) == ("wf_standard", True)
    assert [each["offset_days"] for each in shipped["steps"]] == [5, 15, 30]
    at = f"{PATH}/wf_standard"
    assert client.get(at).json == client.get(f"{at}/versions/1").json == shipped
    problem(client.patch(at, {"name": "Mine"}), 409, "read_only")
    problem(client.request("DELETE", at), 409, "read_only")
    problem(client.get(f"{at}/versions/2"), 404, "not_found")


def test_the_shipped_workflow_can_be_taken_as_ones_own(client: Client) -> None:
    theirs = client.get(f"{PATH}/wf_standard").json
    for name in ("workflow_id", "version", "shipped", "archived", "created_at", "created_by"):
        del theirs[name]
    mine = client.post(PATH, {**theirs, "name": "Mine"})
    assert (mine.status, mine.json["steps"]) == (201, theirs["steps"])


def test_workflows_come_by_name_page_by_page(client: Client) -> None:
    for name in ("Beta", "alpha", "Gamma"):
        made(client, name=name)
    first = client.get(PATH, limit=2).json
    assert [each["name"] for each in first["items"]] == ["alpha", "Beta"]
    rest = client.get(PATH, limit=2, cursor=first["next_cursor"]).json
    assert rest["items"][0]["name"] == "Gamma"
    assert (len(rest["items"]), rest["next_cursor"]) == (2, None)


def test_what_is_not_there(client: Client) -> None:
    for path in ("wf_none", "wf_none/versions", "wf_none/versions/1"):
        problem(client.get(f"{PATH}/{path}"), 404, "not_found")
