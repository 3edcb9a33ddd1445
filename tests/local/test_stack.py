"""The whole stack on a product as small as can be: HTTP, queues, SES, topics, schedules, the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from local.stack import Stack
from tests.local.calls import get, post

SAMPLE = Path(__file__).with_name("sample") / "template.yaml"
DAYS_5 = 5 * 86_400
numbers = count(1)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack(SAMPLE, parameters={}) as running:
        yield running


def new_id() -> str:
    return f"eml_{next(numbers)}"


def seen(stack: Stack) -> list[str]:
    notes: list[str] = get(f"{stack.url}/v1/seen").body
    return notes


def queues(stack: Stack) -> dict[str, dict[str, int]]:
    return {queue["name"]: queue for queue in get(f"{stack.url}/_local/queues").body["queues"]}


def test_a_mail_goes_from_the_api_through_the_queue_to_ses_and_its_events_come_back(stack: Stack) -> None:
    email = new_id()

    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/settle")

    assert {f"{email} Send", f"{email} Delivery"} <= set(seen(stack))
    assert get(f"{stack.url}/_local/mails").body["mails"][0]["to"] == ["someone@elsewhere.example"]


def test_ses_greets_its_topic_as_it_does_on_aws(stack: Stack) -> None:
    post(f"{stack.url}/_local/settle")

    assert "topic validated" in seen(stack)


def test_an_address_of_the_mailbox_simulator_bounces(stack: Stack) -> None:
    email = new_id()

    post(f"{stack.url}/v1/send", [{"id": email, "to": "bounce@simulator.amazonses.com"}])
    post(f"{stack.url}/_local/settle")

    assert {f"{email} Send", f"{email} Bounce"} <= set(seen(stack))
    assert f"{email} Delivery" not in seen(stack)


def test_what_a_reader_does_is_told_like_any_event(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/settle")

    told = post(f"{stack.url}/_local/mails/{email}/events", {"type": "Open", "is_bot": True})
    post(f"{stack.url}/_local/settle")

    assert told.body["open"]["isBotEvent"] == "Likely"
    assert f"{email} Open" in seen(stack)


def test_a_poisoned_message_ends_in_the_dead_letters_and_holds_nobody_up(stack: Stack) -> None:
    email = new_id()
    before = queues(stack)["DeadLetters"]["visible"]

    post(f"{stack.url}/v1/send", [{"poisoned": True}, {"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/clock", {"advance_seconds": 120})

    assert f"{email} Delivery" in seen(stack)
    assert queues(stack)["DeadLetters"]["visible"] == before + 1
    assert queues(stack)["Outbox"]["in_flight"] == 0


def test_a_delayed_message_waits_for_its_time(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example", "delay": 900}])

    post(f"{stack.url}/_local/clock", {"advance_seconds": 890})
    early = seen(stack)
    post(f"{stack.url}/_local/clock", {"advance_seconds": 20})

    assert f"{email} Delivery" not in early
    assert f"{email} Delivery" in seen(stack)


def test_a_schedule_fills_its_queue_at_its_moment_and_is_gone(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/later", {"id": email, "to": "someone@elsewhere.example"})
    planned = [schedule["Name"] for schedule in get(f"{stack.url}/_local/schedules").body["schedules"]]

    before = datetime.fromisoformat(get(f"{stack.url}/v1/now").body)
    post(f"{stack.url}/_local/clock", {"advance_seconds": 86_400})

    assert "later" in planned
    assert "later" not in str(get(f"{stack.url}/_local/schedules").body)
    assert timedelta(minutes=59) < stack.ses.find(email).sent_at - before < timedelta(minutes=61)


def test_the_functions_see_the_moved_clock_and_the_sweep_runs_twice_for_five_days(stack: Stack) -> None:
    post(f"{stack.url}/_local/clock", {"advance_seconds": 60})
    before, swept = datetime.fromisoformat(get(f"{stack.url}/v1/now").body), len(seen(stack))

    post(f"{stack.url}/_local/clock", {"advance_seconds": DAYS_5})

    after = datetime.fromisoformat(get(f"{stack.url}/v1/now").body)
    assert timedelta(seconds=DAYS_5) <= after - before < timedelta(seconds=DAYS_5 + 30)
    assert len(seen(stack)) == swept + 2  # after a minute, for what it plans, and in the end


def test_one_function_may_call_another_and_wait(stack: Stack) -> None:
    answer = post(f"{stack.url}/v1/echo", {"word": "hello"}).body

    assert answer["word"] == "hello"
    assert 0 < answer["milliseconds"] <= 1_000


def test_a_function_that_takes_too_long_is_stopped(stack: Stack) -> None:
    assert post(f"{stack.url}/v1/echo", {"seconds": 30}).body["errorType"] == "Runtime.ExitError"
    assert post(f"{stack.url}/v1/echo", {"seconds": 0}).body["seconds"] == 0


def test_a_function_that_died_is_there_again_for_the_next_request(stack: Stack) -> None:
    assert get(f"{stack.url}/v1/exit").status == 500
    assert get(f"{stack.url}/v1/seen").status == 200


def test_links_of_the_portal_lead_to_this_machine_and_are_not_tracked(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/settle")

    page = get(f"{stack.url}/_local/outbox/{email}/html")
    click = get(f"{stack.url}/_local/click/{email}?n=0")

    assert f'href="{stack.url}/p/token" ses:no-track' in page.body
    assert f'href="/_local/click/{email}?n=0"' in page.body
    assert (click.status, click.headers["location"]) == (302, "https://shop.example/?a=1&b=2")
    assert stack.ses.find(email).events[-1]["click"]["link"] == "https://shop.example/?a=1&b=2"


def test_looking_at_a_mail_is_no_open(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/settle")

    for path in ("/", "/_local/outbox", f"/_local/outbox/{email}", f"/_local/outbox/{email}/html"):
        assert get(f"{stack.url}{path}").status == 200

    assert list(stack.ses.find(email).happened) == ["Send", "Delivery"]


def test_the_mail_as_it_was_sent_and_its_attachment_can_be_had(stack: Stack) -> None:
    email = new_id()
    post(f"{stack.url}/v1/send", [{"id": email, "to": "someone@elsewhere.example"}])
    post(f"{stack.url}/_local/settle")

    page = get(f"{stack.url}/_local/outbox/{email}").body
    pdf = get(f"{stack.url}/_local/outbox/{email}/parts/4")

    assert f"/_local/outbox/{email}/parts/4" in page
    assert (pdf.body, pdf.headers["content-type"]) == ("%PDF-1.4", "application/pdf")
    assert "Subject: Your invoice" in get(f"{stack.url}/_local/mails/{email}.eml").body


@pytest.mark.parametrize("body", [{}, {"advance_seconds": "soon"}, {"advance_seconds": -1}, {"advance_seconds": 1e9}])
def test_the_clock_takes_only_a_sensible_number_of_seconds(stack: Stack, body: object) -> None:
    answer = post(f"{stack.url}/_local/clock", body)

    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_quiet_stack_keeps_its_log(stack: Stack) -> None:
    get(f"{stack.url}/v1/nowhere")

    assert any("GET /v1/nowhere → 500" in line for line in stack.log)


def test_a_port_that_is_taken_is_said_to_be(stack: Stack) -> None:
    port = int(stack.url.rpartition(":")[2])

    with pytest.raises(OSError, match="Address already in use"), Stack(SAMPLE, parameters={}, port=port):
        pass


def test_strangers_and_pages_from_elsewhere_are_turned_away(stack: Stack) -> None:
    assert get(f"{stack.url}/v1/seen", Host="rebound.example").status == 403
    assert post(f"{stack.url}/v1/send", [], Origin="https://elsewhere.example").status == 403
    assert post(f"{stack.url}/v1/send", [], Origin=stack.url).status == 200
