"""A seller's logo: `/v1/sellers/{id}/logo`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from api import reading
from api.access import ADMIN, READ
from api.bodies.common import Shown
from api.files import file
from dunlin import wiring
from dunlin.domain.errors import InvalidInput, NotFound, Problem
from dunlin.services.set_logo import set_logo

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
_PATH = "/v1/sellers/<seller_id>/logo"


class LogoShown(Shown):
    """A logo as it is kept: a PNG of its pixels alone."""

    sha256: str
    width: int = Field(description="pixels")
    height: int


@router.put(_PATH, tags=["sellers"], summary="Set a seller's logo", middlewares=[ADMIN])
def put_logo(seller_id: Id) -> LogoShown:
    """The body is a PNG or JPEG of at most 256 KB and 16 to 3,000 pixels a side. What is kept fits into 800 × 320, and
    brings nothing but the picture along. It stands on the portal's pages and in the head of PDFs made from now on.
    """
    content = reading.raw(router)
    if not content:
        raise InvalidInput("The logo is empty.", Problem("", "send the file as the body"))
    seller = set_logo(seller_id, content, read=wiring.logo_reader(), logos=wiring.logos(), sellers=wiring.sellers())
    return LogoShown.model_validate(seller.logo)


@router.get(_PATH, tags=["sellers"], summary="Get a seller's logo", middlewares=[READ])
def get_logo(seller_id: Id) -> Response[str]:
    """The picture."""
    logo = wiring.sellers().get(seller_id).logo
    if not logo:
        raise NotFound(f"seller {seller_id} has no logo: PUT one here")
    return file(wiring.logos().get(logo.sha256), "image/png", {"ETag": f'"{logo.sha256}"'})


@router.delete(_PATH, tags=["sellers"], summary="Take a seller's logo away", status_code=204, middlewares=[ADMIN])
def delete_logo(seller_id: Id) -> Response[None]:
    """Pages and PDFs show the name alone again. May be repeated."""
    set_logo(seller_id, b"", read=wiring.logo_reader(), logos=wiring.logos(), sellers=wiring.sellers())
    return Response(204)
