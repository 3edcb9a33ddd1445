"""Sellers: `/v1/sellers`."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api.access import ADMIN, READ
from api.bodies.common import Shown, as_is
from api.bodies.parties import SellerBody, SellerShown
from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.matching import identifiers
from dunlin.domain.seller import Seller
from dunlin.services.name_workflow import name_workflow

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


class SellerList(Shown):
    """All sellers."""

    items: list[SellerShown] = Field(description="an organisation has few: all of them")


@router.get("/v1/sellers", tags=["sellers"], summary="List sellers", middlewares=[READ])
def list_sellers() -> SellerList:
    """All sellers, by id."""
    return SellerList(items=[_shown(seller) for seller in wiring.sellers().list()])


@router.get("/v1/sellers/<seller_id>", tags=["sellers"], summary="Get a seller", middlewares=[READ])
def get_seller(seller_id: Id) -> SellerShown:
    """One seller."""
    return _shown(wiring.sellers().get(seller_id))


@router.put("/v1/sellers/<seller_id>", tags=["sellers"], summary="Create or replace a seller", middlewares=[ADMIN])
def put_seller(seller_id: Id, body: SellerBody) -> SellerShown:
    """The seller as it is now. The caller chooses the id."""
    sellers = wiring.sellers()
    try:
        known = sellers.get(seller_id)
        version, before = known.version, known.workflow_id
    except NotFound:
        version, before = 0, ""
    name_workflow(body.workflow_id, before=before, workflows=wiring.workflows(), seller_id=seller_id)
    seller = sellers.put(body.to_domain(seller_id, version))
    # Imported invoices find the seller by these. Where two sellers share an id, the first to have had it is found.
    wiring.identifiers().claim(identifiers("seller", seller.party), owner=seller_id)
    return _shown(seller)


def _shown(seller: Seller) -> SellerShown:
    return as_is(SellerShown, seller)
