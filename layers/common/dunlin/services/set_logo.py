"""Give a seller a logo, or take it away."""

import hashlib
from dataclasses import replace

from dunlin.domain.logo import Logo
from dunlin.domain.seller import Seller
from dunlin.services.ports.papers import LogoReader, Logos
from dunlin.services.ports.records import Sellers


def set_logo(seller_id: str, content: bytes, *, read: LogoReader, logos: Logos, sellers: Sellers) -> Seller:
    """The seller as stored. Without content it has none; what is stored stays, for pages that are open name it.

    The picture is stored first, so that no seller names one that is not there. Raises NotFound, StaleVersion, and
    InvalidInput for what is no logo.
    """
    seller = sellers.get(seller_id)
    logo = None
    if content:
        picture = read(content)
        logo = Logo(hashlib.sha256(picture.png).hexdigest(), picture.width, picture.height)
        if logo != seller.logo:
            logos.put(logo.sha256, picture.png)
    return seller if logo == seller.logo else sellers.put(replace(seller, logo=logo))
