"""Statements as banks export them."""

from datetime import date

import pytest

from tests.unit.bank_csv.files import bad, good, sample


@pytest.mark.parametrize(
    ("name", "amounts", "line"),
    [
        ("ing_nl_en", [15125, -2395, 120000], 2),
        ("ing_nl", [15125, -189000], 2),
        ("ing_de", [15125, -120340], 11),
        ("sparkasse_camt", [10000, 5125, 500, -120340], 2),
    ],
)
def test_what_came_in_and_what_went_out(name: str, amounts: list[int], line: int) -> None:
    rows = good(sample(name))
    assert [each.amount for each in rows] == amounts
    assert (rows[0].received_on, rows[0].currency, rows[0].line) == (date(2026, 11, 25), "EUR", line)
    assert bad(sample(name)) == {}


def test_names_are_read_in_the_encoding_of_the_bank() -> None:
    assert good(sample("ing_de"))[0].payer == "Müller & Söhne KG"


def test_who_paid_and_what_they_wrote() -> None:
    first, second, pending, _ = good(sample("sparkasse_camt"))
    assert first.texts == ("EREF+NOTPROVIDED SVWZ+RG.NR. 2026- 001 DANKE", "NOTPROVIDED")
    assert second.texts == ("Rest", "RF18 5390 0754 7034")
    assert second.account == "DE02120300000000202051"
    assert (first.pending, pending.pending) == (False, True)


def test_rows_that_cannot_be_read_say_why_and_leave_the_others_alone() -> None:
    assert [each.transaction_id for each in good(sample("plain"))] == ["T-1", "T-2"]
    assert bad(sample("plain")) == {
        4: "'abc' is not an amount",
        5: "'31.02.2026' is no day of the calendar",
        6: "1.005 has more decimals than EUR allows (2)",
        7: "'XXX' is not an ISO 4217 currency code",
    }
