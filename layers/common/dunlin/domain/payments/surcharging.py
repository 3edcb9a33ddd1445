"""Where the law forbids a seller to charge for a means of payment. Each ban names its law; nothing here is advice.

The laws themselves could not be reached when these were written: have a lawyer read each ban against its source.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dunlin.domain.customer import Customer
from dunlin.domain.payments.method import NATURES, Method, Rail

_EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
_ALL = frozenset(Rail)


@dataclass(frozen=True, slots=True)
class Ban:
    """In these countries (ISO 3166-1, or `US-CT` for a part of one), on these rails, perhaps for consumers only."""

    places: frozenset[str]
    rails: frozenset[Rail]
    consumers_only: bool
    law: str


BANS = (
    Ban(
        _EEA,
        frozenset({Rail.CARD}),
        consumers_only=True,
        law="Directive (EU) 2015/2366 (PSD2) art. 62(4): cards under chapter II of Regulation (EU) 2015/751",
    ),
    Ban(
        _EEA,
        frozenset({Rail.SEPA}),
        consumers_only=False,
        law="Directive (EU) 2015/2366 (PSD2) art. 62(4): transfers and debits under Regulation (EU) No 260/2012",
    ),
    # Article 62(5) lets member states forbid more; these forbid all of it.
    Ban(frozenset({"AT"}), _ALL, consumers_only=False, law="Austria: ZaDiG 2018 § 56(3)"),
    Ban(frozenset({"FR"}), _ALL, consumers_only=False, law="France: Code monétaire et financier art. L112-12"),
    Ban(frozenset({"IT"}), _ALL, consumers_only=False, law="Italy: decreto legislativo 11/2010 art. 3(4)"),
    Ban(
        frozenset({"GB"}),
        _ALL,
        consumers_only=True,
        law="United Kingdom: Consumer Rights (Payment Surcharges) Regulations 2012, reg. 6A",
    ),
    Ban(
        frozenset({"US-CT"}),
        frozenset({Rail.CARD}),
        consumers_only=False,
        law="Connecticut: General Statutes § 42-133ff",
    ),
    Ban(
        frozenset({"US-MA"}),
        frozenset({Rail.CARD}),
        consumers_only=False,
        law="Massachusetts: General Laws ch. 140D § 28A",
    ),
)


def ban(method: Method, customer: Customer) -> Ban | None:
    """What forbids to charge this customer for that method. Of one whose country is not known, everything is asked:
    a fee that may be forbidden is not charged.
    """
    return next((each for each in _bans(method, customer) if customer.consumer or not each.consumers_only), None)


def bans_in(country: str, method: Method) -> tuple[Ban, ...]:
    """All of a country, for a seller who wants to know."""
    rail = NATURES[method].rail
    return tuple(each for each in BANS if rail in each.rails and country in {place[:2] for place in each.places})


def _bans(method: Method, customer: Customer) -> Iterator[Ban]:
    address, rail = customer.party.address, NATURES[method].rail
    here = {address.country, f"{address.country}-{address.region.upper()}"}
    for each in BANS:
        if rail in each.rails and (not address.country or here & each.places):
            yield each
