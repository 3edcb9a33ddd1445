"""A statement for each seller and currency, of a bounded number of invoices."""

from datetime import date

import pytest

from dunlin.domain.errors import TooLarge
from dunlin.domain.period import Period
from dunlin.domain.statement import Account
from dunlin.services import state_accounts as service
from dunlin.services.state_accounts import state_accounts
from tests.builders import a_customer, a_seller, an_invoice
from tests.fakes_reports import FakeLedger

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def test_sellers_and_currencies_are_told_apart_and_other_customers_left_out() -> None:
    other = a_seller(seller_id="sel_2")
    ledger = FakeLedger(
        [
            an_invoice(number="1"),
            an_invoice(number="2", seller=other),
            an_invoice(number="3", currency="SEK"),
            an_invoice(number="4", customer=a_customer(customer_id="cus_2")),
        ]
    )
    made = state_accounts("cus_1", NOVEMBER, ledger=ledger)
    assert [(each.account.seller_id, each.account.currency, each.closing) for each in made] == [
        ("sel_1", "EUR", 15125),
        ("sel_1", "SEK", 15125),
        ("sel_2", "EUR", 15125),
    ]
    (one,) = state_accounts("cus_1", NOVEMBER, only=Account("cus_1", "sel_2", "EUR"), ledger=ledger)
    assert [each.number for each in one.movements] == ["2"]


def test_an_account_without_anything_in_the_period_is_left_out_unless_it_is_asked_for() -> None:
    before = Period(date(2026, 1, 1), date(2026, 1, 31))
    ledger = FakeLedger([an_invoice()])
    assert state_accounts("cus_1", before, ledger=ledger) == ()
    (one,) = state_accounts("cus_1", before, only=Account("cus_1", "sel_1", "EUR"), ledger=ledger)
    assert (one.opening, one.movements, one.closing) == (0, (), 0)
    assert state_accounts("cus_1", before, only=Account("cus_1", "sel_2", "EUR"), ledger=ledger) == ()


def test_more_invoices_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_INVOICES", 2)
    ledger = FakeLedger([an_invoice(number=str(number)) for number in range(5)])
    with pytest.raises(TooLarge, match="at most 2 invoices"):
        state_accounts("cus_1", NOVEMBER, ledger=ledger)
    assert len(ledger.walked) == 3
