"""How a charge came about, as a text that its customer can check with a calculator."""

from dunlin.domain.dunning.charges import Charge, Term
from dunlin.domain.money import Money, to_decimal


def fee_formula(amount: int, currency: str, reason: str) -> str:
    """`EUR 5.00 for reminder 2`."""
    return f"{_money(amount, currency)} {reason}"


def interest_formula(charge: Charge, currency: str) -> str:
    """`EUR 1,240.50 × 10.15 % × 24 days / 365 (2026-11-06 to 2026-11-29) = EUR 8.28`."""
    terms = " + ".join(_term(each, currency) for each in charge.terms)
    limited = "" if charge.amount == charge.reckoned else f", limited to {_money(charge.amount, currency)}"
    return f"{terms} = {_money(charge.reckoned, currency)}{limited}"


def _term(term: Term, currency: str) -> str:
    old = f", the rate of {term.rate_of} being the last known" if term.rate_of else ""
    days = f"{term.days} day{'s' if term.days > 1 else ''} / 365 ({term.first} to {term.last}{old})"
    return f"{_money(term.principal, currency)} × {term.percent.normalize():f} % × {days}"


def _money(amount: int, currency: str) -> str:
    return f"{currency} {to_decimal(Money(amount, currency)):,}"
