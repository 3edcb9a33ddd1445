"""What lets reminders rest, over HTTP: of one invoice, and of a whole customer."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.invoice import Invoice
from tests import aws
from tests.builders import NOW
from tests.functional import functions, world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

CUSTOMER = "/v1/customers/cus_1"


def test_a_pause_until_a_day_ends_as_it_begins_at_the_customers(client: Client, path: str) -> None:
    told = client.post(f"{path}/hold", {"until": "2026-12-01", "reason": "they called"}).json
    assert (told["state"], told["decision"]["reason"], told["next_at"]) == ("held", "paused", "2026-12-01T00:00:00Z")
    (hold,) = told["holds"]
    assert hold == {
        "kind": "paused",
        "reason": "they called",
        "since": "2026-11-22T09:30:00Z",
        "until": "2026-12-01T00:00:00Z",
        "actor": "staff:clerk",
    }
    # The first is planned for the 25th: the pause speaks against it; and nothing against the second.
    assert [each["doubt"] != "" for each in told["steps"]] == [True, False, False]


def test_a_pause_until_an_instant_and_the_same_again(client: Client, path: str, invoice: Invoice) -> None:
    body = {"until": "2026-12-01T09:00:00+01:00", "reason": "they called"}
    told = client.post(f"{path}/hold", body).json
    assert told["next_at"] == "2026-12-01T08:00:00Z"
    assert client.post(f"{path}/hold", body).json == told
    assert world.told(invoice.invoice_id).count("hold.placed") == 1


def test_who_resumes_lets_reminders_go_on(client: Client, path: str) -> None:
    client.post(f"{path}/hold", {"reason": "they called"})
    client.post(f"{path}/dispute", {"reason": "wrong price", "who": "Ada"})
    held = client.get(path).json
    assert [(each["kind"], each["reason"]) for each in held["holds"]] == [
        ("paused", "they called"),
        ("dispute", "wrong price (Ada)"),
    ]
    one = client.post(f"{path}/resume", {"kinds": ["dispute"], "reason": "credited"}).json
    both = client.post(f"{path}/resume").json
    assert ([each["kind"] for each in one["holds"]], one["state"]) == (["paused"], "held")
    assert (both["holds"], both["state"], both["next_at"]) == ([], "running", "2026-11-25T09:00:00Z")
    problem(client.post(f"{path}/resume"), 409, "not_held")


def test_a_promise_rests_until_the_working_day_after_it(client: Client, path: str) -> None:
    told = client.post(f"{path}/promise", {"on": "2026-11-27", "amount": 10000, "who": "Ada", "resume_at": 2}).json
    assert (told["state"], told["decision"]["reason"]) == ("held", "promised")
    assert told["promise"] == {
        "amount": {"amount": 10000, "currency": "EUR"},
        "on": "2026-11-27",
        "state": "open",
        "made_at": "2026-11-22T09:30:00Z",
        "judged_at": "2026-11-30T09:00:00Z",
        "resume_at": 2,
        "actor": "staff:clerk",
    }
    assert client.post(f"{path}/resume", {"kinds": ["promise"]}).json["promise"]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("what", "body", "where"),
    [
        ("hold", {}, "/reason"),
        ("hold", {"reason": "x", "until": "2026-11-22"}, "/until"),
        ("hold", {"reason": "x", "until": "2026-11-22T09:30:00Z"}, "/until"),
        ("hold", {"reason": "x", "until": "2062-12-01"}, "/until"),
        ("hold", {"reason": "x", "until": "2026-12-01T09:00"}, "/until"),
        ("hold", {"reason": "x", "until": "soon"}, "/until"),
        ("hold", {"reason": "x", "until": 1800000000}, "/until"),
        ("dispute", {}, "/reason"),
        ("promise", {}, "/on"),
        ("promise", {"on": "2026-11-21"}, "/on"),
        ("promise", {"on": "2027-11-21"}, "/on"),
        ("promise", {"on": "2026-12-01", "amount": 0}, "/amount"),
        ("promise", {"on": "2026-12-01", "amount": 15126}, "/amount"),
        ("promise", {"on": "2026-12-01", "resume_at": 4}, "/resume_at"),
        ("resume", {"kinds": ["sleep"]}, "/kinds/0"),
    ],
)
def test_what_cannot_be_says_what_to_change(
    client: Client, path: str, what: str, body: dict[str, Any], where: str
) -> None:
    problems = found(client.post(f"{path}/{what}", body))
    assert where in {each[: len(where)] for each in problems}
    assert all(problems.values())


def test_what_is_paid_is_neither_held_nor_promised(client: Client, path: str, invoice: Invoice) -> None:
    paid = bodies.a_payment(amount=15125)
    client.post(f"/v1/invoices/{invoice.invoice_id}/payments", paid, key="1")
    problem(client.post(f"{path}/hold", {"reason": "x"}), 409, "wrong_status")
    problem(client.post(f"{path}/dispute", {"reason": "x"}), 409, "wrong_status")
    problem(client.post(f"{path}/promise", {"on": "2026-12-01"}), 409, "wrong_status")
    told = client.get(path).json
    assert (told["state"], told["decision"]["reason"], told["steps"]) == ("ended", "paid", [])


def test_what_is_not_there(client: Client) -> None:
    problem(client.post("/v1/invoices/inv_9/dunning/hold", {"reason": "x"}), 404, "not_found")
    problem(client.post("/v1/customers/cus_9/hold", {"reason": "x"}), 404, "not_found")
    problem(client.post("/v1/customers/cus_9/resume"), 404, "not_found")


def work_off() -> None:
    """The worker takes what is in the outbox, and what comes of it."""
    while bodies_ := aws.outbox_bodies():
        functions.invoke("deliver", functions.batch(*bodies_))


def test_a_whole_customer_is_left_in_peace_and_goes_on(
    client: Client, path: str, clock: time_machine.Traveller
) -> None:
    client.request("PUT", path, {"workflow_id": "wf_standard"})
    held = client.post(f"{CUSTOMER}/hold", {"reason": "a big order"})
    same = client.post(f"{CUSTOMER}/hold", {"reason": "a big order"})
    assert (held.etag, same.etag, held.json["holds"]) == ('"2"', '"2"', same.json["holds"])
    assert [(each["kind"], each["reason"], each["actor"]) for each in held.json["holds"]] == [
        ("paused", "a big order", "staff:clerk")
    ]
    work_off()
    told = client.get(path).json
    assert (told["state"], told["holds"], told["customer_holds"]) == ("held", [], held.json["holds"])
    assert told["decided"]["reason"] == "paused"

    clock.move_to(NOW + timedelta(days=10))
    work_off()
    assert world.sent() == []
    assert client.post(f"{CUSTOMER}/resume").json["holds"] == []
    assert client.post(f"{CUSTOMER}/resume", {"kinds": ["paused"]}).json["holds"] == []
    work_off()
    assert client.get(path).json["state"] == "running"
    assert len(world.sent()) == 1


def test_a_hold_of_the_customer_survives_an_edit(client: Client) -> None:
    seen = client.get(CUSTOMER).etag
    held = client.post(f"{CUSTOMER}/hold", {"reason": "wrong goods", "kind": "dispute", "until": "2027-01-01"}).json
    problem(client.patch(CUSTOMER, {"locale": "en-IE"}, if_match=seen), 412, "stale_version")
    edited = client.patch(CUSTOMER, {"locale": "en-IE"}).json
    assert edited["holds"] == held["holds"] != []
    assert (edited["promises_kept"], edited["promises_broken"]) == (0, 0)
    assert wiring.customers().get("cus_1").holds[0].kind == "dispute"


@pytest.mark.parametrize(("what", "body"), [("hold", {"reason": "x"}), ("resume", {})])
def test_another_version_of_the_customer_is_neither_held_nor_resumed(
    client: Client, what: str, body: dict[str, Any]
) -> None:
    problem(client.post(f"{CUSTOMER}/{what}", body, **{"if-match": '"9"'}), 412, "stale_version")
    assert aws.outbox_bodies() == []


def test_a_hold_that_has_passed_is_no_longer_shown(client: Client, clock: time_machine.Traveller) -> None:
    client.post(f"{CUSTOMER}/hold", {"reason": "x", "until": "2026-12-01"})
    clock.move_to(NOW + timedelta(days=10))
    assert client.get(CUSTOMER).json["holds"] == []


@pytest.mark.parametrize("body", [{}, {"reason": "x", "kind": "promise"}, {"reason": "x", "until": "2026-11-22"}])
def test_a_hold_of_a_customer_says_what_to_change(client: Client, body: dict[str, Any]) -> None:
    assert found(client.post(f"{CUSTOMER}/hold", body))
    assert aws.outbox_bodies() == []


def test_an_address_that_is_tried_again_has_the_reminders_looked_at(client: Client) -> None:
    world.mark_undeliverable()
    client.post(f"{CUSTOMER}/clear-undeliverable", {"address": "ada@buyer.example"})
    assert aws.outbox_bodies() == [{"customer_id": "cus_1"}]
