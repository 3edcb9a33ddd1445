"""Whatever is sent as a statement is read, or refused by a sentence."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.adapters.bank_csv.reader import MOST_ROWS
from dunlin.domain.bank_row import BankRow
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import LARGEST
from tests.unit.bank_csv.files import read, sample

CELLS = st.sampled_from(["2026-11-25", "25.11.26", "1,00", "1.00", "-1", "EUR", "XXX", '"', "'", "", "\x00", "ſ", "١"])
TEXTS = CELLS | st.text(max_size=20)
LINES = st.lists(st.lists(TEXTS, max_size=6).map(";".join), max_size=8).map("\r\n".join)
MARKS = st.sampled_from(["", ",", ";", "\t"])


def survives(raw: bytes, delimiter: str = "", decimal: str = "") -> None:
    try:
        rows = read(raw, delimiter=delimiter, decimal=decimal)
    except InvalidInput:
        return
    assert len(rows) <= MOST_ROWS
    assert all(abs(each.amount) <= LARGEST for each in rows if isinstance(each, BankRow))


@given(st.binary(max_size=300), MARKS)
def test_bytes(raw: bytes, delimiter: str) -> None:
    survives(raw, delimiter)


@settings(max_examples=300)
@given(LINES, MARKS, st.sampled_from(["", ",", "."]))
def test_rows_under_a_line_of_names(lines: str, delimiter: str, decimal: str) -> None:
    survives(f"Datum;Betrag;Währung;Verwendungszweck;Af Bij;Info\r\n{lines}".encode(), delimiter, decimal)


@given(st.integers(0, 900), st.binary(max_size=8))
def test_a_real_statement_with_a_hole_in_it(at: int, hole: bytes) -> None:
    raw = sample("sparkasse_camt")
    survives(raw[:at] + hole + raw[at + 3 :])
