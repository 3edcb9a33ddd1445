"""End an agreement to be charged automatically, and confirm it by mail."""

from dunlin.domain.customer import Customer
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.agreeing import agreement_of, ended
from dunlin.services.change_customer import change_customer
from dunlin.services.confirm_agreement import confirm_agreement
from dunlin.services.registry import Registry


def end_agreement(customer_id: str, agreement_id: str, *, why: str, registry: Registry) -> Customer:
    """The customer as stored. May be repeated: it ends once, is confirmed once, and whatever a try that died has left
    undone is done. Raises NotFound, StaleVersion, Unavailable.
    """
    changed = change_customer(
        customer_id,
        lambda before: ended(before, agreement_id, why=why, now=registry.now),
        customers=registry.customers,
        outbox=registry.outbox,
    )
    confirm_agreement(changed, agreement_of(changed, agreement_id), MessageKind.AUTOPAY_ENDED, registry=registry)
    return changed
