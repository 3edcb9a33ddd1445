"""Begin to agree to automatic payment: what was agreed to is kept, and the provider asks for the means."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.money import Money
from dunlin.domain.payments.agreeing import MOST_AGREEMENTS, Setup, chargeable, setup_id_of, visit_of
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.access import Session
from dunlin.domain.seller import Seller
from dunlin.services.ports.agreements import Setups
from dunlin.services.ports.portal import Doorkeeper
from dunlin.services.ports.providers import PaymentProvider

_MOST, _WINDOW = 20, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """By which method and up to how much somebody wants to be charged, and what they have read and agreed to."""

    method: Method
    limits: tuple[Money, ...]
    text: str
    locale: str


def begin_setup(
    wanted: Wanted,
    customer: Customer,
    seller: Seller,
    *,
    session: Session,
    back: str,
    now: datetime,
    provider: PaymentProvider,
    setups: Setups,
    doorkeeper: Doorkeeper,
) -> Setup:
    """With the `url` of the provider's page, which leads back to `back` and the setup's id. The same in the same
    session is the same page. Nothing is agreed yet.

    Raises Conflict (`code`: not_offered, too_many), PaymentRefused and Unavailable as the provider does.
    """
    if wanted.method not in {each.method for each in chargeable(seller.portal)}:
        raise Conflict(f"{seller.seller_id} charges nobody by {wanted.method}", code="not_offered")
    setup = _setup(wanted, customer, seller, session=session, now=now, provider=provider.name)
    try:
        return setups.get(setup.setup_id)
    except NotFound:
        _check(customer, doorkeeper, now)
    page = provider.setup(
        setup.setup_id,
        customer_id=customer.customer_id,
        method=wanted.method,
        return_url=f"{back}{setup.setup_id}",
    )
    setup = replace(setup, url=page.url, checkout_id=page.checkout_id)
    setups.put(setup)
    return setup


def _check(customer: Customer, doorkeeper: Doorkeeper, now: datetime) -> None:
    what = f"setups {customer.customer_id}"
    if len(customer.agreements) >= MOST_AGREEMENTS or not doorkeeper.allows(what, most=_MOST, window=_WINDOW, now=now):
        raise Conflict(f"customer {customer.customer_id} has begun too often", code="too_many")


def _setup(
    wanted: Wanted, customer: Customer, seller: Seller, *, session: Session, now: datetime, provider: str
) -> Setup:
    setup = Setup(
        setup_id="",
        visit=visit_of(session),
        customer_id=customer.customer_id,
        seller_id=seller.seller_id,
        provider=provider,
        method=wanted.method,
        limits=wanted.limits,
        text=wanted.text,
        locale=wanted.locale,
        by=session.address,
        begun_at=now,
    )
    return replace(setup, setup_id=setup_id_of(setup, customer))
