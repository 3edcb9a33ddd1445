"""Agreements to automatic payment, of whoever has signed in: with whom they may be made, and how they come about."""

from collections.abc import Iterable, Iterator

from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.payments.agreeing import chargeable
from dunlin.domain.payments.event import ProviderEvent
from dunlin.domain.seller import Seller
from dunlin.services.conclude_setup import conclude_setup
from dunlin.services.find_relations import Relation, find_relations
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.ports.records import InvoiceQuery
from dunlin.services.request_login import CUSTOMER
from dunlin.services.till import PAYMENTS

_PAGE = 200


def relations(customer: Customer) -> Iterator[Relation]:
    """See the service."""
    return find_relations(customer, accounts=wiring.accounts(), sellers=wiring.sellers())


def owed_by(customer: Customer) -> tuple[Invoice, ...]:
    """What is open, with its dunning; as many as a page tells of."""
    return wiring.invoices().list(InvoiceQuery(customer_id=customer.customer_id, statuses=OWED), limit=_PAGE).items


def offers_autopay(customers: Iterable[Customer], sellers: Iterable[Seller]) -> bool:
    """Whether there is anything to see about automatic payment."""
    agreed = any(each.active for customer in customers for each in customer.agreements)
    return wiring.takes_payments() and (agreed or any(chargeable(each.portal) for each in sellers))


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
