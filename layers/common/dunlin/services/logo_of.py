"""The picture of a seller's logo."""

from dunlin.domain.errors import NotFound
from dunlin.domain.seller import Seller
from dunlin.services.ports.papers import Logos


def logo_of(seller: Seller, *, logos: Logos) -> bytes:
    """A PNG; empty for none, and for one that was lost: a paper without its logo is better than none."""
    if not seller.logo:
        return b""
    try:
        return logos.get(seller.logo.sha256)
    except NotFound:
        return b""
