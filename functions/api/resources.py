"""Which routes there are for which resource, the second word of a path: a process imports those that it is asked for.

All of them take half a second to import, most of it for the models of bodies; few processes are asked for many.
"""

from importlib import import_module

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

# In the order in which a reader meets them.
_ROUTES = {
    "sellers": ("sellers", "logos"),
    "customers": ("customers", "customer_holds", "agreements", "portal_links", "statements"),
    "invoices": (
        "invoices",
        "invoice_steps",
        "charges",
        "payments",
        "payment_attempts",
        "sending",
        "records",
        "dunning",
        "holds",
        "portal_links",
        "answers",
    ),
    "payments": ("payments", "payment_imports"),
    "documents": ("documents",),
    "messages": ("messages",),
    "dead-letters": ("dead_letters",),
    "batches": ("batches",),
    "templates": ("templates",),
    "template-variables": ("templates",),
    "workflows": ("workflows", "forecasts"),
    "dunning": ("dunning", "forecasts"),
    "reports": ("reports",),
}


def include(app: APIGatewayHttpResolver, path: str) -> None:
    """Let the resolver know the routes of the path's resource, unless it does."""
    _, _, resource, *_ = *path.split("/"), "", ""
    _take(app, _ROUTES.get(resource, ()))


def include_all(app: APIGatewayHttpResolver) -> None:
    """Let it know all routes, for whoever wants to describe or count them."""
    for modules in _ROUTES.values():
        _take(app, modules)


def place(path: str) -> tuple[int, str]:
    """Where the path stands among all, whatever this process was asked for first."""
    return list(_ROUTES).index(path.split("/")[2]), path


def _take(app: APIGatewayHttpResolver, modules: tuple[str, ...]) -> None:
    for name in modules:
        router = import_module(f"api.routes.{name}").router
        if getattr(router, "api_resolver", None) is not app:
            app.include_router(router)
