"""Sellers: `/v1/sellers`."""

from dataclasses import replace
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api import leads
from api.access import ADMIN, READ
from api.bodies.common import Shown, as_is
from api.bodies.parties import SellerBody, SellerShown
from api.bodies.portal import CollectingBody, PortalBody, PortalShown
from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.matching import identifiers
from dunlin.domain.payments.surcharging import bans_in
from dunlin.domain.portal.settings import FeePolicy, PortalSettings
from dunlin.domain.seller import Seller
from dunlin.services.name_workflow import name_workflow
from dunlin.services.set_portal import set_portal

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


@router.put(
    "/v1/sellers/<seller_id>",
    tags=["sellers"],
    summary="Create or replace a seller",
    middlewares=[ADMIN],
    responses={
        200: leads.answer(
            SellerShown,
            "GET /v1/sellers/{seller_id}",
            "GET /v1/sellers/{seller_id}/portal",
            "PUT /v1/sellers/{seller_id}/portal",
            "PUT /v1/sellers/{seller_id}/logo",
            "DELETE /v1/sellers/{seller_id}/logo",
            given={"POST /v1/invoices": {"seller_id": "seller_id"}},
        )
    },
)
def put_seller(seller_id: Id, body: SellerBody) -> SellerShown:
    """The seller as it is now. The caller chooses the id."""
    sellers = wiring.sellers()
    try:
        known = sellers.get(seller_id)
        version, before, portal, logo = known.version, known.workflow_id, known.portal, known.logo
    except NotFound:
        version, before, portal, logo = 0, "", PortalSettings(), None
    name_workflow(body.workflow_id, before=before, workflows=wiring.workflows(), seller_id=seller_id)
    seller = sellers.put(replace(body.to_domain(seller_id, version, portal), logo=logo))
    # Imported invoices find the seller by these. Where two sellers share an id, the first to have had it is found.
    wiring.identifiers().claim(identifiers("seller", seller.party), owner=seller_id)
    return _shown(seller)


@router.get("/v1/sellers/<seller_id>/portal", tags=["sellers"], summary="Get a seller's portal", middlewares=[READ])
def get_portal(seller_id: Id) -> PortalShown:
    """What the seller offers its customers."""
    return _portal(wiring.sellers().get(seller_id))


@router.put("/v1/sellers/<seller_id>/portal", tags=["sellers"], summary="Set a seller's portal", middlewares=[ADMIN])
def put_portal(seller_id: Id, body: PortalBody) -> PortalShown:
    """The settings as they are now. What is left out is as it is by default."""
    return _portal(set_portal(seller_id, body.to_domain(), sellers=wiring.sellers()))


def _portal(seller: Seller) -> PortalShown:
    collecting = CollectingBody.model_validate(seller.portal.autopay)
    return as_is(PortalShown, seller.portal, autopay=collecting, warnings=_warnings(seller))


def _warnings(seller: Seller) -> list[str]:
    passed = [each.method for each in seller.portal.methods if each.fee.policy is FeePolicy.PASS_THROUGH]
    country = seller.party.address.country
    return [
        f"{method}: {'consumers' if each.consumers_only else 'nobody'} in {country} "
        f"{'pay no' if each.consumers_only else 'pays a'} fee ({each.law})"
        for method in passed
        for each in bans_in(country, method)
    ]


def _shown(seller: Seller) -> SellerShown:
    return as_is(SellerShown, seller)
