"""Automatic payment for tests: a customer who has agreed to be charged, and a seller who charges at eight."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from dunlin.domain.customer import Customer
from dunlin.domain.payments.agreement import Agreement, Mandate
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.tries import Try, TryState
from dunlin.domain.portal.settings import Collecting, MethodSettings, PortalSettings
from dunlin.domain.seller import Seller
from tests.builders import a_customer, a_seller

AGREED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def an_agreement(means: str = "succeeds", **changes: Any) -> Agreement:
    """To be charged by card, whatever the amount."""
    agreement = Agreement(
        agreement_id="agr_1",
        seller_id="sel_1",
        provider="test",
        mandate=Mandate("cus_test", means, Method.CARD, "Visa •••• 4242"),
        agreed_at=AGREED,
        by="ada@buyer.example",
        text="Vis & Zonen may charge my card for each invoice when it is due.",
        locale="en-GB",
    )
    return replace(agreement, **changes)


def agreed(*agreements: Agreement, **changes: Any) -> Customer:
    """A customer who is charged automatically."""
    return a_customer(agreements=agreements or (an_agreement(),), **changes)


def collecting(at: time = time(8), retry_days: tuple[int, ...] = (3, 7), **changes: Any) -> PortalSettings:
    """Cards, at no extra cost; what is refused is tried again after three days and after a week."""
    settings = PortalSettings(
        pay_online=True,
        methods=(MethodSettings(Method.CARD),),
        autopay_allowed=True,
        autopay=Collecting(at, retry_days),
    )
    return replace(settings, **changes)


def a_collector(**changes: Any) -> Seller:
    """A Dutch seller who charges automatically."""
    return a_seller(**{"portal": collecting(), **changes})


def a_try(number: int = 1, at: datetime = AGREED, *, code: str = "", **changes: Any) -> Try:
    """One that is being made; with a code, one that was refused a moment later."""
    made = Try(number, "agr_1", at)
    if code:
        made = replace(made, state=TryState.FAILED, ended_at=at, code=code)
    return replace(made, **changes)
