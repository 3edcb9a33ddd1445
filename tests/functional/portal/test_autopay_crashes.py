"""The portal dies before and after each AWS call of an agreement: the repetition makes it whole, and it is one."""

from itertools import count

import pytest

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.event import ProviderEvent
from tests import aws
from tests.builders import a_customer
from tests.functional import world
from tests.functional.portal.autopay import HOME, Visit, agreements, mails, signed_in, store
from tests.functional.portal.visitor import tell
from tests.wire import KilledError, tapped


@pytest.fixture(autouse=True)
def ready(aws_world: None) -> None:
    store()
    wiring.payment_provider()  # its secret is asked for once by a process


def ours() -> tuple[Agreement, ...]:
    return tuple(each for each in agreements() if each.active)


def visit(number: int) -> Visit:
    return Visit(signed_in(f"{number:043}"))


def conclude(somebody: Visit, setup_id: str, event: ProviderEvent | None) -> None:
    """By the provider's word, or by coming back."""
    if event:
        assert tell("test", *provider().webhook(event)).status == 200
    else:
        assert somebody.browser.get(f"{HOME}/setups/{setup_id}").status == 303


def provider() -> PlayPayments:
    made = wiring.payment_provider()
    assert isinstance(made, PlayPayments)
    return made


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_beginning_leads_to_one_page(when: str) -> None:
    pages = set()
    somebody = visit(0)
    for at in count():
        somebody.form()
        try:
            with tapped(at=at, when=when) as wire:
                somebody.provider()
        except KilledError:
            pages.add(somebody.provider())
        if wire.at is not None:  # nobody was killed: that was the last call
            break
    assert at > 5
    assert len(pages) == 1
    assert agreements() == ()


@pytest.mark.parametrize("told", [False, True], ids=["back", "webhook"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_conclusion_makes_one_agreement(when: str, told: bool) -> None:  # noqa: FBT001
    for at in count():
        somebody = visit(at)
        setup_id = somebody.provider().split("/")[4]
        event = provider().agree(setup_id, "succeeds") if told else None
        provider().agree(setup_id, "succeeds")
        aws.outbox_bodies()

        try:
            with tapped(at=at, when=when) as wire:
                conclude(somebody, setup_id, event)
        except KilledError:
            conclude(somebody, setup_id, event)
        assert len(agreements()) == at + 1, wire.calls
        assert len(ours()) == 1
        assert mails().count("autopay_started") == at + 1, wire.calls
        assert {"customer_id": "cus_1"} in aws.outbox_bodies()
        if wire.at is not None:
            break
    assert at > 5


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_turning_it_off_ends_it_once(when: str) -> None:
    for at in count():
        somebody = visit(at)
        path = f"{HOME}/agreements/{somebody.set_up().agreement_id}/end"
        page = somebody.browser.get(path).content.decode()
        aws.outbox_bodies()
        try:
            with tapped(at=at, when=when) as wire:
                somebody.browser.post(path)
        except KilledError:
            somebody.browser.page = page
            assert somebody.browser.post(path).status == 303
        assert ours() == ()
        assert mails().count("autopay_ended") == at + 1, wire.calls
        assert {"customer_id": "cus_1"} in aws.outbox_bodies()
        if wire.at is not None:
            break
    assert at > 5


def test_a_change_by_staff_between_reading_and_writing_is_not_lost() -> None:
    somebody = visit(0)
    setup_id = somebody.provider().split("/")[4]
    provider().agree(setup_id, "succeeds")
    customers = wiring.customers()
    real = customers.put
    calls = []

    def put(customer: object) -> object:
        calls.append(customer)
        if len(calls) == 1:
            before = customers.get("cus_1")
            real(a_customer(version=before.version, locale="de-DE", contacts=before.contacts))
        return real(customer)  # type: ignore[arg-type]

    customers.put = put  # type: ignore[method-assign, assignment]
    try:
        somebody.browser.get(f"{HOME}/setups/{setup_id}")
    finally:
        del customers.put
    stored = customers.get("cus_1")
    assert (stored.locale, len(stored.agreements)) == ("de-DE", 1)
    assert world.email()
