"""End what lets the dunning of a whole customer rest."""

from dataclasses import replace

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.hold import HoldKind
from dunlin.services.change_customer import change_customer
from dunlin.services.ports.records import Customers
from dunlin.services.ports.sending import Outbox


def resume_customer(
    customer_id: str,
    *,
    customers: Customers,
    outbox: Outbox,
    kinds: tuple[HoldKind, ...] = (),
    version: int | None = None,
) -> Customer:
    """End the customer's holds of these kinds; all without any. Holds of single invoices stay. May be repeated, also
    where there is none: then its invoices are looked at all the same. Raises NotFound, StaleVersion.
    """

    def how(before: Customer) -> Customer:
        return replace(before, holds=tuple(each for each in before.holds if kinds and each.kind not in kinds))

    return change_customer(customer_id, how, customers=customers, outbox=outbox, version=version)
