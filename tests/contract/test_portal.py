"""Links, codes and sessions: the fakes keep what DynamoDB keeps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.message import Recipient
from dunlin.domain.money import Money
from dunlin.domain.payments.agreeing import Setup
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.access import Login, Session
from dunlin.domain.portal.capability import token_of
from dunlin.domain.portal.link import contact_scope, email_scope, link_of
from dunlin.services.ports.agreements import Setups
from dunlin.services.ports.portal import Doorkeeper, Links
from tests.builders import NOW, a_message, an_email, an_entry
from tests.fakes_portal import FakeDoorkeeper, FakeLinks, FakeSetups
from tests.functional import world

LOGIN = Login("eml_1", "Ada@buyer.example", ("cus_1",), NOW, "browser_1")
SESSION = Session("ada@buyer.example", ("cus_1",), NOW)
HOUR = timedelta(hours=1)
EMAILS = tuple(
    an_email(
        email_id=f"eml_01_{number}",
        created_at=NOW + timedelta(minutes=number),
        recipient=Recipient(address, contact_id="con_1"),
    )
    for number, address in ((1, "Ada@buyer.example"), (2, "ada@buyer.example"), (3, "bob@buyer.example"))
)


def token(email_id: str) -> str:
    return token_of(email_id, key=wiring.signing_key())


@pytest.fixture(params=["fake", "dynamodb"])
def links(request: pytest.FixtureRequest, aws_world: None) -> Links:
    if request.param == "fake":
        return FakeLinks({token(each.email_id): link for each in EMAILS if (link := link_of(each))})
    world.store_parties()
    invoice = world.store_invoice()
    emails = tuple(replace(each, invoice_id=invoice.invoice_id) for each in EMAILS)
    wiring.messages().plan(a_message(invoice), emails, invoice=invoice, entry=an_entry(invoice))
    return wiring.links()


@pytest.fixture(params=["fake", "dynamodb"])
def door(request: pytest.FixtureRequest, aws_world: None) -> Doorkeeper:
    return FakeDoorkeeper() if request.param == "fake" else wiring.doorkeeper()


def test_a_link_is_found_by_its_token_alone(links: Links) -> None:
    found = links.find(token("eml_01_1"))
    assert (found.link, found.revoked_at) == (link_of(EMAILS[0]), None)
    with pytest.raises(NotFound):
        links.find("eml_01_1")


def test_the_links_of_a_mailbox_are_found_however_it_is_spelled_newest_first(links: Links) -> None:
    assert [each.email_id for each in links.of_recipient("ADA@buyer.example")] == ["eml_01_2", "eml_01_1"]
    assert links.of_recipient("eve@buyer.example") == ()


def test_a_revocation_is_seen_by_all_links_of_its_name(links: Links) -> None:
    links.revoke(email_scope("eml_01_1"), at=NOW)
    assert [links.find(token(f"eml_01_{each}")).revoked_at for each in (1, 2)] == [NOW, None]
    links.revoke(contact_scope("cus_1", "con_1"), at=NOW + HOUR)
    assert [links.find(token(f"eml_01_{each}")).revoked_at for each in (1, 2)] == [NOW + HOUR] * 2
    assert links.revoked(()) is None


def tried(door: Doorkeeper, address: str = "ada@buyer.example", browser: str = "browser_1") -> Login | None:
    return door.attempt(address, browser=browser, most=2)


def test_tries_in_another_browser_are_not_counted_and_find_nothing(door: Doorkeeper) -> None:
    door.expect(LOGIN)
    assert [tried(door, browser="browser_2") for _ in range(3)] == [None] * 3
    assert tried(door) == LOGIN


def test_a_code_that_another_browser_asks_for_leaves_this_one_alone(door: Doorkeeper) -> None:
    other = replace(LOGIN, email_id="eml_2", browser="browser_2")
    door.expect(LOGIN)
    door.expect(other)
    assert (tried(door), tried(door, browser="browser_2")) == (LOGIN, other)
    assert (door.use_up(LOGIN), door.use_up(other)) == (True, True)


def test_a_mail_tells_its_login_until_a_newer_takes_its_place(door: Doorkeeper) -> None:
    assert door.mailed("eml_1") is None
    door.expect(LOGIN)
    assert door.mailed("eml_1") == LOGIN
    door.expect(replace(LOGIN, email_id="eml_2"))
    assert not door.use_up(LOGIN)


def test_a_code_has_so_many_tries_and_the_next_has_as_many_again(door: Doorkeeper) -> None:
    assert tried(door) is None
    door.expect(LOGIN)
    assert [tried(door) for _ in range(3)] == [LOGIN, LOGIN, None]
    door.expect(LOGIN)
    assert tried(door, "ADA@buyer.example") == LOGIN


def test_a_code_is_used_up_once_and_not_in_place_of_another(door: Doorkeeper) -> None:
    door.expect(LOGIN)
    assert not door.use_up(replace(LOGIN, email_id="eml_2"))
    assert [door.use_up(LOGIN), door.use_up(LOGIN)] == [True, False]
    assert tried(door) is None


def test_a_session_is_there_until_it_is_dismissed(door: Doorkeeper) -> None:
    assert door.session("t") is None
    door.admit("t", SESSION)
    assert door.session("t") == SESSION
    for _ in range(2):
        door.dismiss("t")
    assert door.session("t") is None


def test_so_many_are_allowed_in_a_window_and_in_the_next(door: Doorkeeper) -> None:
    def allowed(what: str, hours: int = 0) -> bool:
        return door.allows(what, most=2, window=HOUR, now=NOW + hours * HOUR)

    assert [allowed("a") for _ in range(3)] == [True, True, False]
    assert allowed("b")
    assert allowed("a", hours=1)


@pytest.fixture(params=["fake", "dynamodb"])
def setups(request: pytest.FixtureRequest, aws_world: None) -> Setups:
    return FakeSetups() if request.param == "fake" else wiring.setups()


def test_what_was_begun_is_found_by_its_id_and_may_be_put_again(setups: Setups) -> None:
    begun = Setup(
        *("set_1", "vis_1", "cus_1", "sel_1", "stripe", Method.CARD, (Money(5000, "EUR"),)),
        *("I agree.\nIn full.", "en-GB", "ada@buyer.example", NOW, "cs_1", "https://checkout.stripe.com/c/pay/cs_1"),
    )
    for _ in range(2):
        setups.put(begun)
    assert setups.get("set_1") == begun
    with pytest.raises(NotFound):
        setups.get("set_2")
