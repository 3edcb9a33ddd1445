"""Whom a message goes to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dunlin.domain.customer import Contact, Customer, EmailPreferences, Role, UndeliverableAddress, normalise
from dunlin.domain.errors import InvalidInput
from dunlin.domain.message import Header
from dunlin.domain.recipients import choose, is_address
from tests.builders import a_customer

BILLING = Contact("con_1", "Bill", "bill@buyer.example", "", (Role.BILLING,))
PRIMARY = Contact("con_2", "Prima", "prima@buyer.example", "", (Role.PRIMARY,))
FINANCE = Contact("con_3", "Fin", "fin@buyer.example", "", (Role.FINANCE, Role.ESCALATION))
PREFERENCES = EmailPreferences(to=("ap@buyer.example",), cc=("boss@buyer.example",), bcc=("audit@buyer.example",))


def _chosen(customer: Customer, **given: Any) -> list[str]:
    return [f"{each.header}:{each.address}" for each in choose(customer, **given)]


def _problems(customer: Customer, **given: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        choose(customer, **given)
    return {problem.where: problem.message for problem in refusal.value.problems}


def test_the_customers_preferences_win_over_its_contacts() -> None:
    customer = a_customer(contacts=(BILLING,), preferences=PREFERENCES)
    assert _chosen(customer) == ["to:ap@buyer.example", "cc:boss@buyer.example", "bcc:audit@buyer.example"]


@pytest.mark.parametrize(
    ("contacts", "to"),
    [
        ((PRIMARY, BILLING), "to:bill@buyer.example"),
        ((PRIMARY, FINANCE), "to:prima@buyer.example"),
        ((Contact("con_1", "No mail", roles=(Role.BILLING,)), PRIMARY), "to:prima@buyer.example"),
        ((BILLING, Contact("con_9", "Two", "two@buyer.example", "", (Role.BILLING,))), "to:bill@buyer.example"),
    ],
)
def test_else_the_billing_contact_else_the_primary_one(contacts: tuple[Contact, ...], to: str) -> None:
    assert _chosen(a_customer(contacts=contacts)) == [to]


@pytest.mark.parametrize("contacts", [(), (FINANCE,), (Contact("con_1", "No mail", roles=(Role.PRIMARY,)),)])
def test_else_there_is_a_problem_that_says_what_to_do(contacts: tuple[Contact, ...]) -> None:
    problems = _problems(a_customer(contacts=contacts))
    assert "Buyer Ltd has no address to send to: give `to`" in problems["/to"]


def test_copies_alone_are_no_recipient() -> None:
    assert "/to" in _problems(a_customer(contacts=()), cc=["boss@buyer.example"])


def test_a_billing_contact_is_joined_by_the_preferred_copies() -> None:
    customer = a_customer(contacts=(BILLING,), preferences=EmailPreferences(cc=("boss@buyer.example",)))
    assert _chosen(customer) == ["to:bill@buyer.example", "cc:boss@buyer.example"]


def test_whoever_the_sender_names_replaces_everybody() -> None:
    assert _chosen(a_customer(preferences=PREFERENCES), to=["me@seller.example"]) == ["to:me@seller.example"]


def test_the_senders_copies_replace_the_preferred_ones() -> None:
    customer = a_customer(preferences=PREFERENCES)
    assert _chosen(customer, cc=["new@buyer.example"]) == [
        "to:ap@buyer.example",
        "cc:new@buyer.example",
        "bcc:audit@buyer.example",
    ]


def test_one_mailbox_gets_one_mail_in_its_most_visible_header() -> None:
    chosen = _chosen(
        a_customer(),
        to=["Ada@Buyer.example", "ada@buyer.example "],
        cc=["ADA@buyer.example", "bo@buyer.example"],
        bcc=["bo@buyer.example"],
    )
    assert chosen == ["to:Ada@Buyer.example", "cc:bo@buyer.example"]


def test_a_contacts_name_comes_along_with_its_address() -> None:
    named, other = choose(a_customer(), to=["ADA@buyer.example", "x@buyer.example"])
    assert (named.name, other.name, named.header) == ("Ada Buyer", "", Header.TO)


def test_an_undeliverable_address_is_refused_with_its_reason_and_what_to_do() -> None:
    dead = UndeliverableAddress("ada@buyer.example", "bounced (Permanent/General)", datetime(2026, 11, 1, tzinfo=UTC))
    problems = _problems(a_customer(undeliverable=(dead,)), to=["Ada@buyer.example"])
    assert problems["/to"].startswith(
        "Ada@buyer.example is undeliverable since 2026-11-01 (bounced (Permanent/General)): correct"
    )


def test_all_bad_recipients_are_named_at_once_each_where_it_stands() -> None:
    problems = _problems(a_customer(), to=["no address"], cc=["also@bad"], bcc=["fine@buyer.example"])
    assert problems == {"/to": "'no address' is not an e-mail address", "/cc": "'also@bad' is not an e-mail address"}


def test_fifty_recipients_are_the_most() -> None:
    fifty = [f"p{number}@buyer.example" for number in range(50)]
    assert len(choose(a_customer(), to=fifty)) == 50
    assert "51 recipients are more than the 50" in _problems(a_customer(), to=fifty, cc=["one@more.example"])["/to"]


@pytest.mark.parametrize(
    "text",
    [
        "a@b.co",
        "ada.buyer+inv@mail.buyer.example",
        "o'neil@x.org",
        "success@simulator.amazonses.com",
        "a@xn--bcher-kva.de",
    ],
)
def test_addresses_that_ses_takes(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@b.co",
        "a@b",
        "a@b.c",
        "a b@c.de",
        "a@b.co\n",
        "a@b.co\r\nBcc: x@y.zz",
        "a,b@c.de",
        "<a@b.co>",
        ".a@b.co",
        "a.@b.co",
        "a..b@c.de",
        "a@b..co",
        "a@.b.co",
        "a@-b.co",
        "a@b-.co",
        "a@b.co-",
        "ä@b.co",
        "a@bücher.de",
        '"a b"@c.de',
        "a@[127.0.0.1]",
        "a" * 65 + "@b.co",
        "a@" + "b" * 64 + ".co",
        "a@" + "b." * 130 + "co",
    ],
)
def test_what_is_no_address_or_would_be_two(text: str) -> None:
    assert not is_address(text)


def test_spellings_of_one_mailbox_are_compared_without_case_and_spaces() -> None:
    assert normalise(" Ada@BUYER.example ") == "ada@buyer.example"
