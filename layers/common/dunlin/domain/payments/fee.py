"""What paying costs: a fee that is passed through is grossed up, so that the seller nets what the invoice asks for."""

from decimal import ROUND_CEILING, Decimal

from dunlin.domain.dunning.workflow import amount_in
from dunlin.domain.money import Money, round_half_up
from dunlin.domain.portal.settings import Fee, FeePolicy


def kept(total: Money, fee: Fee) -> int:
    """Minor units that the provider keeps of a payment of `total`."""
    return round_half_up(total.amount * fee.percent / 100) + (amount_in(total.currency, fee.fixed) or 0)


def passed_through(amount: Money, fee: Fee, *, step: int = 1) -> Money:
    """What the customer pays on top: the least with which the seller nets `amount` after the provider has kept its
    part of the whole, in a total that is a multiple of `step` minor units. Nothing where the fee is absorbed.
    """
    nothing = Money(0, amount.currency)
    if fee.policy is FeePolicy.ABSORB:
        return nothing
    fixed = amount_in(amount.currency, fee.fixed) or 0
    exact = (amount.amount + fixed) / (1 - fee.percent / 100)
    total = _multiple(exact, step)
    # Rounding the provider's part may leave the seller one unit more than asked for.
    while (less := total - step) >= amount.amount and _net(less, amount.currency, fee) >= amount.amount:
        total = less
    return Money(total - amount.amount, amount.currency)


def _net(total: int, currency: str, fee: Fee) -> int:
    return total - kept(Money(total, currency), fee)


def _multiple(exact: Decimal, step: int) -> int:
    return int((exact / step).to_integral_value(rounding=ROUND_CEILING)) * step
