"""By what a party is recognised."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.matching import identifiers
from dunlin.domain.party import Address, Party

PARTY = Party("Borg AB", address=Address(("Väg 1",), "Malmö", "211 20", "", "SE"))


def test_a_tax_id_is_stronger_than_a_registration_and_both_are_stronger_than_a_name() -> None:
    party = replace(PARTY, tax_id="SE 556012-3456.01", registration_id="556012-3456")
    assert identifiers("customer", party) == ("customer/tax/se556012345601", "customer/registration/SE/5560123456")


def test_a_registration_is_only_unique_in_its_country() -> None:
    norwegian = replace(PARTY, registration_id="123", address=Address(country="no"))
    assert identifiers("seller", norwegian) == ("seller/registration/NO/123",)
    assert identifiers("seller", replace(norwegian, address=Address())) == ("seller/registration/--/123",)


def test_without_ids_name_and_place_must_do() -> None:
    assert identifiers("customer", PARTY) == ("customer/name/SE/21120/borgab",)


@pytest.mark.parametrize("tax_id", ["NL16356706", "nl 1635.6706", " NL-16356706 "])
def test_spellings_of_one_tax_id_are_one_key(tax_id: str) -> None:
    assert identifiers("customer", replace(PARTY, tax_id=tax_id)) == ("customer/tax/nl16356706",)


@pytest.mark.parametrize("empty", ["", " ", "-", "/"])
def test_an_id_of_nothing_but_punctuation_is_none(empty: str) -> None:
    assert identifiers("customer", replace(PARTY, tax_id=empty, registration_id=empty)) == identifiers(
        "customer", PARTY
    )


def test_a_seller_is_never_taken_for_a_customer() -> None:
    assert not set(identifiers("seller", PARTY)) & set(identifiers("customer", PARTY))


@given(st.text(max_size=500), st.text(max_size=500), st.text(max_size=500))
def test_there_is_always_a_key_that_fits_into_the_database(name: str, tax_id: str, registration_id: str) -> None:
    keys = identifiers("customer", replace(PARTY, name=name, tax_id=tax_id, registration_id=registration_id))
    assert keys
    assert all(len(key.encode()) <= 2048 for key in keys)
