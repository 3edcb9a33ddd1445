"""The aging report: by currency and customer, page by page."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.domain.aging import Age, owed_on
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.party import Party
from dunlin.services.report_aging import Aging, report_aging
from tests.builders import a_customer, an_invoice
from tests.fakes_reports import FakeLedger

DAY = date(2027, 3, 1)


def owed(number: int, *, late: int = 0, customer: str = "cus_1", currency: str = "EUR", payable: int = 1000) -> Invoice:
    """An open invoice, due so many days before the day of the report."""
    of = a_customer(customer_id=customer, party=Party(f"Buyer {customer}"))
    due = DAY - timedelta(days=late)
    invoice = an_invoice(number=f"n-{number}", customer=of, status=Status.OPEN, issue_date=min(due, DAY), due_date=due)
    return replace(invoice, currency=currency, payable=payable)


def told(made: Aging) -> list[tuple[str, str, dict[Age, int], int]]:
    return [(each.currency, each.customer_id, dict(each.amounts), each.invoices) for each in made.debts]


def test_what_customers_owe_is_summed_by_age_and_currency() -> None:
    ledger = FakeLedger(
        [
            owed(1, late=-5),
            owed(2, late=3),
            owed(3, late=20, payable=500),
            owed(4, late=100, currency="USD"),
            owed(5, late=45, customer="cus_2"),
        ]
    )
    assert told(report_aging(DAY, ledger=ledger)) == [
        ("EUR", "cus_1", {Age.CURRENT: 1000, Age.TO_30: 1500}, 3),
        ("EUR", "cus_2", {Age.TO_60: 1000}, 1),
        ("USD", "cus_1", {Age.OLDER: 1000}, 1),
    ]
    assert told(report_aging(DAY, currency="USD", ledger=ledger)) == [("USD", "cus_1", {Age.OLDER: 1000}, 1)]
    assert told(report_aging(DAY, customer_id="cus_2", ledger=ledger)) == [("EUR", "cus_2", {Age.TO_60: 1000}, 1)]


def test_who_owes_nothing_is_not_in_it() -> None:
    invoices = [an_invoice(status=Status.VOID), an_invoice(number="n-2", status=Status.OPEN, payable=0)]
    assert report_aging(DAY, ledger=FakeLedger(invoices)).debts == ()


@given(
    st.lists(st.tuples(st.integers(-100, 200), st.sampled_from(["cus_1", "cus_2"]), st.sampled_from(["EUR", "USD"]))),
    st.integers(1, 5),
)
@settings(max_examples=100, deadline=None)
def test_pages_add_up_to_the_open_balances(some: list[tuple[int, str, str]], most: int) -> None:
    invoices = [
        owed(number, late=late, customer=customer, currency=currency)
        for number, (late, customer, currency) in enumerate(some)
    ]
    sums, after, pages = Counter[str](), "", 0
    while True:
        made = report_aging(DAY, after=after, most=most, ledger=FakeLedger(invoices))
        sums.update(dict.fromkeys(("EUR", "USD"), 0))
        for each in made.debts:
            sums[each.currency] += sum(each.amounts.values())
        pages, after = pages + 1, made.next
        if not after:
            break
    assert pages == max(1, -(-len(invoices) // most))
    for code in ("EUR", "USD"):
        assert sums[code] == sum(owed_on(DAY, invoice=each) for each in invoices if each.currency == code)


def test_no_more_is_read_than_a_page_and_whether_there_is_another() -> None:
    ledger = FakeLedger([owed(number, late=-number) for number in range(10)])
    report_aging(DAY, most=3, ledger=ledger)
    assert len(ledger.walked) == 4
