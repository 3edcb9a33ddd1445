"""A customer agrees at Stripe: is back, or is told of by Stripe, in whatever order, and it is one agreement."""

from itertools import permutations

import pytest

from dunlin import wiring
from tests.functional.portal.autopay import HOME, Visit, agreements, mails, signed_in, store
from tests.functional.portal.visitor import tell
from tests.unit.adapters.stripe_setup import session
from tests.unit.adapters.stripe_webhooks import body, signed
from tests.unit.adapters.test_stripe_payments import FakeStripe, provider


@pytest.mark.parametrize("order", list(permutations(["back", "webhook", "back"], 2)))
def test_one_agreement_comes_of_it(aws_world: None, monkeypatch: pytest.MonkeyPatch, order: tuple[str, str]) -> None:
    wire = FakeStripe(session())
    stripe = provider(wire)
    monkeypatch.setattr(wiring, "payment_provider", lambda: stripe)
    store()
    visit = Visit(signed_in())
    answer = visit.agree()
    assert answer.headers["location"] == "https://checkout.stripe.com/c/pay/cs_test_a1b2c3"
    back = wire.asked[0][2]["success_url"]
    setup_id = back.rpartition("/")[2]
    told = body("checkout_setup", metadata={"dunlin_setup": setup_id})
    for each in order:
        if each == "back":
            assert visit.browser.get(f"{HOME}/setups/{setup_id}").headers["location"] == f"{HOME}?note=done_set_up"
        else:
            assert tell("stripe", told, signed(told)).json == {"result": "applied"}
    (agreement,) = agreements()
    assert (agreement.mandate.label, agreement.mandate.means) == ("Visa •••• 4242", "pm_1QaCard")
    assert mails() == ["autopay_started"]
