"""The code that a banking app reads (EPC069-12)."""

from dataclasses import replace

import pytest

from dunlin.domain.money import Money
from dunlin.rendering.paper.epc import Transfer, payload, valid_iban

TRANSFER = Transfer("Nordlicht GmbH", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", Money(14209, "EUR"), "RE-2026-0042")
LINES = ["BCD", "002", "1", "SCT", "COBADEFFXXX", "Nordlicht GmbH", "DE89370400440532013000", "EUR142.09", "", ""]


def test_the_lines_are_those_of_the_guideline() -> None:
    assert payload(TRANSFER).split("\n") == [*LINES, "RE-2026-0042"]


def test_a_creditor_reference_stands_in_its_own_place() -> None:
    assert payload(replace(TRANSFER, reference="RF18 5390 0754 7034")).split("\n")[8:] == ["", "RF18539007547034"]
    assert payload(replace(TRANSFER, reference="RF19 5390 0754 7034")).split("\n")[8:] == [
        "",
        "",
        "RF19 5390 0754 7034",
    ]


def test_a_missing_or_odd_bic_is_left_out() -> None:
    assert payload(replace(TRANSFER, bic="not a bic")).split("\n")[4] == ""


def test_long_names_and_references_are_cut_to_what_fits() -> None:
    lines = payload(replace(TRANSFER, name="N" * 99, reference="r" * 200)).split("\n")
    assert (len(lines[5]), len(lines[10])) == (70, 140)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Money(14209, "CHF")},
        {"amount": Money(0, "EUR")},
        {"amount": Money(100_000_000_000, "EUR")},
        {"iban": "DE89370400440532013001"},
        {"iban": "IBAN 3242 3940"},
        {"iban": "BR1500000000000010932840814P2"},
        {"name": "  "},
        {"name": "漢" * 70, "reference": "字" * 140},
    ],
)
def test_what_could_not_be_paid_has_no_code(changes: dict[str, object]) -> None:
    assert payload(replace(TRANSFER, **changes)) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [(1, "EUR0.01"), (99_999_999_999, "EUR999999999.99")])
def test_the_smallest_and_the_largest_amount(amount: tuple[int, str]) -> None:
    assert payload(replace(TRANSFER, amount=Money(amount[0], "EUR"))).split("\n")[7] == amount[1]


def test_a_line_feed_cannot_add_a_line() -> None:
    assert payload(replace(TRANSFER, name="Nordlicht\nDE00", reference="a\r\nb")).count("\n") == 10


def test_check_digits_are_checked() -> None:
    assert valid_iban("NL57 RABO 0107 3075 10")
    assert not valid_iban("NL58 RABO 0107 3075 10")
    assert not valid_iban("")
