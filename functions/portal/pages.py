"""Answers to browsers: pages, with the headers that keep what is on them to their reader."""

import base64
from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.shared.cookies import Cookie

from dunlin.adapters.disposition import disposition
from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.html import html
from dunlin.rendering.portal.language import preferred

type Caller = APIGatewayHttpResolver | Router

# Nothing runs and nothing comes from elsewhere; `data:` are the icons within our own style sheets. Browsers hold
# `form-action` against where the answer to a form leads, too.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' https://checkout.stripe.com; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PRIVATE = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",
}


class TurnedAwayError(Exception):
    """The visitor gets this page instead of the one that was asked for."""

    def __init__(self, answer: Response[str]) -> None:
        super().__init__("another page is shown")
        self.answer = answer


def show(
    name: str,
    locale: Locale,
    *,
    status: int = 200,
    seller: Seller | None = None,
    cookies: Iterable[Cookie] = (),
    **values: Any,
) -> Response[str]:
    """A page."""
    body = html(name, locale, seller=seller, **values)
    return Response(status, "text/html; charset=utf-8", body, dict(PRIVATE), list(cookies), compress=True)


def say(
    said: str,
    locale: Locale,
    *,
    status: int = 200,
    seller: Seller | None = None,
    cookies: Iterable[Cookie] = (),
    action: str = "",
    link: str = "",
    button: str = "",
    proof: str = "",
) -> Response[str]:
    """A page that says one thing, perhaps with a button to POST `action`, or a link."""
    return show(
        "message",
        locale,
        status=status,
        seller=seller,
        cookies=cookies,
        said=said,
        action=action,
        link=link,
        button=button,
        proof=proof,
    )


def go(path: str, *, cookies: Iterable[Cookie] = ()) -> Response[str]:
    """On to another page of ours, after a POST."""
    return Response(303, "text/plain", "", {**PRIVATE, "Location": path}, list(cookies))


def file(content: bytes, content_type: str, name: str) -> Response[str]:
    """A file to keep."""
    headers = {**PRIVATE, "Content-Disposition": disposition("attachment", name)}
    answer = Response(200, content_type, base64.b64encode(content).decode(), dict(headers))
    answer.base64_encoded = True
    return answer


def visitors_locale(app: Caller) -> Locale:
    """The language of somebody whom nobody knows yet."""
    return preferred(app.current_event.headers.get("accept-language") or "")
