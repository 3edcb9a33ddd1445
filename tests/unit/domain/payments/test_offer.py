"""What a customer may pay with, and where a fee may not be charged."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dunlin.domain.customer import Customer
from dunlin.domain.money import Money
from dunlin.domain.party import Address
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.offer import Offer, offers
from dunlin.domain.payments.surcharging import BANS, ban
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings, PortalSettings
from tests.builders import a_customer

OWED = Money(10_000, "EUR")
COSTLY = Fee(FeePolicy.PASS_THROUGH, Decimal("1.5"), (Money(25, "EUR"),))


def whole(_currency: str) -> int:
    return 1


def somebody(country: str = "GB", *, consumer: bool = False, region: str = "") -> Customer:
    party = replace(a_customer().party, address=Address(country=country, region=region))
    return a_customer(party=party, consumer=consumer)


def portal(*methods: MethodSettings) -> PortalSettings:
    return PortalSettings(pay_online=True, methods=methods)


def card(**changes: object) -> MethodSettings:
    return replace(MethodSettings(Method.CARD, fee=COSTLY), **changes)  # type: ignore[arg-type]


def test_a_business_is_offered_a_method_with_its_fee() -> None:
    (offer,) = offers(OWED, somebody(), portal(card()), step=whole)
    assert (offer.fee, offer.total, offer.absorbed_by) == (Money(178, "EUR"), Money(10_178, "EUR"), "")


def test_a_consumer_whose_country_forbids_it_pays_no_fee_and_the_law_is_named() -> None:
    (offer,) = offers(OWED, somebody("DE", consumer=True), portal(card()), step=whole)
    assert offer.total == OWED
    assert "PSD2" in offer.absorbed_by


@pytest.mark.parametrize(
    ("method", "country", "consumer", "forbidden"),
    [
        (Method.CARD, "DE", True, True),
        (Method.CARD, "DE", False, False),
        (Method.SEPA_DEBIT, "DE", False, True),
        (Method.PAYPAL, "DE", True, False),
        (Method.PAYPAL, "FR", False, True),
        (Method.CARD, "GB", True, True),
        (Method.PAYPAL, "GB", True, True),
        (Method.CARD, "GB", False, False),
        (Method.CARD, "US", True, False),
        (Method.CARD, "CH", True, False),
        (Method.SEPA_DEBIT, "", False, True),
    ],
)
def test_where_a_fee_is_forbidden(method: Method, country: str, consumer: bool, forbidden: bool) -> None:  # noqa: FBT001
    assert bool(ban(method, somebody(country, consumer=consumer))) is forbidden


def test_a_part_of_a_country_may_forbid_what_the_rest_allows() -> None:
    assert ban(Method.CARD, somebody("US", region="ct"))
    assert not ban(Method.CARD, somebody("US", region="NY"))


def test_every_ban_names_its_law() -> None:
    assert all(len(each.law) > 20 for each in BANS)


def test_a_method_is_offered_between_its_minimum_and_its_maximum() -> None:
    limited = card(minimums=(Money(5_000, "EUR"),), maximums=(Money(10_000, "EUR"), Money(1, "USD")))

    def offered(amount: int, currency: str = "EUR") -> tuple[Offer, ...]:
        return offers(Money(amount, currency), somebody(), portal(limited), step=whole)

    assert [bool(offered(each)) for each in (4_999, 5_000, 10_000, 10_001)] == [False, True, True, False]
    assert not offered(2, "USD")
    assert offered(1, "GBP")


def test_nothing_is_offered_while_online_payment_is_off_or_nothing_is_owed() -> None:
    off = PortalSettings(methods=(card(),))
    assert offers(OWED, somebody(), off, step=whole) == ()
    assert offers(Money(0, "EUR"), somebody(), portal(card()), step=whole) == ()


def test_a_transfer_from_ones_own_bank_is_no_online_payment() -> None:
    assert offers(OWED, somebody(), portal(MethodSettings(Method.BANK_TRANSFER)), step=whole) == ()


def test_what_the_provider_cannot_charge_to_the_last_unit_is_not_offered_unless_the_fee_fills_it_up() -> None:
    owed, free = Money(1_235, "KWD"), MethodSettings(Method.CARD)
    costly = MethodSettings(Method.CARD, fee=Fee(FeePolicy.PASS_THROUGH, Decimal(1)))
    assert offers(owed, somebody(), portal(free), step=lambda _: 10) == ()
    (offer,) = offers(owed, somebody(), portal(costly), step=lambda _: 10)
    assert offer.total.amount % 10 == 0
    assert offers(owed, somebody(), portal(costly), step=lambda _: None) == ()
