"""Amounts as Stripe wants them: its own tables of currencies (https://docs.stripe.com/currencies)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dunlin.adapters.stripe_amounts import from_stripe, step, to_stripe
from dunlin.domain.currency import EXPONENTS
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import Money

CHARGED = sorted(currency for currency in EXPONENTS if step(currency))


@pytest.mark.parametrize(
    ("money", "stripes"),
    [
        (Money(124050, "EUR"), 124050),
        (Money(500, "JPY"), 500),
        (Money(5120, "KWD"), 5120),  # 5.120 dinars; 5.124 would not do
        (Money(1050, "HUF"), 1050),  # charged with two decimals, only paid out without
        (Money(5, "ISK"), 500),  # no decimals, yet written with two
        (Money(5, "UGX"), 500),
        (Money(1200, "MGA"), 12),  # two decimals by ISO, none by Stripe
        (Money(990, "CLP"), 990),
    ],
)
def test_an_amount_is_written_as_stripe_has_it_and_read_back(money: Money, stripes: int) -> None:
    assert to_stripe(money) == stripes
    assert from_stripe(stripes, money.currency.lower()) == money


@pytest.mark.parametrize("money", [Money(5124, "KWD"), Money(1250, "MGA"), Money(1000, "IQD"), Money(1, "CLF")])
def test_what_stripe_cannot_charge_to_the_last_digit_is_refused(money: Money) -> None:
    with pytest.raises(InvalidInput):
        to_stripe(money)


@given(some.sampled_from(CHARGED), some.integers(1, 10**9))
def test_whatever_is_a_multiple_of_the_step_is_the_same_there_and_back(currency: str, times: int) -> None:
    smallest = step(currency)
    assert smallest
    money = Money(times * smallest, currency)
    assert from_stripe(to_stripe(money), currency) == money


def test_a_fraction_of_a_krona_that_stripe_tells_is_rounded_down() -> None:
    assert from_stripe(4010, "isk") == Money(40, "ISK")
