"""A fee that is passed through: the seller nets what the invoice asks for, to the last minor unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dunlin.domain.money import Money
from dunlin.domain.payments.fee import kept, passed_through
from dunlin.domain.portal.settings import Fee, FeePolicy

AMOUNTS = some.integers(1, 10**12)
PERCENTS = some.decimals("0", "15", places=4)
FIXED = some.integers(0, 5_000)


def passed(percent: Decimal | str, fixed: int = 0, currency: str = "EUR") -> Fee:
    return Fee(FeePolicy.PASS_THROUGH, Decimal(percent), (Money(fixed, currency),) if fixed else ())


@given(AMOUNTS, PERCENTS, FIXED)
def test_the_seller_nets_exactly_what_the_invoice_asks_for(amount: int, percent: Decimal, fixed: int) -> None:
    owed, fee = Money(amount, "EUR"), passed(percent, fixed)
    total = owed + passed_through(owed, fee)
    assert total.amount - kept(total, fee) == amount


@given(AMOUNTS, PERCENTS, FIXED, some.sampled_from([1, 10, 100]))
def test_one_step_less_would_leave_the_seller_short(amount: int, percent: Decimal, fixed: int, step: int) -> None:
    owed, fee = Money(amount, "EUR"), passed(percent, fixed)
    total = (owed + passed_through(owed, fee, step=step)).amount
    assert total % step == 0
    assert total - kept(Money(total, "EUR"), fee) >= amount
    less = total - step
    assert less < amount or less - kept(Money(less, "EUR"), fee) < amount


@given(AMOUNTS, AMOUNTS, PERCENTS, FIXED)
def test_whoever_owes_more_never_pays_less(one: int, other: int, percent: Decimal, fixed: int) -> None:
    fee = passed(percent, fixed)
    small, large = (Money(each, "EUR") for each in sorted((one, other)))
    assert small + passed_through(small, fee) <= large + passed_through(large, fee)


@pytest.mark.parametrize(
    ("owed", "fee", "on_top"),
    [
        (Money(10_000, "EUR"), passed("1.5", 25), 178),  # 101.78 - 1.5 % (1.53) - 0.25 = 100.00
        (Money(500, "JPY"), passed("3.6"), 19),  # 519 - 3.6 % (19) = 500
        (Money(1_235, "KWD"), passed("2", 100, "KWD"), 127),
        (Money(10_000, "EUR"), passed("0", 25, "USD"), 0),
        (Money(10_000, "EUR"), Fee(FeePolicy.ABSORB, Decimal("1.5")), 0),
    ],
)
def test_what_the_customer_pays_on_top(owed: Money, fee: Fee, on_top: int) -> None:
    assert passed_through(owed, fee) == Money(on_top, owed.currency)
