"""A customer pays by the link in a mail, at the provider that is played."""

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind
from dunlin.domain.money import Money
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.capability import token_of
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings, PortalSettings
from portal.forms import proof
from tests import aws
from tests.builders import a_seller
from tests.functional import functions
from tests.functional.portal.visitor import HOST, get, post, tell
from tests.functional.world import email, store_invoice, store_message, store_parties, told

PORTAL = PortalSettings(pay_online=True, methods=(MethodSettings(Method.CARD), MethodSettings(Method.SEPA_DEBIT)))


@pytest.fixture
def link(aws_world: None) -> Iterator[str]:
    """The path of the page that the customer was mailed."""
    store_parties(a_seller(version=0, portal=PORTAL))
    invoice = store_invoice(status=Status.OPEN)
    store_message(invoice)
    token = token_of(email().email_id, key=wiring.signing_key())
    yield f"/p/{token}"
    assert token not in functions.LOGS.getvalue()


def invoice() -> Invoice:
    return wiring.invoices().get(email().invoice_id)


def checkout(link: str, method: str = "card") -> str:
    token = link.removeprefix("/p/")
    answer = post(f"{link}/pay", method=method, proof=proof(token))
    assert answer.status == 303
    return answer.headers["location"]


def press(page: str, deed: str) -> str:
    answer = post(page, do=deed)
    assert answer.status == 303, answer.content
    return answer.headers["location"]


def test_a_customer_pays_and_gets_a_receipt(link: str) -> None:
    page = checkout(link)
    shown = get(page)
    assert (shown.status, b"EUR 151.25" in shown.content, b"no money moves" in shown.content) == (200, True, True)
    assert press(page, "succeed") == f"{HOST}{link}"
    assert invoice().status is Status.PAID
    (receipt,) = aws.outbox()
    assert wiring.messages().get(receipt)[0].kind is MessageKind.RECEIPT


def test_looking_at_a_page_pays_nothing(link: str) -> None:
    before, entries = invoice(), told(invoice().invoice_id)
    get(checkout(link))
    assert (invoice(), told(invoice().invoice_id)) == (before, entries)


def test_two_tabs_lead_to_one_page_and_who_comes_later_is_told(link: str) -> None:
    one, other = checkout(link), checkout(link)
    assert one == other
    press(one, "succeed")
    assert checkout(link) == f"{HOST}{link}?payment=paid"
    press(other, "succeed")
    assert invoice().paid == 15125


def test_a_debit_lets_reminders_rest_until_it_fails(link: str) -> None:
    page = checkout(link, "sepa_debit")
    press(page, "process")
    assert checkout(link) == f"{HOST}{link}?payment=payment_processing"
    held = invoice().dunning
    assert held
    assert held.held_by(HoldKind.PROCESSING, now=wiring.now())
    press(page, "fail")
    after = invoice().dunning
    assert after
    assert not after.holds


def test_paying_twice_is_paid_once_and_the_rest_waits(link: str) -> None:
    press(checkout(link), "twice")
    (waiting,) = wiring.unapplied().waiting(limit=9).items
    assert (invoice().paid, waiting.unapplied) == (15125, 15125)


def test_what_was_paid_back_is_owed_again(link: str) -> None:
    page = checkout(link)
    press(page, "succeed")
    press(page, "refund")
    assert invoice().balance.amount == 15125


@pytest.mark.parametrize("method", ["paypal", "cash", ""])
def test_a_method_that_is_not_offered_leads_back(link: str, method: str) -> None:
    assert checkout(link, method) == f"{HOST}{link}?payment=not_offered"


def test_what_is_no_link_pays_nothing(link: str) -> None:
    for wrong in ("x", "A" * 43):
        answer = post(f"/p/{wrong}/pay", method="card", proof=proof(wrong))
        assert (answer.status, answer.headers["location"]) == (303, f"/p/{wrong}")


def test_a_form_that_no_page_of_ours_has_made_pays_nothing(link: str) -> None:
    for wrong in ("", proof("another")):
        assert post(f"{link}/pay", method="card", proof=wrong).status == 403


