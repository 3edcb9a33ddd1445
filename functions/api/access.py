"""Who calls, and what they may do: read from the token that API Gateway has verified."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from dunlin.domain.errors import Forbidden
from dunlin.domain.timeline import Actor, ActorKind

type Caller = APIGatewayHttpResolver | Router
"""What a route can be asked about the request: the resolver, or the router that the resolver feeds."""

SCOPES = ("read", "send", "admin")


def claims(app: Caller) -> dict[str, Any]:
    """The token's claims; empty where the route has no authoriser."""
    context = app.current_event.raw_event.get("requestContext", {})
    return dict(context.get("authorizer", {}).get("jwt", {}).get("claims", {}))


def actor(app: Caller) -> Actor:
    """Who does it, as the timeline names them: the token's user, else its client."""
    told = claims(app)
    name = told.get("username") or told.get("cognito:username") or told.get("sub") or told.get("client_id") or "unknown"
    return Actor(ActorKind.STAFF, str(name))


def origin(app: Caller) -> str:
    """The address that the caller has reached us at: the portal is there too."""
    host = str(app.current_event.raw_event.get("requestContext", {}).get("domainName", "localhost"))
    return f"http{'' if host.startswith(('127.0.0.1', 'localhost')) else 's'}://{host}"


def needs(scope: str) -> Callable[..., Response[Any]]:
    """A middleware that lets only tokens with this scope pass. `admin` may do everything, `send` may also read."""
    enough = set(SCOPES[SCOPES.index(scope) :])

    def check(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
        # A resource server's scopes are `dunlin/read`; another issuer's may be bare.
        granted = {each.rpartition("/")[2] for each in str(claims(app).get("scope", "")).split()}
        if not granted & enough:
            raise Forbidden(f"this needs a token with the scope dunlin/{scope}")
        return next_middleware(app)

    check.scope = scope  # type: ignore[attr-defined]
    return check


READ, SEND, ADMIN = needs("read"), needs("send"), needs("admin")
