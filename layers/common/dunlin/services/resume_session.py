"""Who has signed in, asked anew at each page: the address must still be on file, and nobody may have revoked it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.errors import NotFound
from dunlin.domain.portal.access import Session, contact_ids, on_file
from dunlin.domain.portal.link import contact_scope, customer_scope
from dunlin.services.ports.portal import Doorkeeper, Links
from dunlin.services.ports.records import Customers


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in, and for which customers."""

    session: Session
    customers: tuple[Customer, ...]

    def may_see(self, customer_id: str) -> bool:
        """Whether invoices of this customer are theirs."""
        return any(each.customer_id == customer_id for each in self.customers)


def resume_session(
    token: str, *, now: datetime, doorkeeper: Doorkeeper, links: Links, customers: Customers
) -> Visitor | None:
    """None when the session is unknown, over, or opens nothing any more."""
    session = doorkeeper.session(token) if token else None
    if session is None or not session.lasts(now=now):
        return None
    theirs = tuple(_theirs(session, links, customers))
    return Visitor(session, theirs) if theirs else None


def _theirs(session: Session, links: Links, customers: Customers) -> Iterator[Customer]:
    for customer_id in session.customer_ids:
        try:
            customer = customers.get(customer_id)
        except NotFound:
            continue
        contacts = (contact_scope(customer_id, each) for each in contact_ids(customer, session.address))
        revoked = links.revoked((customer_scope(customer_id), *contacts))
        if on_file(customer, session.address) and (revoked is None or revoked < session.created_at):
            yield customer
