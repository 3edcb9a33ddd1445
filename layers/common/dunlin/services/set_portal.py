"""Set what a seller offers in the portal."""

from dataclasses import replace

from dunlin.domain.errors import InvalidInput
from dunlin.domain.portal.faults import portal_faults
from dunlin.domain.portal.settings import PortalSettings
from dunlin.domain.seller import Seller
from dunlin.services.ports.records import Sellers


def set_portal(seller_id: str, settings: PortalSettings, *, sellers: Sellers) -> Seller:
    """The seller as stored. Raises NotFound, StaleVersion, and InvalidInput with everything that is wrong."""
    if problems := portal_faults(settings):
        raise InvalidInput("The portal cannot be set so.", *problems)
    return sellers.put(replace(sellers.get(seller_id), portal=settings))
