"""Tables for spreadsheets, whatever their cells say."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from api.tables import table
from tests.unit.rendering.portal.test_hostile import HOSTILE, TURNING


@given(
    st.lists(
        HOSTILE | st.text(max_size=20) | st.sampled_from(["=1+1", "\t=1", " =1", "\ufeff=1", "\u200f-1"]), min_size=1
    )
)
def test_no_cell_is_a_formula_a_second_row_or_turns_what_stands_beside_it(cells: list[str]) -> None:
    text = table([f"c{number}" for number in range(len(cells))], [cells])
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [len(row) for row in rows] == [len(cells)]
    for each in rows[0]:
        assert not each.lstrip("\ufeff\u200f \t\r\n").startswith(("=", "+", "-", "@"))
        assert TURNING.findall(each) == []
