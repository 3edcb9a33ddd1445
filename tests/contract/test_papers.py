"""Lists of a customer's invoices, and logos: the fakes and AWS keep the same promises."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Invoice, Payment, Status, pay, post
from dunlin.services.ports.papers import Accounts, Logos
from tests.builders import NOW, a_customer, an_entry, an_invoice
from tests.fakes_papers import FakeAccounts, FakeLogos
from tests.functional import world


@dataclass(frozen=True)
class Subject:
    """The port, how it is filled, and how what is in it changes."""

    accounts: Accounts
    store: Callable[..., Invoice]
    change: Callable[[Invoice, Invoice], None]


def _fake() -> Subject:
    fake = FakeAccounts()

    def store(**changes: Any) -> Invoice:
        fake.invoices.append(an_invoice(**changes))
        return fake.invoices[-1]

    def change(before: Invoice, after: Invoice) -> None:
        fake.invoices[fake.invoices.index(before)] = replace(after, version=before.version + 1)

    return Subject(fake, store, change)


@pytest.fixture(params=["fake", "dynamodb"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return _fake()
    request.getfixturevalue("aws_world")

    def change(before: Invoice, after: Invoice) -> None:
        wiring.invoices().change(before, after, entry=an_entry(before, entry_id=wiring.new_id("tml")))

    return Subject(wiring.accounts(), world.store_invoice, change)


def numbers(found: Any) -> list[str]:
    return [invoice.number for _, invoice in found.items]


def test_what_is_owed_comes_first_due_first_and_nothing_else(subject: Subject) -> None:
    for day, status in ((9, Status.OPEN), (3, Status.PARTIALLY_PAID), (5, Status.POSTED), (4, Status.PAID)):
        subject.store(number=f"{status}", status=status, due_date=date(2027, 1, day))
    for status in (Status.DRAFT, Status.VOID):
        subject.store(number=f"{status}", status=status)
    subject.store(number="other", status=Status.OPEN, customer=a_customer(customer_id="cus_2"))

    found = subject.accounts.owed("cus_1", most=9)
    assert (numbers(found), found.more) == (["PARTIALLY_PAID", "POSTED", "OPEN"], False)
    first = subject.accounts.owed("cus_1", most=2)
    assert (numbers(first), first.more) == (["PARTIALLY_PAID", "POSTED"], True)


def test_an_invoice_comes_and_goes_with_what_is_owed(subject: Subject) -> None:
    draft = subject.store(status=Status.DRAFT)
    posted = post(draft, now=NOW)
    subject.change(draft, posted)
    ((_, owed),) = subject.accounts.owed("cus_1", most=9).items
    assert (owed.balance, owed.charged) == (posted.balance, 0)

    paid = pay(owed, Payment("pay_1", owed.balance.amount, date(2026, 11, 25), "card", fee=256), now=NOW)
    subject.change(owed, paid)
    assert subject.accounts.owed("cus_1", most=9).items == ()
    ((_, over),) = subject.accounts.latest("cus_1", most=9).items
    assert (over.status, over.payments) == (Status.PAID, paid.payments)


def test_all_come_the_last_due_first_from_anywhere(subject: Subject) -> None:
    for day in (5, 3, 9):
        subject.store(number=f"n-{day}", due_date=date(2027, 1, day), status=Status.PAID)
    whole = subject.accounts.latest("cus_1", most=3)
    assert (numbers(whole), whole.more) == (["n-9", "n-5", "n-3"], False)
    first = subject.accounts.latest("cus_1", most=1)
    assert (numbers(first), first.more) == (["n-9"], True)
    assert subject.accounts.latest("cus_1", most=9, before=first.items[0][0]).items == whole.items[1:]


@pytest.fixture(params=["fake", "s3"])
def logos(request: pytest.FixtureRequest) -> Logos:
    if request.param == "fake":
        return FakeLogos()
    request.getfixturevalue("aws_world")
    return wiring.logos()


def test_a_logo_is_found_by_its_hash(logos: Logos) -> None:
    sha256 = uuid4().hex * 2  # what a process has read once, it keeps
    with pytest.raises(NotFound):
        logos.get(sha256)
    logos.put(sha256, b"png")
    assert [logos.get(sha256) for _ in range(2)] == [b"png", b"png"]
