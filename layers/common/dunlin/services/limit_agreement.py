"""Change the most that is charged at once by an agreement."""

from dunlin.domain.customer import Customer
from dunlin.domain.money import Money
from dunlin.domain.payments.agreeing import limited
from dunlin.services.change_customer import change_customer
from dunlin.services.registry import Registry


def limit_agreement(customer_id: str, agreement_id: str, *, limits: tuple[Money, ...], registry: Registry) -> Customer:
    """None: no limit. May be repeated. Raises NotFound, also for an agreement that has ended; StaleVersion."""
    return change_customer(
        customer_id,
        lambda before: limited(before, agreement_id, limits),
        customers=registry.customers,
        outbox=registry.outbox,
    )
