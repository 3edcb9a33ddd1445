"""Templates over HTTP: versions that never change, texts that are judged, previews."""

from typing import Any

import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

PATH = "/v1/templates"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client("dunlin/send")


def text(body: str, **more: str) -> dict[str, Any]:
    return {"en": {"subject": "Invoice", "body": body, **more}}


def test_a_template_is_made_read_revised_and_archived(client: Client) -> None:
    made = client.post(PATH, bodies.a_template())
    at = f"{PATH}/{made.json['template_id']}"
    assert (made.status, made.headers["location"], made.etag) == (201, at, '"1"')
    assert client.get(at).json == made.json
    assert (made.json["created_by"], made.json["shipped"], made.json["archived"]) == ("clerk", False, False)

    revised = client.patch(at, {"texts": {"de": None, **text("Hello")}}, if_match=made.etag)
    assert (revised.status, revised.etag, list(revised.json["texts"])) == (200, '"2"', ["en"])
    assert client.get(f"{at}/versions/1").json == made.json
    assert [each["version"] for each in client.get(f"{at}/versions").json["items"]] == [2, 1]

    archived = client.request("DELETE", at, headers={"if-match": '"2"'})
    assert (archived.status, archived.json["archived"], archived.json["version"]) == (200, True, 3)
    assert client.patch(at, {"archived": False}).json["archived"] is False


def test_somebody_who_has_not_seen_the_newest_version_changes_nothing(client: Client) -> None:
    at = f"{PATH}/{client.post(PATH, bodies.a_template()).json['template_id']}"
    client.patch(at, {"name": "Newer"}, if_match='"1"')

    problem(client.patch(at, {"name": "Older"}, if_match='"1"'), 412, "stale_version")
    problem(client.request("DELETE", at, headers={"if-match": '"1"'}), 412, "stale_version")
    assert client.get(at).json["name"] == "Newer"


def test_what_changes_nothing_is_no_new_version(client: Client) -> None:
    made = client.post(PATH, bodies.a_template())
    assert client.patch(f"{PATH}/{made.json['template_id']}", {"name": "Ours"}).etag == '"1"'


def test_everything_wrong_with_a_text_is_told_with_what_was_meant(client: Client) -> None:
    body = bodies.a_template(
        texts=text("{{ invoice.numbr }}\n{{ ''.__class__ }}", subject="{% for a in b %}{% endfor %}")
    )
    told = client.post(PATH, body)
    assert told.status == 422
    assert {each["where"]: each["message"] for each in told.json["problems"][:2]} == {
        "/texts/en/subject": "line 1: the one loop that there is, is {% for line in lines %}",
        "/texts/en/body": "line 1: `invoice.numbr` is unknown; did you mean `invoice.number`?",
    }
    assert client.get(PATH, limit=1).json["items"][0]["shipped"]


@pytest.mark.parametrize(
    "body", ["{% for a in range(10**9) %}{% endfor %}", "x" * 65_536, "{{ ''.__class__ }}", "{{ lipsum(n=100000) }}"]
)
def test_a_bomb_is_refused(client: Client, body: str) -> None:
    assert client.post(PATH, bodies.a_template(texts=text(body))).status == 422
    assert client.post(f"{PATH}/preview", {"template": bodies.a_template(texts=text(body))}).status == 422


def test_an_unknown_seller_has_no_templates(client: Client) -> None:
    assert found(client.post(PATH, bodies.a_template(seller_id="sel_9"))) == {"/seller_id": "there is no seller sel_9"}


def test_the_shipped_templates_are_listed_and_stay_as_they_are(client: Client) -> None:
    shipped = [each for each in client.get(PATH).json["items"] if each["shipped"]]
    assert [each["template_id"] for each in shipped] == [
        "default_invoice", "default_reminder_friendly", "default_reminder_firm", "default_reminder_final",
        "default_receipt", "default_statement", "default_portal_login",
        "default_autopay_failed", "default_autopay_started", "default_autopay_ended",
    ]  # fmt: skip
    assert all(set(each["texts"]) == {"en", "de", "fr", "es", "nl"} for each in shipped)
    at = f"{PATH}/default_receipt"
    assert client.get(at).etag == '"1"'
    problem(client.patch(at, {"name": "Mine"}), 409, "read_only")
    problem(client.request("DELETE", at), 409, "read_only")
    problem(client.get(f"{at}/versions/2"), 404, "not_found")


def test_a_shipped_template_can_be_taken_as_ones_own(client: Client) -> None:
    theirs = client.get(f"{PATH}/default_invoice").json
    mine = client.post(PATH, {"name": "Mine", "kind": theirs["kind"], "texts": theirs["texts"]})
    assert mine.status == 201
    for template_id in ("default_invoice", mine.json["template_id"]):
        invoice = world.store_invoice(number=f"n-{template_id}")
        shown = client.post(f"{PATH}/preview", {"template_id": template_id, "invoice_id": invoice.invoice_id}).json
        assert "Please pay €151.25 by 20 December 2026." in " ".join(shown["text"].split())


def test_templates_come_by_name_page_by_page(client: Client) -> None:
    for name in ("Beta", "alpha", "Gamma"):
        client.post(PATH, bodies.a_template(name=name))
    first = client.get(PATH, limit=2).json
    assert [each["name"] for each in first["items"]] == ["alpha", "Beta"]
    rest = client.get(PATH, limit=2, cursor=first["next_cursor"]).json
    assert (rest["items"][0]["name"], rest["next_cursor"]) == ("Gamma", None)
    assert len(rest["items"]) == 11


def test_a_preview_says_the_text_in_the_language_asked_for(client: Client) -> None:
    shown = client.post(f"{PATH}/preview", {"template": bodies.a_template(), "language": "de"}).json
    assert shown["subject"] == "Ihre Rechnung 2026-0417"
    assert "es sind 1.239,84\u00a0€" in shown["text"]
    assert 'lang="de"' in shown["html"]
    problem(client.post(f"{PATH}/preview", {}), 422, "invalid_input")
    problem(client.post(f"{PATH}/preview", {"template_id": "tpl_none"}), 404, "not_found")


def test_the_variables_of_a_kind(client: Client) -> None:
    known = client.get("/v1/template-variables").json["items"]
    number = next(each for each in known if each["name"] == "invoice.number")
    assert (number["type"], number["example"]) == ("text", "2026-0417")
    logins = client.get("/v1/template-variables", kind="portal_login").json["items"]
    assert {each["name"] for each in logins} >= {"portal.code", "seller.name"}
    assert "invoice.number" not in {each["name"] for each in logins}


def test_what_is_not_there(client: Client) -> None:
    for path in ("tpl_none", "tpl_none/versions", "tpl_none/versions/1"):
        problem(client.get(f"{PATH}/{path}"), 404, "not_found")
