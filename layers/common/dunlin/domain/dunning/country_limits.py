"""What the laws of countries say about reminder fees and interest on late payment, as data.

Every limit names its source; the laws themselves could not be reached when these were written, so have a lawyer read
each limit against its source. A country without limits is not a country without law. Amounts are in the law's own
currency; fees in another currency are not held against them.
"""

from dataclasses import dataclass
from enum import StrEnum

from dunlin.domain.dunning.reference_rates import EURO
from dunlin.domain.money import Money


class Rule(StrEnum):
    """What a limit is about."""

    MOST_FEES = "most_fees"
    FEE_AT_MOST = "fee_at_most"
    FEES_TOGETHER_AT_MOST = "fees_together_at_most"
    FIRST_FEE_FROM_DAY = "first_fee_from_day"
    DAYS_BETWEEN_FEES = "days_between_fees"
    DAYS_AFTER_FREE_REMINDER = "days_after_free_reminder"  # the first is free, and then so many days are
    COSTS_AFTER_FREE_REMINDER = "costs_after_free_reminder"  # the same, of interest too
    NO_STATUTORY_INTEREST = "no_statutory_interest"
    POINTS_AT_MOST = "points_at_most"
    ONLY_STATUTORY_INTEREST = "only_statutory_interest"


@dataclass(frozen=True, slots=True)
class Limit:
    """`number` is a count, days or points, by the rule; `source` the law and its article."""

    rule: Rule
    source: str
    number: int = 0
    amount: Money | None = None


_EU = "Directive 2011/7/EU"
_FREE_BE = "Belgium, Code of Economic Law, art. XIX.2"
_NORWAY = "Norway, inkassoforskriften"

_DK = (
    Limit(Rule.MOST_FEES, "Denmark, renteloven § 9 b(2)", 3),
    Limit(Rule.FEE_AT_MOST, "Denmark, renteloven § 9 b(2)", amount=Money(10000, "DKK")),
    Limit(Rule.DAYS_BETWEEN_FEES, "Denmark, renteloven § 9 b(2)", 10),
    Limit(Rule.POINTS_AT_MOST, "Denmark, renteloven § 5", 8),
)
# A twentieth of the debt collection rate: NOK 35 since 1 October 2020. It has risen since 2026, by how much is not
# known here.
_NO = (
    Limit(Rule.FEE_AT_MOST, f"{_NORWAY} § 1-2", amount=Money(3500, "NOK")),
    Limit(Rule.FIRST_FEE_FROM_DAY, f"{_NORWAY} § 1-2", 14),
    Limit(Rule.MOST_FEES, f"{_NORWAY} § 1-3", 2),
    Limit(Rule.DAYS_BETWEEN_FEES, f"{_NORWAY} § 1-3", 14),
)
_SE = (
    Limit(Rule.FEE_AT_MOST, "Sweden, förordning 1981:1057 § 1", amount=Money(6000, "SEK")),
    Limit(Rule.POINTS_AT_MOST, "Sweden, räntelagen § 6", 8),
)
_CONSUMERS = {
    "BE": (
        Limit(Rule.COSTS_AFTER_FREE_REMINDER, _FREE_BE, 14),
        # On up to EUR 150; more may be asked on larger debts, which a workflow does not know.
        Limit(Rule.FEES_TOGETHER_AT_MOST, "Belgium, Code of Economic Law, art. XIX.4", amount=Money(2000, "EUR")),
        Limit(Rule.POINTS_AT_MOST, "Belgium, Code of Economic Law, art. XIX.4", 8),
    ),
    "NL": (
        Limit(Rule.DAYS_AFTER_FREE_REMINDER, "Netherlands, Burgerlijk Wetboek, art. 6:96(6)", 14),
        Limit(Rule.NO_STATUTORY_INTEREST, "Netherlands, Burgerlijk Wetboek, art. 6:119 and 6:119a"),
    ),
    "FR": (
        Limit(Rule.MOST_FEES, "France, Code des procédures civiles d'exécution, art. L111-8", 0),
        Limit(Rule.NO_STATUTORY_INTEREST, "France, Code de commerce, art. L441-10"),
    ),
    "DE": (Limit(Rule.POINTS_AT_MOST, "Germany, BGB § 288(1)", 5),),
    "DK": (*_DK, Limit(Rule.ONLY_STATUTORY_INTEREST, "Denmark, renteloven § 7")),
    "NO": (*_NO, Limit(Rule.ONLY_STATUTORY_INTEREST, "Norway, forsinkelsesrenteloven § 4")),
    "SE": _SE,
    "GB": (Limit(Rule.NO_STATUTORY_INTEREST, "United Kingdom, Late Payment of Commercial Debts (Interest) Act 1998"),),
}
_BUSINESSES = {
    "DE": (Limit(Rule.POINTS_AT_MOST, "Germany, BGB § 288(2)", 9),),
    "FR": (Limit(Rule.POINTS_AT_MOST, "France, Code de commerce, art. L441-10", 10),),
    "DK": _DK,
    "NO": _NO,
    "SE": _SE,
    "GB": (Limit(Rule.POINTS_AT_MOST, "United Kingdom, SI 2002/1675, art. 4", 8),),
}
# `EU-2011/7`: where the country has nothing of its own above.
_EU_BUSINESS = (Limit(Rule.POINTS_AT_MOST, f"{_EU}, art. 2(6)", 8),)
_EU_CONSUMER = (Limit(Rule.NO_STATUTORY_INTEREST, f"{_EU}, art. 1(2): businesses only"),)


def limits_of(country: str, *, consumer: bool) -> tuple[Limit, ...]:
    """The limits for customers of a country (ISO 3166-1 alpha-2); empty where we know of none."""
    own = (_CONSUMERS if consumer else _BUSINESSES).get(country)
    if own is not None:
        return own
    return (_EU_CONSUMER if consumer else _EU_BUSINESS) if country in EURO else ()
