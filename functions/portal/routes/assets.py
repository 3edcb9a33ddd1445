"""What pages load: style sheets and logos: `/portal/assets/{name}`."""

import base64
import re

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.rendering.portal.assets import style_sheet
from portal.pages import PRIVATE

router = Router()
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_LOGO = re.compile(r"logo-([0-9a-f]{64})\.png")


@router.get("/portal/assets/<name>")
def get_asset(name: str) -> Response[str]:
    """Kept by browsers for a year: another content has another name."""
    if logo := _LOGO.fullmatch(name):
        return _picture(logo[1])
    text = style_sheet(name)
    if text is None:
        return _missing()
    return Response(200, "text/css; charset=utf-8", text, {**PRIVATE, **_FOR_EVER}, compress=True)


def _picture(sha256: str) -> Response[str]:
    try:
        content = wiring.logos().get(sha256)
    except NotFound:
        return _missing()
    answer = Response(200, "image/png", base64.b64encode(content).decode(), {**PRIVATE, **_FOR_EVER})
    answer.base64_encoded = True
    return answer


def _missing() -> Response[str]:
    return Response(404, "text/plain", "", dict(PRIVATE))
