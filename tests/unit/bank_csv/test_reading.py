"""What is found out about a statement, what is told, and what is refused."""

from datetime import date

import pytest

from dunlin.adapters.bank_csv.reader import MOST_BYTES, MOST_ROWS
from dunlin.domain.errors import InvalidInput, TooLarge
from tests.unit.bank_csv.files import bad, good, read

HEAD = "date,amount,currency,reference\n"


def amount(text: str, currency: str = "EUR", **told: str) -> int:
    [row] = good(f"date;amount;currency\n2026-11-25;{text};{currency}\n", **told)
    return row.amount


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("151,25", 15125),
        ("151.25", 15125),
        ("1.151,25", 115125),
        ("1,151.25", 115125),
        ("1 151,25", 115125),
        ("1'151.25", 115125),
        ("1,234,567", 123456700),
        ("+151,25", 15125),
        ("151,25-", -15125),
        ("−151,25", -15125),
        ("€ -151,25", -15125),
        ("151,25 EUR", 15125),
        ("151", 15100),
        ("0,5", 50),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, minor: int) -> None:
    assert amount(text) == minor


def test_an_amount_that_could_be_a_thousand_times_as_much_is_asked_about() -> None:
    with pytest.raises(InvalidInput, match="do not tell which mark is the decimal point"):
        amount("1.234")
    assert amount("1.234", decimal=",") == 123400
    assert amount("1.234", "KWD", decimal=".") == 1234


def test_one_amount_tells_for_all() -> None:
    rows = good("date;amount;currency\n2026-11-25;1.234;EUR\n2026-11-25;5,50;EUR\n")
    assert [each.amount for each in rows] == [123400, 550]


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-05", "dmy", date(2026, 11, 5)),
        ("20261105", "dmy", date(2026, 11, 5)),
        ("2026-11-05T09:30:00Z", "dmy", date(2026, 11, 5)),
        ("05.11.2026", "dmy", date(2026, 11, 5)),
        ("5.11.26", "dmy", date(2026, 11, 5)),
        ("05/11/2026", "dmy", date(2026, 11, 5)),
        ("11/05/2026", "mdy", date(2026, 11, 5)),
    ],
)
def test_days_are_read_as_they_are_written(text: str, order: str, day: date) -> None:
    [row] = good(f"date,amount,currency\n{text},1.00,EUR\n", dates=order)
    assert row.received_on == day


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    [row] = good(f"{HEAD}2026-11-25,1.00,EUR,2026-001\n".replace(",", delimiter))
    assert row.texts == ("2026-001",)


def test_the_currency_may_be_told_once_for_all() -> None:
    text = "date,amount\n2026-11-25,1.00\n"
    assert bad(text) == {2: "no currency: add a column `currency`, or say `currency=EUR`"}
    assert good(text, currency="CHF")[0].currency == "CHF"


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = good(f'\n{HEAD}\n2026-11-25,1.00,EUR,"two\nlines"\n2026-11-26,2.00,EUR,x\n')
    assert [each.line for each in rows] == [4, 6]


def test_a_direction_that_is_neither_in_nor_out_is_not_guessed() -> None:
    assert bad("date,amount,currency,Debit/credit\n2026-11-25,1.00,EUR,sideways\n") == {
        2: "'sideways' is neither in nor out"
    }


@pytest.mark.parametrize("text", ["", "\n\n", "hello", "a,b\n1,2\n", "date,payer\n2026-11-25,Ada\n"])
def test_what_is_no_table_of_payments_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="no line of column names"):
        read(text)


def test_a_statement_without_rows_is_a_statement() -> None:
    assert read(HEAD) == ()


def test_statements_are_bounded() -> None:
    with pytest.raises(TooLarge, match="at most 1,000,000 bytes"):
        read(b"x" * (MOST_BYTES + 1))
    row = "2026-11-25,1.00,EUR,x\n"
    assert len(read(HEAD + row * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(TooLarge, match="at most 500 rows"):
        read(HEAD + row * (MOST_ROWS + 1))


def test_a_quote_that_is_never_closed_does_not_swallow_the_file_silently() -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read(f'{HEAD}2026-11-25,1.00,EUR,"{"x" * 200_000}')
    assert "a quote may be missing" in bad(f'{HEAD}2026-11-25,1.00,EUR,"{"x" * 20_000}')[2]
