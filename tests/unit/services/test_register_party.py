"""A seller or customer that a document names is found, or made."""

from dataclasses import replace

import pytest

from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.errors import StaleVersion
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount, Seller
from dunlin.services.register_party import register_customer, register_seller
from tests.fakes import FakeCustomers
from tests.records_world import Records

BORG = Party(
    "Borg AB",
    address=Address(("Väg 1",), "Malmö", "211 20", "", "SE"),
    tax_id="SE556012345601",
    registration_id="556012-3456",
    contact_name="Maj Borg",
    email="maj@borg.example",
    phone="+46 1",
)
BANK = BankAccount("SE4550000000058398257466")


def _customer(records: Records, party: Party = BORG) -> tuple[Customer, bool]:
    return register_customer(party, new_id=records.new_id, customers=records.customers, known=records.known)


def _seller(records: Records, party: Party = BORG) -> tuple[Seller, bool]:
    return register_seller(
        party, BANK, sender_address="us@x.example", new_id=records.new_id, sellers=records.sellers, known=records.known
    )


def test_an_unknown_buyer_becomes_a_customer_with_its_contact_and_its_countrys_customs() -> None:
    customer, new = _customer(Records())
    assert new
    assert (customer.version, customer.party) == (1, BORG)
    assert (customer.locale, customer.time_zone) == ("sv-SE", "Europe/Stockholm")
    [contact] = customer.contacts
    assert contact == Contact(contact.contact_id, "Maj Borg", "maj@borg.example", "+46 1", (Role.PRIMARY,))


def test_an_unknown_supplier_becomes_a_seller_that_sends_from_the_given_address() -> None:
    seller, new = _seller(Records())
    assert new
    assert (seller.sender_address, seller.sender_name, seller.reply_to) == ("us@x.example", "Borg AB", BORG.email)
    assert (seller.bank, seller.locale, seller.time_zone) == (BANK, "sv-SE", "Europe/Stockholm")


def test_a_seller_sends_under_the_name_it_goes_by() -> None:
    assert _seller(Records(), replace(BORG, trading_name="Borg & Co"))[0].sender_name == "Borg & Co"


def test_where_the_country_says_nothing_a_seller_still_has_a_locale_and_a_zone() -> None:
    seller, _ = _seller(Records(), replace(BORG, address=Address()))
    customer, _ = _customer(Records(), replace(BORG, address=Address()))
    assert (seller.locale, seller.time_zone) == ("en", "UTC")
    assert (customer.locale, customer.time_zone) == ("", "")


@pytest.mark.parametrize("email", ["", "see our website", "maj@borg"])
def test_what_is_no_address_becomes_no_contact(email: str) -> None:
    party = replace(BORG, email=email)
    assert _customer(Records(), party)[0].contacts == ()
    assert _seller(Records(), party)[0].reply_to == ""


@pytest.mark.parametrize(
    "again",
    [
        BORG,
        replace(BORG, name="BORG Aktiebolag", address=Address()),
        replace(BORG, tax_id="SE 556012-3456.01", registration_id=""),
        replace(BORG, tax_id=""),
    ],
    ids=["the same", "another name", "by tax id", "by registration"],
)
def test_the_same_party_is_found_again_and_left_as_it_is(again: Party) -> None:
    records = Records()
    first, _ = _customer(records)
    found, new = _customer(records, again)
    assert not new
    assert found == first
    assert len(records.customers.stored) == 1


def test_a_party_known_by_its_registration_is_found_when_a_later_file_names_its_tax_id_too() -> None:
    records = Records()
    first, _ = _customer(records, replace(BORG, tax_id=""))
    assert _customer(records) == (first, False)


def test_a_party_without_ids_is_found_by_name_and_place() -> None:
    records, nameless = Records(), replace(BORG, tax_id="", registration_id="")
    first, _ = _customer(records, nameless)
    assert _customer(records, replace(nameless, name="borg ab")) == (first, False)
    assert _customer(records, replace(nameless, name="Borg Norge AS"))[1]


def test_buyer_and_supplier_with_one_tax_id_are_two_records() -> None:
    records = Records()
    _customer(records)
    assert _seller(records)[1]


def test_a_record_that_somebody_claimed_but_never_made_is_made_by_the_next() -> None:
    records = Records()
    records.known.claim(("customer/tax/se556012345601",), owner="cus_crashed")
    customer, new = _customer(records)
    assert (customer.customer_id, new) == ("cus_crashed", True)


class RacedCustomers(FakeCustomers):
    """Somebody else makes the record just before it is put."""

    def put(self, customer: Customer) -> Customer:
        super().put(replace(customer, locale="theirs"))
        return super().put(customer)


def test_of_two_who_make_the_same_record_the_first_is_right() -> None:
    records = Records(customers=RacedCustomers())
    with pytest.raises(StaleVersion):
        RacedCustomers().put(Customer("cus_1", 0, BORG))
    customer, new = _customer(records)
    assert (customer.locale, customer.version, new) == ("theirs", 1, False)
