"""Conclude what a customer has begun to agree to, when they are back or the provider tells that they have agreed."""

from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.agreeing import Setup, agreed, agreement_of, chargeable
from dunlin.domain.payments.agreement import Agreement
from dunlin.services.change_customer import change_customer
from dunlin.services.confirm_agreement import confirm_agreement
from dunlin.services.ports.providers import PaymentProvider
from dunlin.services.ports.records import Sellers
from dunlin.services.registry import Registry


def conclude_setup(setup: Setup, *, provider: PaymentProvider, sellers: Sellers, registry: Registry) -> Agreement:
    """The agreement, perhaps ended since. May be repeated, and at once by two: it is one agreement, confirmed once.

    Raises PaymentRefused while they have not agreed at the provider, Conflict when the seller has stopped offering it
    meanwhile, NotFound, StaleVersion, Unavailable.
    """
    customer = registry.customers.get(setup.customer_id)
    mandate = None
    if not _known(customer, setup):
        _check(setup, provider, sellers)
        mandate = provider.agreed(setup.checkout_id, method=setup.method)

    def how(before: Customer) -> Customer:
        return before if mandate is None else agreed(before, setup, mandate, now=registry.now)

    changed = change_customer(setup.customer_id, how, customers=registry.customers, outbox=registry.outbox)
    agreement = agreement_of(changed, setup.agreement_id)
    if agreement.active:
        confirm_agreement(changed, agreement, MessageKind.AUTOPAY_STARTED, registry=registry)
    return agreement


def _known(customer: Customer, setup: Setup) -> bool:
    try:
        agreement_of(customer, setup.agreement_id)
    except NotFound:
        return False
    return True


def _check(setup: Setup, provider: PaymentProvider, sellers: Sellers) -> None:
    offered = {each.method for each in chargeable(sellers.get(setup.seller_id).portal)}
    if setup.provider != provider.name or setup.method not in offered:
        raise Conflict(f"{setup.seller_id} charges nobody by {setup.method} any more", code="not_offered")
