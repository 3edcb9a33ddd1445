"""An invoice on its way: changed, posted, void, over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.invoice import Payment, Status
from tests.builders import NOW, an_entry
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def path(**changes: Any) -> str:
    return f"/v1/invoices/{world.store_invoice(**changes).invoice_id}"


def test_a_drafts_content_is_replaced_whole(client: Client) -> None:
    at = path(status=Status.DRAFT)
    lines = [bodies.a_line(name="Cod", quantity="1", unit_price="0.10")]
    changed = client.patch(at, {"content": bodies.content(lines=lines, notes=["Fresh"])})
    assert (changed.status, changed.json["balance"]["amount"], changed.json["notes"]) == (200, 12, ["Fresh"])
    assert client.get(at).json == changed.json
    assert client.get(at).etag == changed.etag


def test_a_draft_may_change_its_currency_and_dates(client: Client) -> None:
    at = path(status=Status.DRAFT)
    content = bodies.content(currency="KWD", issue_date="2026-11-01", due_date="2026-11-09")
    changed = client.patch(at, {"content": content}).json
    assert (changed["balance"]["currency"], changed["issue_date"], changed["due_date"]) == (
        "KWD",
        "2026-11-01",
        "2026-11-09",
    )


def test_what_is_wrong_with_new_content_is_said_with_its_place(client: Client) -> None:
    at = path(status=Status.DRAFT)
    content = bodies.content(lines=[bodies.a_line(quantity=None)], totals={"payable": 1})
    assert found(client.patch(at, {"content": content})) == {
        "/content/lines/0/quantity": "must be a number, or a string that holds one"
    }


def test_a_posted_invoice_says_what_it_said(client: Client) -> None:
    at = path()
    told = problem(client.patch(at, {"content": bodies.content()}), 409, "wrong_status")
    assert told["detail"] == "2026-001 is POSTED: only its due date can be changed; void it and issue another"


def test_the_due_date_of_a_posted_invoice_moves(client: Client) -> None:
    at = path()
    moved = client.patch(at, {"due_date": "2027-01-31"}, if_match='"1"')
    assert (moved.status, moved.json["due_date"], moved.etag) == (200, "2027-01-31", '"2"')
    (entry,) = [each for each in client.get(f"{at}/timeline").json["items"] if each["type"] == "invoice.due_date_moved"]
    assert (entry["actor"], entry["text"]) == ("staff:clerk", "The due date moved from 2026-12-20 to 2027-01-31")


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_the_due_date_of_what_is_not_owed_stays(client: Client, status: Status) -> None:
    problem(client.patch(path(status=status), {"due_date": "2027-01-31"}), 409, "wrong_status")


def test_a_due_date_is_not_before_the_issue_date(client: Client) -> None:
    message = "the due date 2026-11-19 is before the issue date 2026-11-20"
    assert found(client.patch(path(), {"due_date": "2026-11-19"})) == {"/due_date": message}


def test_a_patch_must_change_something(client: Client) -> None:
    assert found(client.patch(path(), {})) == {"": "give `content` or `due_date`"}


def test_a_change_of_another_version_is_refused(client: Client) -> None:
    at = path(status=Status.DRAFT)
    for answer in (
        client.patch(at, {"due_date": "2027-01-31"}, if_match='"7"'),
        client.patch(at, {"content": bodies.content()}, if_match='W/"7"'),
        client.post(f"{at}/post", **{"if-match": '"7"'}),
        client.post(f"{at}/void", **{"if-match": '"7"'}),
    ):
        assert problem(answer, 412, "stale_version")["detail"] == "2026-001 is at version 1, not 7: read it again"
    assert client.get(at).etag == '"1"'


def test_posting_makes_a_draft_final_once(client: Client) -> None:
    at = path(status=Status.DRAFT)
    posted = client.post(f"{at}/post")
    assert (posted.status, posted.json["status"], posted.etag) == (200, "POSTED", '"2"')
    told = problem(client.post(f"{at}/post"), 409, "wrong_status")
    assert told["detail"] == "only a DRAFT can be posted; 2026-001 is POSTED"
    assert world.told(posted.json["invoice_id"]).count("invoice.posted") == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.POSTED, Status.OPEN])
def test_what_nobody_paid_can_be_void(client: Client, status: Status) -> None:
    at = path(status=status)
    assert client.post(f"{at}/void").json["status"] == "VOID"
    assert problem(client.post(f"{at}/void"), 409, "wrong_status")["detail"] == "2026-001 is void already"


def test_what_somebody_paid_for_cannot_be_void(client: Client) -> None:
    payment = Payment("pay_1", 5000, NOW.date())
    at = path()
    invoice = wiring.invoices().get(at.rpartition("/")[2])
    paid = replace(invoice, payments=(payment,), status=Status.PARTIALLY_PAID)
    wiring.invoices().change(invoice, paid, entry=an_entry(invoice, entry_id="tml_2"))
    told = problem(client.post(f"{at}/void"), 409, "has_payments")
    assert told["detail"] == "2026-001 has payments of EUR 50.00; refund them before voiding"


@pytest.mark.parametrize("what", ["", "/timeline", "/emails", "/pdf", "/emails/eml_1", "/emails/eml_1/eml"])
def test_there_is_no_such_invoice_to_read(client: Client, what: str) -> None:
    problem(client.get(f"/v1/invoices/inv_0{what}"), 404, "not_found")


@pytest.mark.parametrize("what", ["post", "void", "payments", "send", "preview"])
def test_there_is_no_such_invoice_to_act_on(client: Client, what: str) -> None:
    body = bodies.a_payment() if what == "payments" else None
    problem(client.post(f"/v1/invoices/inv_0/{what}", body, key="1"), 404, "not_found")
