"""A customer is recognised by its ids, and nobody else is."""

from dataclasses import replace

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.party import Party
from dunlin.services.save_customer import save_customer
from tests.builders import a_customer
from tests.fakes import FakeCustomers, FakeIdentifiers


def new(customer_id: str, tax_id: str = "GB999") -> Customer:
    return a_customer(customer_id=customer_id, version=0, party=Party("Buyer Ltd", tax_id=tax_id))


def test_a_second_customer_with_the_same_tax_id_is_refused_and_named() -> None:
    customers, known = FakeCustomers(), FakeIdentifiers()
    save_customer(new("cus_1"), customers=customers, known=known)

    with pytest.raises(AlreadyExists) as refused:
        save_customer(new("cus_2"), customers=customers, known=known)
    assert refused.value.existing_id == "cus_1"


def test_a_changed_customer_may_not_take_another_s_tax_id() -> None:
    customers, known = FakeCustomers(), FakeIdentifiers()
    save_customer(new("cus_1"), customers=customers, known=known)
    second = save_customer(new("cus_2", tax_id="GB111"), customers=customers, known=known)

    with pytest.raises(AlreadyExists):
        save_customer(replace(second, party=new("cus_1").party), customers=customers, known=known)


def test_ids_that_an_unfinished_try_left_behind_are_taken_over() -> None:
    customers, known = FakeCustomers(), FakeIdentifiers()
    known.claim(("customer/tax/gb999",), owner="cus_died")

    saved = save_customer(new("cus_2"), customers=customers, known=known)

    assert saved.customer_id == "cus_died"
    assert customers.get("cus_died").party.tax_id == "GB999"
