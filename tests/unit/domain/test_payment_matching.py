"""Which invoice a payment was for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.payment_keys import MOST_FOUND, key_of, keys_in, keys_of
from dunlin.domain.payment_matching import Candidates, Match, match
from dunlin.domain.remittance import IncomingPayment, Unplaced
from tests.builders import a_document, an_invoice

RF = "RF18 5390 0754 7034"


def found(*texts: str, among: tuple[tuple[Invoice, str], ...], amount: int = 15125, currency: str = "EUR") -> Match:
    """What these texts mean, among invoices with their payment references."""
    named: dict[str, tuple[str, ...]] = {}
    for invoice, reference in among:
        document = replace(a_document(), payment_means=(PaymentMeans(reference=reference),))
        for key in keys_of(invoice.number, document):
            named[key] = (*named.get(key, ()), invoice.invoice_id)
    incoming = IncomingPayment("pay_1", amount, currency, date(2026, 11, 25))
    return match(texts, incoming, Candidates(named, {each.invoice_id: each for each, _ in among}))


def numbered(number: str, reference: str = "", **changes: Any) -> tuple[Invoice, str]:
    return an_invoice(number=number, **changes), reference


@pytest.mark.parametrize(
    "text",
    [
        "RE-2026/001",
        "re 2026 001",
        "RE2026001",
        "Rechnung RE-2026/001 vom 20.11.2026, danke",
        "EREF+NOTPROVIDED SVWZ+RE-20 26/001",
        "invoice RE-2026-001/customer 4711",
        f"payment {RF}",
        "RF18539007547034",
    ],
)
def test_number_or_reference_is_found_in_what_payers_and_banks_make_of_it(text: str) -> None:
    ours = numbered("RE-2026/001", RF)
    assert found(text, among=(ours, numbered("RE-2026/002"))).invoice == ours[0]


@pytest.mark.parametrize("text", ["", "thank you", "RE-2026/00", "RE-2026/0011", "XRE-2026/001"])
def test_what_names_no_invoice_is_for_none(text: str) -> None:
    told = found(text, among=(numbered("RE-2026/001"),))
    assert (told.invoice, told.why) == (None, Unplaced.UNKNOWN_INVOICE)


def test_of_two_numbers_of_which_one_is_a_part_of_the_other_the_longer_is_meant() -> None:
    short, long = numbered("2026-001"), numbered("2026-001-2")
    assert found("invoice 2026-001-2", among=(short, long)).invoice == long[0]
    assert found("invoice 2026-001", among=(short, long)).invoice == short[0]


def test_a_payment_for_two_invoices_is_left_to_a_person() -> None:
    told = found("2026-001 + 2026-002", among=(numbered("2026-001"), numbered("2026-002")))
    assert (told.invoice, told.why) == (None, Unplaced.AMBIGUOUS)


def test_a_reference_that_several_open_invoices_share_names_none_of_them() -> None:
    both = (numbered("2026-001", "CUSTOMER-4711"), numbered("2026-002", "CUSTOMER-4711"))
    assert found("CUSTOMER-4711", among=both).why is Unplaced.AMBIGUOUS
    assert found("CUSTOMER-4711 2026-002", among=both).invoice == both[1][0]


def test_of_those_that_share_it_the_one_that_is_owed_is_meant() -> None:
    paid, owed = numbered("2026-001", "CUSTOMER-4711", status=Status.PAID), numbered("2026-002", "CUSTOMER-4711")
    assert found("CUSTOMER-4711", among=(paid, owed)).invoice == owed[0]


def test_an_invoice_in_another_currency_is_not_meant_while_there_is_one() -> None:
    kroner, euros = numbered("2026-001", "K-4711", currency="DKK"), numbered("2026-002", "K-4711")
    assert found("K-4711", among=(kroner, euros)).invoice == euros[0]
    assert found("K-4711", among=(kroner,)).invoice == kroner[0]


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID, Status.DRAFT])
def test_one_that_is_not_owed_is_named_so_that_the_reason_can_be_told(status: Status) -> None:
    ours = numbered("2026-001", status=status)
    assert found("2026-001", among=(ours,)).invoice == ours[0]


def test_a_short_number_counts_alone_or_with_exactly_what_is_owed() -> None:
    ours = numbered("1001")
    assert found("1001", among=(ours,), amount=5).invoice == ours[0]
    assert found("no 1001", among=(ours,)).invoice == ours[0]
    assert found("no 1001", among=(ours,), amount=5).invoice is None


def test_each_column_may_name_it() -> None:
    ours = numbered("2026-001", RF)
    assert found("thanks", RF, among=(ours, numbered("2026-002"))).invoice == ours[0]


def test_a_long_text_costs_no_more_than_a_hundred_keys() -> None:
    assert len(keys_in(" ".join(f"a{number}" for number in range(5_000)))) == MOST_FOUND


def test_keys_are_letters_and_digits_of_any_script() -> None:
    assert [key_of(each) for each in ("re-1/ä", "no. 7", "…", "請求書-12")] == ["RE1Ä", "NO7", "", "請求書12"]
