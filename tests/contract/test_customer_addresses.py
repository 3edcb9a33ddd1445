"""Which customers have an address: the fake and DynamoDB keep the same promises."""

from dataclasses import replace

import pytest

from dunlin import wiring
from dunlin.adapters.dynamodb import customer_addresses
from dunlin.domain.customer import Contact, EmailPreferences
from dunlin.domain.errors import StaleVersion
from dunlin.services.ports.records import Customers
from tests.builders import a_customer
from tests.fakes import FakeCustomers

BOB = Contact("con_2", "Bob", " Bob@Buyer.example")


@pytest.fixture(params=["fake", "dynamodb"])
def customers(request: pytest.FixtureRequest, aws_world: None) -> Customers:
    return FakeCustomers() if request.param == "fake" else wiring.customers()


def test_whoever_is_saved_is_found_at_every_address_in_any_spelling(customers: Customers) -> None:
    preferences = EmailPreferences(to=("ap@buyer.example",), cc=("cc@buyer.example",), bcc=("bcc@buyer.example",))
    customers.put(a_customer(version=0, contacts=(BOB, Contact("con_3", "No address")), preferences=preferences))
    for address in ("BOB@buyer.example ", "ap@buyer.example", "cc@buyer.example", "bcc@buyer.example"):
        assert customers.at(address) == ("cus_1",)
    assert (customers.at("eve@buyer.example"), customers.at("")) == ((), ())


def test_every_save_keeps_it_and_customers_share_addresses(customers: Customers) -> None:
    first = customers.put(a_customer(version=0))
    customers.put(replace(first, contacts=(BOB,)))
    customers.put(a_customer(customer_id="cus_2", version=0, contacts=(BOB,)))
    assert customers.at("bob@buyer.example") == ("cus_1", "cus_2")


def test_the_list_is_no_customer_and_no_part_of_one(customers: Customers) -> None:
    stored = customers.put(a_customer(version=0, contacts=(BOB,)))
    assert customers.get("cus_1") == stored
    assert [each.customer_id for each in customers.list(limit=9).items] == ["cus_1"]
    with pytest.raises(StaleVersion):
        customers.put(a_customer(version=0, contacts=(BOB,)))


def test_no_address_can_be_read_in_a_key_and_no_item_grows_without_end(
    aws_world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer_addresses, "MOST", 2)
    for number in range(4):
        wiring.customers().put(a_customer(customer_id=f"cus_{number}", version=0, contacts=(BOB,)))
    assert len(wiring.customers().at("bob@buyer.example")) == 2
    assert wiring.customers().get("cus_3").contacts == (BOB,)
    assert "bob" not in customer_addresses._key("bob@buyer.example")
