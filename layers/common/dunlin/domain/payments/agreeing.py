"""How agreements to be charged automatically come about, are changed, and end. None is forgotten: ended ones stay."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.errors import NotFound
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Agreement, AgreementState, Mandate
from dunlin.domain.payments.method import NATURES, Method
from dunlin.domain.portal.access import Session
from dunlin.domain.portal.settings import MethodSettings, PortalSettings

# Beyond these nobody wants anything but to fill the record.
MOST_AGREEMENTS = 50
REPLACED = "another took its place"


@dataclass(frozen=True, slots=True)
class Setup:
    """What somebody who has signed in has begun to agree to: they are at the provider's page `url`, or were.

    `text` is what they have read in `locale`, `by` their address, `visit` stands for the session that it began in.
    """

    setup_id: str
    visit: str
    customer_id: str
    seller_id: str
    provider: str
    method: Method
    limits: tuple[Money, ...]
    text: str
    locale: str
    by: str
    begun_at: datetime
    checkout_id: str = ""
    url: str = ""

    @property
    def agreement_id(self) -> str:
        """Of the one agreement that may come of it."""
        return derived("agr", self.setup_id)


def visit_of(session: Session) -> str:
    """What stands for a session in what was begun there: nobody gets in with it."""
    return derived("vis", session.address, session.created_at.isoformat())


def setup_id_of(setup: Setup, customer: Customer) -> str:
    """The same for a button that is pressed twice, until something has come of it."""
    limits, count = ",".join(map(str, setup.limits)), str(len(customer.agreements))
    return derived("set", setup.visit, setup.customer_id, setup.seller_id, setup.method, limits, setup.text, count)


def chargeable(settings: PortalSettings) -> tuple[MethodSettings, ...]:
    """The methods by which customers may have themselves charged, in the seller's order."""
    return tuple(each for each in settings.online if settings.autopay_allowed and NATURES[each.method].later)


def agreed(customer: Customer, setup: Setup, mandate: Mandate, *, now: datetime) -> Customer:
    """With the agreement that comes of it, in place of any other with that seller. Once: one that has ended since does
    not come back.
    """
    if any(each.agreement_id == setup.agreement_id for each in customer.agreements):
        return customer
    agreement = Agreement(
        agreement_id=setup.agreement_id,
        seller_id=setup.seller_id,
        provider=setup.provider,
        mandate=mandate,
        agreed_at=now,
        by=setup.by,
        text=setup.text,
        locale=setup.locale,
        limits=setup.limits,
    )
    before = (
        _ended(each, REPLACED, now) if each.seller_id == setup.seller_id else each for each in customer.agreements
    )
    return replace(customer, agreements=(*before, agreement))


def ended(customer: Customer, agreement_id: str, *, why: str, now: datetime) -> Customer:
    """With that agreement ended; one that has ended already stays as it is. Raises NotFound."""
    agreement_of(customer, agreement_id)
    return _with(customer, agreement_id, lambda each: _ended(each, why, now))


def limited(customer: Customer, agreement_id: str, limits: tuple[Money, ...]) -> Customer:
    """With other limits from now on. Raises NotFound for one that has ended, too."""
    if not agreement_of(customer, agreement_id).active:
        raise NotFound(f"agreement {agreement_id} has ended")
    return _with(customer, agreement_id, lambda each: replace(each, limits=limits))


def agreement_of(customer: Customer, agreement_id: str) -> Agreement:
    """Raises NotFound."""
    found = next((each for each in customer.agreements if each.agreement_id == agreement_id), None)
    if found is None:
        raise NotFound(f"customer {customer.customer_id} has no agreement {agreement_id}")
    return found


def _ended(agreement: Agreement, why: str, now: datetime) -> Agreement:
    if not agreement.active:
        return agreement
    return replace(agreement, state=AgreementState.ENDED, ended_at=now, ended_why=why)


def _with(customer: Customer, agreement_id: str, how: Callable[[Agreement], Agreement]) -> Customer:
    after = tuple(how(each) if each.agreement_id == agreement_id else each for each in customer.agreements)
    return customer if after == customer.agreements else replace(customer, agreements=after)
