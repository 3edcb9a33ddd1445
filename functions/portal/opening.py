"""Which invoice a link opens."""

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.portal.capability import is_token
from dunlin.domain.portal.link import ends


def invoice_of(token: str) -> str:
    """The invoice that may be paid by this link. Raises NotFound for one that opens nothing, or nothing any more, and
    where a seller wants its customers to sign in.
    """
    if not is_token(token):
        raise NotFound("there is no such link")
    found = wiring.links().find(token)
    invoice = wiring.invoices().get(found.link.invoice_id)
    seller = wiring.sellers().get(invoice.seller_id)
    end = ends(found.link, invoice.due_date, days=seller.portal.link_days, zone=seller.time_zone)
    revoked = found.revoked_at and found.link.created_at <= found.revoked_at
    if revoked or wiring.now() >= end or seller.portal.require_login or found.link.signs_in:
        raise NotFound("this link opens nothing any more")
    return invoice.invoice_id