def test_who_has_not_signed_in_is_asked_to(link: str) -> None:
    answer = post(f"/portal/invoices/{invoice().invoice_id}/pay", method="card", proof=proof(""))
    assert (answer.status, answer.headers["location"]) == (303, "/portal/login")


@pytest.mark.parametrize(("deed", "paid"), [("dispute_lost", 0), ("dispute_won", 15125)])
def test_a_dispute_is_played_to_its_end(link: str, deed: str, paid: int) -> None:
    page = checkout(link)
    for each in ("succeed", "dispute", "dispute_withdrawn"):
        press(page, each)
    assert f'value="{deed}"' in get(page).content.decode()
    press(page, deed)
    assert invoice().paid == paid
    assert f"<strong>{deed}</strong>" in get(page).content.decode()


def test_where_customers_have_to_sign_in_a_link_alone_pays_nothing(link: str) -> None:
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), portal=replace(PORTAL, require_login=True)))
    assert checkout(link) == link


def test_nobody_can_make_up_a_page_or_lead_away_from_the_portal(link: str) -> None:
    page = checkout(link)
    path, _, _ = page.partition("?")
    for wrong in (f"{path}?back=https://evil.example/", path, page.replace("/att_", "/att_0")):
        assert get(wrong).status == 404
        assert post(wrong, do="succeed").status == 404
    assert invoice().status is Status.OPEN


def test_a_stack_that_plays_no_provider_has_no_such_page(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = checkout(link)
    monkeypatch.setitem(os.environ, "PAYMENT_PROVIDER", "none")
    wiring.payment_provider.cache_clear()
    assert (get(page).status, tell("test", b"{}", {}).status) == (404, 404)
    assert checkout(link) == f"{HOST}{link}?payment=not_offered"
    wiring.payment_provider.cache_clear()


def test_a_webhook_may_come_twice_and_must_be_signed(link: str) -> None:
    checkout(link)
    provider = wiring.payment_provider()
    assert isinstance(provider, PlayPayments)
    (attempt,) = wiring.attempts().of_invoice(invoice().invoice_id)
    body, headers = provider.webhook(provider.event(attempt, EventKind.SUCCEEDED))
    assert tell("test", body.replace(b"15125", b"1"), headers).status == 400
    assert tell("test", body, {}).status == 400
    assert [tell("test", body, headers).json["result"] for _ in range(2)] == ["applied", "known"]
    assert tell("stripe", body, headers).status == 404


def test_the_page_shows_each_way_to_pay_and_its_fee_before_anybody_pays(link: str) -> None:
    fee = Fee(FeePolicy.PASS_THROUGH, Decimal("1.5"), (Money(25, "EUR"),))
    sellers = wiring.sellers()
    methods = (MethodSettings(Method.PAYPAL, fee=fee), MethodSettings(Method.SEPA_DEBIT))
    sellers.put(replace(sellers.get("sel_1"), portal=replace(PORTAL, methods=methods)))
    shown = get(link).content.decode()
    assert (
        '<button type="submit" name="method" value="paypal">PayPal · <bdi>€153.81</bdi><small>includes a fee of €2.56'
        in shown
    )
    assert 'value="sepa_debit">SEPA direct debit · <bdi>€151.25</bdi><small>no extra fee' in shown


def test_whoever_comes_back_is_told_why_nothing_is_to_be_paid_now(link: str) -> None:
    press(checkout(link, "sepa_debit"), "process")
    shown = get(checkout(link)).content.decode()
    assert "A payment is under way" in shown
    assert 'name="method"' not in shown
    assert "<script>" not in get(f"{link}?payment=<script>").content.decode()


def test_whoever_is_back_before_the_provider_has_told_is_thanked(link: str) -> None:
    page = checkout(link)
    assert "We are waiting for word of your payment" in get(f"{link}?payment=begun").content.decode()
    press(page, "succeed")
    shown = get(f"{link}?payment=begun").content.decode()
    assert "Thank you. This invoice is paid" in shown
    assert "waiting for word" not in shown
