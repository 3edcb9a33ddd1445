"""Reference rates of late payment: dated tables, each with the law that uses it and the bank that publishes it.

A rate holds from its day until the next one. After the last day of a table the last rate is used, and said to be the
last known one; before the first day no rate is known. Add a line on 1 January and on 1 July. Rates in percent per year.

Not yet read against the publishers' own pages, which could not be reached when these were written, and the half-year
from 1 July 2026 is missing: compare every line with its source before the first interest is charged.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReferenceRates:
    """`rates` oldest first. `whole`: the law's own rate, to which no points are added.

    `frozen`: the rate of the day on which interest begins holds until the debt is paid.
    """

    name: str
    rates: tuple[tuple[date, Decimal], ...]
    whole: bool = False
    frozen: bool = False

    def on(self, day: date) -> Decimal | None:
        """The rate of that day; None before the first."""
        return next((rate for since, rate in reversed(self.rates) if since <= day), None)

    def last_known(self, day: date) -> date | None:
        """Where the half-year of that day is not in the table: the day of the last known rate."""
        half = day.replace(month=1 if day.month <= _JUNE else 7, day=1)
        last = self.rates[-1][0]
        return last if len(self.rates) > 1 and last < half else None


_JUNE = 6


def _halves(*rates: str) -> tuple[tuple[date, Decimal], ...]:
    """One rate for each half-year from 1 January 2023 on."""
    return tuple((date(2023 + at // 2, 1 + 6 * (at % 2), 1), Decimal(rate)) for at, rate in enumerate(rates))


# Directive 2011/7/EU, article 2(7)(a): the main refinancing rate of the European Central Bank (ecb.europa.eu, "Key ECB
# interest rates") on the first day of the half-year.
ECB = ReferenceRates("ECB main refinancing rate", _halves("2.50", "4.00", "4.50", "4.25", "3.15", "2.15", "2.15"))
# Germany, BGB § 247: Deutsche Bundesbank, "Basiszinssatz".
DE = ReferenceRates("Basiszinssatz (BGB § 247)", _halves("1.62", "3.12", "3.62", "3.37", "2.27", "1.27", "1.27"))
# Denmark, renteloven § 5: Danmarks Nationalbank, the official lending rate.
DK = ReferenceRates("Nationalbankens udlånsrente", _halves("1.90", "3.25", "3.75", "3.50", "2.75", "1.75", "1.75"))
# Sweden, räntelagen (1975:635) § 9: Sveriges Riksbank, "Referensränta".
SE = ReferenceRates("Riksbankens referensränta", _halves("2.50", "3.50", "4.00", "4.00", "3.00", "2.00", "2.00"))
# Norway, forsinkelsesrenteloven § 3: the whole rate, by regulation for each half-year (lovdata.no; since 2026 set by
# Finanstilsynet).
NO = ReferenceRates(
    "forsinkelsesrente", _halves("10.75", "11.75", "12.50", "12.50", "12.50", "12.25", "12.00"), whole=True
)
# United Kingdom, SI 2002/1675, article 4: the Bank of England's official dealing rate on the 30 June or 31 December
# before the day on which interest starts to run.
GB = ReferenceRates(
    "Bank of England base rate", _halves("3.50", "5.00", "5.25", "5.25", "4.75", "4.25", "3.75"), frozen=True
)
# Switzerland, Obligationenrecht, article 104(1): five percent, since 1912.
CH = ReferenceRates("Verzugszins (OR Art. 104)", ((date(1912, 1, 1), Decimal(5)),), whole=True)

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
EURO = frozenset(_EURO.split())
_OWN = {"DE": DE, "DK": DK, "SE": SE, "NO": NO, "GB": GB, "CH": CH}


def rates_of(country: str) -> ReferenceRates | None:
    """The rates of a customer's country (ISO 3166-1 alpha-2); None where we know of none."""
    return _OWN.get(country) or (ECB if country in EURO else None)
