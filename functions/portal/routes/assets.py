"""Style sheets: `/portal/assets/{name}`."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin.rendering.portal.assets import style_sheet
from portal.pages import PRIVATE

router = Router()
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/portal/assets/<name>")
def get_style_sheet(name: str) -> Response[str]:
    """Kept by browsers for a year: another text has another name."""
    text = style_sheet(name)
    if text is None:
        return Response(404, "text/plain", "", dict(PRIVATE))
    return Response(200, "text/css; charset=utf-8", text, {**PRIVATE, **_FOR_EVER}, compress=True)
