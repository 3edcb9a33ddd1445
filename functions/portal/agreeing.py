"""Agreements to automatic payment, of whoever has signed in: with whom they may be made, and how they come about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.invoice import OWED, Invoice, Status
from dunlin.domain.payments.agreeing import chargeable
from dunlin.domain.payments.event import ProviderEvent
from dunlin.domain.seller import Seller
from dunlin.services.conclude_setup import conclude_setup
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.ports.records import InvoiceQuery
from dunlin.services.request_login import CUSTOMER
from dunlin.services.till import PAYMENTS

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Relation:
    """A customer, a seller that has written it invoices, and in which currencies."""

    customer: Customer
    seller: Seller
    currencies: tuple[str, ...]


def relations(customer: Customer) -> Iterator[Relation]:
    """With every seller of late that charges automatically, and with those that may still do so by an agreement."""
    found: dict[str, dict[str, None]] = {}
    for _, invoice in wiring.accounts().latest(customer.customer_id, most=_PAGE).items:
        if invoice.status is not Status.DRAFT:
            found.setdefault(invoice.seller_id, {})[invoice.currency] = None
    for agreement in customer.agreements:
        currencies = found.setdefault(agreement.seller_id, {})
        currencies.update(dict.fromkeys(each.currency for each in agreement.limits if agreement.active))
    for seller_id, currencies in found.items():
        seller = wiring.sellers().get(seller_id)
        if chargeable(seller.portal) or customer.agreement_with(seller_id):
            yield Relation(customer, seller, tuple(sorted(currencies)))


def owed_by(customer: Customer) -> tuple[Invoice, ...]:
    """What is open, with its dunning; as many as a page tells of."""
    return wiring.invoices().list(InvoiceQuery(customer_id=customer.customer_id, statuses=OWED), limit=_PAGE).items


def offers_autopay(customers: Iterable[Customer], invoices: Iterable[Invoice]) -> bool:
    """Whether there is anything to see about automatic payment."""
    if any(each.active for customer in customers for each in customer.agreements):
        return True
    sellers = {each.seller_id for each in invoices}
    return any(chargeable(wiring.sellers().get(each).portal) for each in sorted(sellers))


def conclude(event: ProviderEvent) -> str:
    """What a provider tells of somebody who has agreed there, and may never come back."""
    try:
        conclude_setup(
            wiring.setups().get(event.setup_id),
            provider=wiring.payment_provider(),
            sellers=wiring.sellers(),
            registry=wiring.registry(PAYMENTS),
        )
    except (NotFound, PaymentRefused, Conflict):
        return "ignored"
    return "applied"


def conclude_for(setup_id: str) -> None:
    """As `conclude`, for the customer who is back. Raises what `conclude_setup` does."""
    conclude_setup(
        wiring.setups().get(setup_id),
        provider=wiring.payment_provider(),
        sellers=wiring.sellers(),
        registry=wiring.registry(CUSTOMER),
    )
