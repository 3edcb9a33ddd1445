"""A customer is recognised by its ids, and nobody else is; its reminders follow what is changed about it."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin.domain.customer import Contact, Customer, EmailPreferences
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.party import Address, Party
from dunlin.services.save_customer import save_customer
from tests.builders import a_customer
from tests.records_world import Records


def new(customer_id: str, tax_id: str = "GB999") -> Customer:
    return a_customer(customer_id=customer_id, version=0, party=Party("Buyer Ltd", tax_id=tax_id))


def save(records: Records, customer: Customer, before: Customer | None = None) -> Customer:
    return save_customer(
        customer, before=before, customers=records.customers, known=records.known, outbox=records.outbox
    )


def test_a_second_customer_with_the_same_tax_id_is_refused_and_named() -> None:
    records = Records()
    save(records, new("cus_1"))

    with pytest.raises(AlreadyExists) as refused:
        save(records, new("cus_2"))
    assert refused.value.existing_id == "cus_1"


def test_a_changed_customer_may_not_take_another_s_tax_id() -> None:
    records = Records()
    save(records, new("cus_1"))
    second = save(records, new("cus_2", tax_id="GB111"))

    with pytest.raises(AlreadyExists):
        save(records, replace(second, party=new("cus_1").party), second)


def test_ids_that_an_unfinished_try_left_behind_are_taken_over() -> None:
    records = Records()
    records.known.claim(("customer/tax/gb999",), owner="cus_died")

    saved = save(records, new("cus_2"))

    assert saved.customer_id == "cus_died"
    assert records.customers.get("cus_died").party.tax_id == "GB999"


MOVED = Party("Buyer Ltd", address=Address(country="IE"), tax_id="GB999")
ASSIGNED = Party("Buyer Ltd", address=Address(country="GB", region="SCT"), tax_id="GB999")


@pytest.mark.parametrize(
    ("change", "queued"),
    [
        ({"time_zone": "America/New_York"}, True),
        ({"party": MOVED}, True),
        ({"party": ASSIGNED}, True),
        ({"contacts": (Contact("con_2", "Bob", "bob@buyer.example"),)}, True),
        ({"preferences": EmailPreferences(to=("bob@buyer.example",))}, True),
        ({"workflow_id": "wf_standard"}, True),
        ({"locale": "de"}, False),
        ({}, False),
    ],
)
def test_all_invoices_are_looked_at_again_when_reminders_depend_on_it(change: dict[str, Any], *, queued: bool) -> None:
    records = Records()
    before = save(records, a_customer(version=0))
    save(records, replace(before, **change), before)
    assert records.outbox.customers == (["cus_1"] if queued else [])


def test_a_new_customer_has_no_invoices_to_look_at() -> None:
    records = Records()
    save(records, a_customer(version=0))
    assert records.outbox.customers == []
