"""Totals by EN 16931: tax per category and rate on the document, rounded half up once per group."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from dunlin.domain.money import round_half_up


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance (`charge` False) or a charge, `amount` positive in minor units.

    Document-level adjustments carry the tax category and rate they fall under; a line's follow the line.
    """

    charge: bool
    amount: int
    reason: str = ""
    reason_code: str = ""
    percent: Decimal | None = None
    base: int | None = None
    tax_category: str = "S"
    tax_rate: Decimal = Decimal(0)

    @property
    def signed(self) -> int:
        """What it adds to the sum it stands under."""
        return self.amount if self.charge else -self.amount


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """One row of the tax breakdown (BG-23): minor units, rate in percent."""

    category: str
    rate: Decimal
    taxable: int
    tax: int
    exemption_reason: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Document totals (BG-22) in minor units. `payable` = tax_inclusive - prepaid + rounding."""

    lines: int
    allowances: int
    charges: int
    tax_exclusive: int
    tax_groups: tuple[TaxGroup, ...]
    tax: int
    tax_inclusive: int
    prepaid: int
    rounding: int
    payable: int


class Taxed(Protocol):
    """What a line shows to the totals."""

    @property
    def net(self) -> int: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def tax_rate(self) -> Decimal: ...


def total(
    lines: Iterable[Taxed],
    adjustments: Iterable[Adjustment] = (),
    *,
    prepaid: int = 0,
    rounding: int = 0,
    exemption_reasons: dict[str, str] | None = None,
) -> Totals:
    """Add up a document. All amounts in minor units; `exemption_reasons` by tax category."""
    lines, adjustments = tuple(lines), tuple(adjustments)
    groups = _tax_groups(lines, adjustments, exemption_reasons or {})
    line_total = sum(line.net for line in lines)
    allowances = sum(each.amount for each in adjustments if not each.charge)
    charges = sum(each.amount for each in adjustments if each.charge)
    exclusive = line_total - allowances + charges
    tax = sum(group.tax for group in groups)
    return Totals(
        lines=line_total,
        allowances=allowances,
        charges=charges,
        tax_exclusive=exclusive,
        tax_groups=groups,
        tax=tax,
        tax_inclusive=exclusive + tax,
        prepaid=prepaid,
        rounding=rounding,
        payable=exclusive + tax - prepaid + rounding,
    )


def _tax_groups(
    lines: tuple[Taxed, ...], adjustments: tuple[Adjustment, ...], reasons: dict[str, str]
) -> tuple[TaxGroup, ...]:
    taxable: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        key = (line.tax_category, line.tax_rate)
        taxable[key] = taxable.get(key, 0) + line.net
    for each in adjustments:
        key = (each.tax_category, each.tax_rate)
        taxable[key] = taxable.get(key, 0) + each.signed
    return tuple(
        TaxGroup(category, rate, amount, round_half_up(amount * rate / 100), reasons.get(category, ""))
        for (category, rate), amount in sorted(taxable.items(), key=lambda item: (item[0][0], -item[0][1]))
    )
