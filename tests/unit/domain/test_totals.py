"""Totals by EN 16931."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.totals import Adjustment, Totals, total


@dataclass(frozen=True)
class Sold:
    """All that the totals see of a line."""

    net: int
    rate: str = "21"
    tax_category: str = "S"

    @property
    def tax_rate(self) -> Decimal:
        return Decimal(self.rate)


def _groups(totals: Totals) -> list[tuple[str, str, int, int]]:
    return [(each.category, str(each.rate), each.taxable, each.tax) for each in totals.tax_groups]


def test_tax_is_per_category_and_rate_highest_rate_first() -> None:
    totals = total([Sold(1000, "6"), Sold(10000), Sold(500, "0", "E"), Sold(2000, "6")])
    assert _groups(totals) == [("E", "0", 500, 0), ("S", "21", 10000, 2100), ("S", "6", 3000, 180)]
    assert (totals.tax_exclusive, totals.tax, totals.tax_inclusive, totals.payable) == (13500, 2280, 15780, 15780)


def test_one_rate_written_in_two_ways_is_one_group() -> None:
    assert len(total([Sold(100, "21"), Sold(100, "21.00")]).tax_groups) == 1


def test_tax_is_rounded_once_per_group_and_not_once_per_line() -> None:
    assert total([Sold(50, "19"), Sold(50, "19")]).tax == 19  # 9.5 + 9.5; by lines it would be 20


@pytest.mark.parametrize(("net", "tax"), [(50, 10), (-50, -10), (49, 9), (-49, -9)])
def test_half_a_cent_of_tax_goes_away_from_zero(net: int, tax: int) -> None:
    assert total([Sold(net, "19")]).tax == tax


def test_allowances_and_charges_of_the_document_change_the_tax_of_their_own_group() -> None:
    totals = total(
        [Sold(10000), Sold(10000, "6")],
        [
            Adjustment(charge=False, amount=1000, tax_rate=Decimal(21)),
            Adjustment(charge=True, amount=500, tax_rate=Decimal(6)),
        ],
    )
    assert _groups(totals) == [("S", "21", 9000, 1890), ("S", "6", 10500, 630)]
    assert (totals.lines, totals.allowances, totals.charges, totals.tax_exclusive) == (20000, 1000, 500, 19500)


def test_a_charge_under_a_rate_of_its_own_makes_its_own_group() -> None:
    freight = Adjustment(charge=True, amount=700, tax_category="Z")
    assert ("Z", "0", 700, 0) in _groups(total([Sold(100)], [freight]))


def test_what_was_prepaid_is_not_asked_for_again_and_rounding_is() -> None:
    totals = total([Sold(10003, "0")], prepaid=5000, rounding=2)
    assert (totals.tax_inclusive, totals.prepaid, totals.rounding, totals.payable) == (10003, 5000, 2, 5005)


def test_more_prepaid_than_owed_is_a_negative_amount_to_pay() -> None:
    assert total([Sold(100, "0")], prepaid=150).payable == -50


def test_the_reason_of_an_exemption_stands_in_its_group() -> None:
    totals = total([Sold(100, "0", "AE"), Sold(100)], exemption_reasons={"AE": "Reverse charge"})
    assert [each.exemption_reason for each in totals.tax_groups] == ["Reverse charge", ""]


_amounts = st.integers(-(10**9), 10**9)
_rates = st.sampled_from(["0", "5.5", "7", "19", "21", "25"])
_categories = st.sampled_from(["S", "Z", "AE"])
_lines = st.lists(st.builds(Sold, _amounts, _rates, _categories), min_size=1, max_size=12)
_adjustments = st.lists(
    st.builds(
        Adjustment,
        charge=st.booleans(),
        amount=st.integers(0, 10**6),
        tax_category=_categories,
        tax_rate=_rates.map(Decimal),
    ),
    max_size=5,
)


@given(_lines, _adjustments, _amounts, st.integers(-100, 100))
def test_the_totals_always_add_up(
    lines: list[Sold], adjustments: list[Adjustment], prepaid: int, rounding: int
) -> None:
    totals = total(lines, adjustments, prepaid=prepaid, rounding=rounding)
    assert totals.tax_exclusive == sum(line.net for line in lines) + sum(each.signed for each in adjustments)
    assert totals.tax_exclusive == sum(group.taxable for group in totals.tax_groups)
    assert totals.tax == sum(group.tax for group in totals.tax_groups)
    assert totals.payable == totals.tax_exclusive + totals.tax - prepaid + rounding
    assert len({(group.category, group.rate) for group in totals.tax_groups}) == len(totals.tax_groups)
    assert all(abs(group.tax - group.taxable * group.rate / 100) <= Decimal("0.5") for group in totals.tax_groups)


@given(_lines, _adjustments)
def test_the_order_of_lines_changes_nothing(lines: list[Sold], adjustments: list[Adjustment]) -> None:
    assert total(lines, adjustments) == total(lines[::-1], adjustments[::-1])
