"""A row of a statement is the same money whenever it comes again."""

from dataclasses import replace
from datetime import date
from typing import Any

from dunlin.domain.bank_row import BankRow, identified


def a_row(**changes: Any) -> BankRow:
    row = BankRow(2, date(2026, 11, 25), 15125, "EUR", ("Invoice 2026-001",), "Buyer Ltd", "GB33")
    return replace(row, **changes)


def ids(*rows: BankRow, seller_id: str = "sel_1") -> list[str]:
    return [each.payment_id for each in identified(rows, seller_id=seller_id)]


def test_the_banks_own_id_decides_whatever_else_has_changed() -> None:
    row = a_row(transaction_id="T-1")
    assert ids(row) == ids(replace(row, line=9, texts=("corrected",)))
    assert ids(row) != ids(replace(row, transaction_id="T-2"))


def test_without_one_the_facts_decide_however_they_are_broken_into_lines() -> None:
    assert ids(a_row()) == ids(a_row(line=7, texts=("INVOICE  2026-\n001",)))
    for other in ({"amount": 1}, {"currency": "CHF"}, {"received_on": date(2026, 11, 26)}, {"payer": "Other"}):
        assert ids(a_row()) != ids(a_row(**other))


def test_two_equal_payments_of_one_day_are_two_and_the_same_two_in_an_overlapping_file() -> None:
    first, second = ids(a_row(), a_row(line=3))
    assert first != second
    assert ids(a_row(line=5, payer="Other"), a_row(line=6), a_row(line=7))[1:] == [first, second]


def test_another_sellers_bank_counts_by_itself() -> None:
    assert ids(a_row(transaction_id="T-1")) != ids(a_row(transaction_id="T-1"), seller_id="sel_2")
