"""Open a link: what it leads to, as it is now, if it still leads anywhere. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.errors import NotFound
from dunlin.domain.portal.capability import is_token
from dunlin.domain.portal.link import Link, Standing, ends
from dunlin.services.ports.portal import Links
from dunlin.services.ports.records import Customers, Invoices, Sellers
from dunlin.services.ports.sending import SendContext
from dunlin.services.see_invoice import see_invoice


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was mailed, how it stands, and what it is about."""

    link: Link
    standing: Standing
    context: SendContext


def open_link(
    token: str, *, now: datetime, links: Links, invoices: Invoices, customers: Customers, sellers: Sellers
) -> Opened:
    """Raises NotFound for a link that was never mailed."""
    if not is_token(token):
        raise NotFound("there is no such link")
    found = links.find(token)
    link = found.link
    context = see_invoice(link.invoice_id, invoices=invoices, customers=customers, sellers=sellers)
    seller = context.seller
    over = now >= ends(link, context.invoice.due_date, days=seller.portal.link_days, zone=seller.time_zone)
    revoked = found.revoked_at is not None and link.created_at <= found.revoked_at
    standing = Standing.REVOKED if revoked else Standing.EXPIRED if over else Standing.GOOD
    return Opened(link, standing, context)
