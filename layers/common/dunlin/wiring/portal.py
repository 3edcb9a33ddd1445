"""Customers' ways into the portal."""

from functools import cache

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.doorkeeper import DynamoDoorkeeper
from dunlin.adapters.dynamodb.links import DynamoLinks
from dunlin.adapters.portal_addresses import PortalAddresses


@cache
def links() -> DynamoLinks:
    """Port `Links`."""
    wiring.bind_tables()
    return DynamoLinks()


@cache
def doorkeeper() -> DynamoDoorkeeper:
    """Port `Doorkeeper`."""
    wiring.bind_tables()
    return DynamoDoorkeeper()


def addresses(url: str = "") -> PortalAddresses:
    """Port `Addresses`; at that address, or at the one that the function was deployed with."""
    return PortalAddresses(url=url or settings.portal_url(), key=wiring.signing_key)
