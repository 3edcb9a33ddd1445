"""Find the sellers by which a customer may have itself charged automatically, or is."""

from collections.abc import Iterator
from dataclasses import dataclass

from dunlin.domain.customer import Customer
from dunlin.domain.invoice import Status
from dunlin.domain.payments.agreeing import chargeable
from dunlin.domain.seller import Seller
from dunlin.services.ports.papers import Accounts
from dunlin.services.ports.records import Sellers

# Of late: whoever has written nothing among so many invoices offers nothing now.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Relation:
    """A customer, a seller that has written it invoices, and in which currencies."""

    customer: Customer
    seller: Seller
    currencies: tuple[str, ...]


def find_relations(customer: Customer, *, accounts: Accounts, sellers: Sellers) -> Iterator[Relation]:
    """With every seller of late that charges automatically, and with those that may still do so by an agreement. One
    query, and one read of each seller.
    """
    for seller_id, currencies in _known(customer, accounts).items():
        seller = sellers.get(seller_id)
        if chargeable(seller.portal) or customer.agreement_with(seller_id):
            yield Relation(customer, seller, tuple(sorted(currencies)))


def _known(customer: Customer, accounts: Accounts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, invoice in accounts.latest(customer.customer_id, most=_MOST).items:
        if invoice.status is not Status.DRAFT:
            found.setdefault(invoice.seller_id, set()).add(invoice.currency)
    for agreement in customer.agreements:
        limits = agreement.limits if agreement.active else ()
        found.setdefault(agreement.seller_id, set()).update(each.currency for each in limits)
    return found
