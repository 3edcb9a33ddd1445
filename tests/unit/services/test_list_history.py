"""What is over is listed the last due first, page by page, whoever's it is; what is owed all at once."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.domain.invoice import OVER, Invoice, Status
from dunlin.services.list_history import list_history
from dunlin.services.list_owed import list_owed
from tests.builders import a_customer, an_invoice
from tests.fakes_papers import FakeAccounts

CUSTOMERS = tuple(a_customer(customer_id=f"cus_{number}") for number in range(3))
IDS = tuple(each.customer_id for each in CUSTOMERS)


@st.composite
def invoices(draw: st.DrawFn) -> list[Invoice]:
    many = draw(
        st.lists(st.tuples(st.integers(0, 6), st.sampled_from(Status), st.sampled_from(CUSTOMERS)), max_size=25)
    )
    return [
        an_invoice(
            number=str(number), status=status, customer=customer, due_date=date(2027, 1, 1) + timedelta(days=day)
        )
        for number, (day, status, customer) in enumerate(many)
    ]


def key(invoice: Invoice) -> tuple[date, str, str]:
    return invoice.due_date, invoice.invoice_id, invoice.customer_id


@settings(max_examples=60)
@given(invoices(), st.integers(1, 5))
def test_all_pages_together_are_all_that_is_over_in_order(many: list[Invoice], most: int) -> None:
    accounts = FakeAccounts(many)
    found: list[Invoice] = []
    page = list_history(IDS, most=most, accounts=accounts)
    pages = 1
    while True:
        assert len(page.items) <= most
        found += page.items
        if page.next is None:
            break
        page = list_history(IDS, after=page.next, most=most, accounts=accounts)
        pages += 1
        assert pages < 100
    assert [key(each) for each in found] == sorted(
        (key(each) for each in many if each.status in OVER), key=lambda each: each[:2], reverse=True
    )
    assert accounts.asked <= pages * len(IDS)


def test_somebody_elses_place_in_a_cursor_is_not_gone_to() -> None:
    accounts = FakeAccounts([an_invoice(status=Status.PAID, customer=CUSTOMERS[1])])
    assert list_history(IDS[:1], after={IDS[1]: ""}, accounts=accounts).items == ()


def test_what_is_owed_is_listed_over_all_customers_and_told_where_it_is_cut() -> None:
    many = [
        an_invoice(number=str(day), customer=CUSTOMERS[day % 2], due_date=date(2027, 1, day), status=Status.OPEN)
        for day in (4, 2, 1, 3)
    ]
    owed = list_owed(IDS, accounts=FakeAccounts(many))
    assert ([each.number for each in owed.invoices], owed.more) == (["1", "2", "3", "4"], False)
    cut = list_owed(IDS, most=1, accounts=FakeAccounts(many))
    assert ([each.number for each in cut.invoices], cut.more) == (["1", "2"], True)
