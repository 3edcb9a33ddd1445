"""A hostile file costs no more than a large one."""

from collections.abc import Iterator

import pytest

from dunlin.domain.errors import TooLarge
from tests.fuzzing import comes_back
from tests.unit.ubl.files import SMALL, UBL, problems, read, refusal


@pytest.fixture(autouse=True)
def _comes_back() -> Iterator[None]:
    with comes_back():
        yield


def _invoice(inside: str) -> str:
    return (
        f'<Invoice xmlns="{UBL}:Invoice-2" xmlns:cac="{UBL}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{UBL}:CommonBasicComponents-2">{inside}</Invoice>'
    )


def test_a_million_levels_are_too_deep() -> None:
    assert "nested" in str(refusal(lambda: read("<a>" * 1_000_000), TooLarge))


def test_a_million_elements_are_too_many() -> None:
    assert "elements" in str(refusal(lambda: read(_invoice("<a/>" * 1_000_000)), TooLarge))


def test_more_lines_than_any_invoice_has_are_too_many() -> None:
    error = refusal(lambda: read(_invoice("<cac:InvoiceLine/>" * 100_000)), TooLarge)
    assert error.problems[0].where == "/Invoice/cac:InvoiceLine"


def test_thousands_of_problems_are_told_a_hundred_at_a_time() -> None:
    error = refusal(lambda: read(_invoice("<cac:InvoiceLine/>" * 5_000)))
    assert len(error.problems) == 101
    assert error.problems[-1].message == "and 9906 more problems"


def test_thousands_of_warnings_are_told_a_hundred_at_a_time() -> None:
    line = SMALL[SMALL.index("  <cac:InvoiceLine>") : SMALL.index("</Invoice>")]
    head = SMALL[: SMALL.index("  <cac:InvoiceLine>")].replace(">100.00<", ">15000.00<")
    head = head.replace(">20.00<", ">3000.00<").replace(">120.00<", ">18000.00<")
    odd = line.replace(">25<", ">26<")
    lines = "".join(odd.replace("<cbc:ID>1<", f"<cbc:ID>{number}<") for number in range(1, 151))
    warnings = read(f"{head}{lines}</Invoice>").warnings
    assert len(warnings) == 101
    assert warnings[-1] == "There are 50 more warnings."


@pytest.mark.parametrize("digits", [29, 1_000_000])
def test_a_number_longer_than_any_amount_is_refused(digits: int) -> None:
    message = problems(SMALL.replace(">120.00<", f">{'9' * digits}<"))[
        "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"
    ]
    assert "more digits than are taken" in message
    assert len(message) < 100


def test_an_endless_mail_address_is_none() -> None:
    contact = f"<cac:Contact><cbc:ElectronicMail>{'a' * 2_000_000}</cbc:ElectronicMail></cac:Contact>"
    xml = SMALL.replace("SupplierParty><cac:Party>", f"SupplierParty><cac:Party>{contact}")
    assert read(xml).document.seller.email == ""
