"""Where a seller's invoices are paid online."""

import pytest

from tests.builders import a_seller


@pytest.mark.parametrize(
    ("page", "number", "link"),
    [
        ("", "2026-001", ""),
        ("https://pay.seller.example", "2026-001", "https://pay.seller.example"),
        ("https://pay.seller.example/{number}", "2026-001", "https://pay.seller.example/2026-001"),
        ("https://pay.seller.example/?i={number}", "R/1 &x=2#", "https://pay.seller.example/?i=R%2F1%20%26x%3D2%23"),
    ],
)
def test_the_link_to_pay_names_the_invoice_safely(page: str, number: str, link: str) -> None:
    assert a_seller(payment_page=page).pay_link(number) == link
