"""Reports over HTTP: what was sent and what came of it, and what is owed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.email import about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice, Payment, Status, pay
from dunlin.domain.portal.reply import Reply
from dunlin.domain.portal.settings import Answer
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.services.answer_invoice import answer_invoice
from dunlin.services.ports.sending import Change
from dunlin.services.report_aging import report_aging
from tests.builders import NOW, a_customer, an_entry
from tests.functional.api.problems import found
from tests.functional.http import Answer as Reading
from tests.functional.http import Client
from tests.functional.world import store_parties
from tests.reminded import a_reminder, delivered
from tests.stored_reminders import store_owed, store_reminder
from tests.wire import tapped

ACTIVITY, AGING = "/v1/reports/dunning-activity", "/v1/reports/aging"
DAY = timedelta(days=1)
ODD = a_customer(customer_id="cus_2")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        yield


@pytest.fixture
def client(aws_world: None) -> Client:
    return Client("dunlin/read")


def remind(invoice: Invoice, *, days: int = 0, number: int = 1) -> None:
    """A reminder that has arrived, so many days after the invoice was made."""
    (email,) = a_reminder(invoice, decided=NOW + days * DAY, number=number)
    store_reminder((email,), invoice)
    entry = an_entry(invoice, entry_id=f"tml_left_{email.email_id}", type="email.delivered", data=about(email))
    wiring.messages().change(Change(email, replace(delivered(email), wake_at=None), entry))


def take_money(invoice: Invoice, on: date, amount: int = 15125) -> None:
    invoice = wiring.invoices().get(invoice.invoice_id)
    after = pay(invoice, Payment(f"pay_{on}", amount, on), now=NOW)
    wiring.invoices().change(invoice, after, entry=an_entry(invoice, entry_id=f"tml_paid_{on}"))


def as_csv(client: Client, path: str, **query: Any) -> Reading:
    return client.request("GET", path, headers={"accept": "text/csv"}, query=query)


def rows(answer: Reading) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def answer(invoice: Invoice, reply: Reply) -> None:
    """The customer answers in the portal."""
    actor = Actor(ActorKind.CUSTOMER, "ada@buyer.example")
    answer_invoice(invoice.invoice_id, reply, desk=wiring.desk(actor), doorkeeper=wiring.doorkeeper())


def test_what_the_customer_answered_in_the_portal_stands_beside_the_reminder(client: Client) -> None:
    store_parties()
    owed = store_owed(number="2026-001")
    remind(owed)
    today = wiring.now().date()
    answer(owed, Reply(Answer.ALREADY_PAID, on=today, reference='=1+1"; x'))
    answer(owed, Reply(Answer.WRONG, text="@SUM(A1)"))
    answer(owed, Reply(Answer.WILL_PAY, on=today + DAY))
    answer(owed, Reply(Answer.QUESTION, text="-2+3"))
    with tapped() as wire:
        (row,) = client.get(ACTIVITY).json["items"]
        assert wire.calls == ["dynamodb.Query"] * (len(wire.calls) - 2) + ["dynamodb.BatchGetItem"] * 2
    told = [(each["kind"], each["state"], each["reason"]) for each in row["responses"]]
    assert sorted(told) == [
        ("already_paid", "open", f'Paid on: {today}; Reference: =1+1"; x'),
        ("dispute", "open", "Text: @SUM(A1)"),
        ("promise", "open", ""),
        ("question", "open", "Text: -2+3"),
    ]
    (cells,) = rows(as_csv(client, ACTIVITY))
    assert "open question: Text: -2+3" in cells["responses"]
    assert not cells["responses"].startswith(("=", "+", "-", "@"))
    at = f"/v1/invoices/{owed.invoice_id}/dunning"
    Client().post(f"{at}/attended", {})
    Client().post(f"{at}/resume", {"kinds": ["dispute"]})
    later = {each["kind"]: each["state"] for each in client.get(ACTIVITY).json["items"][0]["responses"]}
    assert later == {"already_paid": "attended", "dispute": "resolved", "promise": "open", "question": "attended"}


def test_what_became_of_each_reminder(client: Client) -> None:
    paid, owed = store_owed(number="2026-001"), store_owed(number="2026-002")
    remind(paid)
    remind(owed, days=1, number=2)
    take_money(paid, date(2026, 11, 26))
    told = client.get(ACTIVITY, paid_within=7).json

    assert [each["invoice_number"] for each in told["items"]] == ["2026-002", "2026-001"]
    row = told["items"][1]
    assert {name: row[name] for name in ("recipient", "status", "number", "workflow_id", "days_late")} == {
        "recipient": "ada@buyer.example", "status": "DELIVERED", "number": 1, "workflow_id": "wf_1", "days_late": 7,
    }  # fmt: skip
    assert (row["asked"], row["balance"]) == (
        {"amount": 15125, "currency": "EUR"},
        {"amount": 0, "currency": "EUR"},
    )
    assert (row["paid_on"], row["paid_after_days"], row["paid_within"]) == ("2026-11-26", 4, True)
    assert (row["decided_at"], row["sent_at"]) == ("2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z")
    assert told["page_totals"] == told["page_totals_by_currency"]["EUR"]
    assert told["page_totals"] == {
        "mails": 2, "reminders": 2, "people_reached": 1, "opened": 0, "invoices": 2, "paid_within": 1,
        "asked": [{"amount": 30250, "currency": "EUR"}],
    }  # fmt: skip
    assert (told["paid_within"], told["next_cursor"]) == (7, None)
    assert client.get(ACTIVITY, paid_within=3).json["page_totals"]["paid_within"] == 0


def test_reminders_are_filtered_and_come_page_by_page(client: Client) -> None:
    for days in range(4):
        invoice = store_owed(number=f"n-{days}", customer=a_customer(customer_id=f"cus_{days % 2}"))
        remind(invoice, days=days, number=days % 2 + 1)

    def numbers(**query: Any) -> list[str]:
        return [each["invoice_number"] for each in client.get(ACTIVITY, **query).json["items"]]

    assert numbers(**{"from": "2026-11-23", "to": "2026-11-24"}) == ["n-2", "n-1"]
    assert numbers(to="2026-11-22", time_zone="Pacific/Auckland") == ["n-0"]
    assert numbers(customer_id="cus_1") == numbers(number=2) == ["n-3", "n-1"]
    assert numbers(workflow_id="wf_2") == []
    first = client.get(ACTIVITY, limit=3).json
    assert numbers(limit=3, cursor=first["next_cursor"]) == ["n-0"]


def test_activity_as_a_table_is_no_formula_and_leads_on(client: Client) -> None:
    odd = replace(ODD, party=replace(ODD.party, name="=cmd|' /C calc'!A0"))
    for days in range(2):
        remind(store_owed(number=f"n-{days}", customer=odd), days=days)
    answer = as_csv(client, ACTIVITY, limit=1, number=1)
    [row] = rows(answer)
    assert row["customer_name"] == "'=cmd|' /C calc'!A0"
    assert (row["amount_asked"], row["balance"], row["currency"]) == ("151.25", "151.25", "EUR")
    assert (row["sent_at"], row["paid_on"], row["paid_within"]) == ("2026-11-23T09:30:00+00:00", "", "no")
    link = answer.headers["link"]
    assert link.startswith(f"<{ACTIVITY}?limit=1&number=1&cursor=")
    assert link.endswith('>; rel="next"')
    cursor = link.partition("cursor=")[2].partition(">")[0]
    assert [each["invoice_number"] for each in rows(as_csv(client, ACTIVITY, limit=1, cursor=cursor))] == ["n-0"]


def test_a_reminder_that_was_called_back_tells_why_and_counts_for_nothing(client: Client) -> None:
    invoice = store_owed()
    (email,) = a_reminder(invoice)
    store_reminder((email,), invoice)
    after = replace(email, status=EmailStatus.CANCELLED, status_reason="the invoice is paid", wake_at=None)
    entry = an_entry(invoice, entry_id="tml_9", type="email.cancelled", data=about(after))
    wiring.messages().change(Change(email, after, entry))
    told = client.get(ACTIVITY).json
    assert [(each["status"], each["status_reason"], each["sent_at"]) for each in told["items"]] == [
        ("CANCELLED", "the invoice is paid", None)
    ]
    assert told["page_totals"]["mails"] == told["page_totals"]["people_reached"] == 0


def test_what_is_owed_by_age(client: Client) -> None:
    first = store_owed(number="n-1", due_date=date(2026, 11, 21))
    store_owed(number="n-2", due_date=date(2027, 1, 15))
    store_owed(number="n-3", due_date=date(2026, 11, 21), status=Status.VOID)
    take_money(first, date(2026, 12, 10), 5000)
    told = client.get(AGING).json

    assert (told["as_of"], told["next_cursor"]) == ("2026-12-22", None)
    buckets = {
        "current": 15125, "days_1_30": 0, "days_31_60": 10125, "days_61_90": 0, "days_over_90": 0, "total": 25250,
        "invoices": 2,
    }  # fmt: skip
    customer = {"customer_id": "cus_1", "customer_name": "Buyer Ltd", **buckets}
    assert told["currencies"] == [{"currency": "EUR", "customers": [customer], **buckets}]
    [before] = client.get(AGING, as_of="2026-12-09").json["currencies"]
    assert (before["days_1_30"], before["total"]) == (15125, 30250)
    assert client.get(AGING, currency="USD").json["currencies"] == []
    assert client.get(AGING, customer_id="cus_2").json["currencies"] == []


def test_aging_as_a_table(client: Client) -> None:
    store_owed(number="n-1", due_date=date(2026, 11, 21))
    answer = as_csv(client, AGING, as_of="2026-11-25")
    assert answer.headers["content-disposition"] == 'attachment; filename="aging-2026-11-25.csv"'
    assert answer.content.decode() == (
        "as_of,customer_id,customer_name,currency,"
        "current,days_1_30,days_31_60,days_61_90,days_over_90,total,invoices\r\n"
        "2026-11-25,cus_1,Buyer Ltd,EUR,0.00,151.25,0.00,0.00,0.00,151.25,1\r\n"
    )


def test_many_invoices_come_in_pages_that_add_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = dict(report_aging.__kwdefaults__ or {})
    monkeypatch.setattr(report_aging, "__kwdefaults__", {**defaults, "most": 2})
    for number in range(3):
        store_owed(number=f"n-{number}")
    first = client.get(AGING).json
    second = client.get(AGING, cursor=first["next_cursor"]).json
    assert [each["currencies"][0]["invoices"] for each in (first, second)] == [2, 1]
    assert second["next_cursor"] is None
    assert "as_of=2026-12-22&cursor=" in as_csv(client, AGING).headers["link"]
    assert list(found(client.get(AGING, as_of="2026-12-01", cursor=first["next_cursor"]))) == ["cursor"]


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        (ACTIVITY, {"from": "yesterday"}, "from"),
        (ACTIVITY, {"to": "9999-12-31"}, "to"),
        (ACTIVITY, {"time_zone": "Mars/Olympus"}, "time_zone"),
        (ACTIVITY, {"limit": 501}, "limit"),
        (AGING, {"currency": "EURO"}, "currency"),
        (AGING, {"as_of": "soon"}, "as_of"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client: Client, path: str, query: dict[str, Any], where: str) -> None:
    assert [each.rpartition("/")[2] for each in found(client.get(path, **query))] == [where]
