"""Which ways to pay are offered, and when there is a code to scan."""

from dataclasses import replace
from typing import Any

import pytest
import segno

from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Status
from dunlin.domain.party import Party
from dunlin.domain.seller import BankAccount
from dunlin.rendering.locales import choose
from dunlin.rendering.pdf import render_pdf
from tests.unit.rendering.builders import BANK, a_document, a_line, a_seller, an_invoice

RABO = "NL57 RABO 0107307510"


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the codes that were drawn."""
    drawn: list[str] = []
    make = segno.make

    def record(text: str, **options: Any) -> Any:
        drawn.append(text)
        return make(text, **options)

    monkeypatch.setattr(segno, "make", record)
    return drawn


def render(*, draft: bool = False, bank: BankAccount = BANK, status: Status = Status.POSTED, **document: Any) -> None:
    printed = a_document(a_line(1), **document)
    render_pdf(an_invoice(printed, status=status), printed, a_seller(bank=bank), locale=choose("de"), draft=draft)


def test_the_code_pays_the_documents_own_account(codes: list[str]) -> None:
    render(
        payment_means=(PaymentMeans(code="30", iban=RABO, reference="Deb. 1"), PaymentMeans(code="30", iban=BANK.iban))
    )
    assert codes == ["BCD\n002\n1\nSCT\n\nNordlicht Werkzeuge GmbH\nNL57RABO0107307510\nEUR71.04\n\n\nDeb. 1"]


def test_without_means_of_its_own_it_pays_the_sellers_account(codes: list[str]) -> None:
    render(payment_means=())
    assert codes[0].split("\n")[6] == "DE89370400440532013000"
    assert codes[0].split("\n")[10] == "RE-2026-0042"


def test_the_payee_is_paid_where_there_is_one(codes: list[str]) -> None:
    render(payment_means=(PaymentMeans(code="58", iban=RABO),), payee=Party("Factoring AG"))
    assert codes[0].split("\n")[5] == "Factoring AG"


@pytest.mark.parametrize(
    "options",
    [
        {"draft": True},
        {"status": Status.VOID},
        {"bank": BankAccount()},
        {"payment_means": (PaymentMeans(code="59"),)},
        {"payment_means": (PaymentMeans(code="48", card_last4="1234"),)},
    ],
)
def test_there_is_no_code_where_nobody_should_transfer(codes: list[str], options: dict[str, Any]) -> None:
    render(**options)
    assert codes == []


def test_the_code_asks_for_what_is_still_owed(codes: list[str]) -> None:
    document = a_document()
    invoice = replace(an_invoice(document), payable=document.totals.payable - 1000)
    render_pdf(invoice, document, a_seller(), locale=choose("de"))
    assert codes[0].split("\n")[7] == "EUR61.04"
