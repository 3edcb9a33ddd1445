"""The routes of the template's HTTP API, read from the OpenAPI body that SAM makes of them."""

import re
from dataclasses import dataclass
from typing import Any

ANY = "x-amazon-apigateway-any-method"


@dataclass(frozen=True)
class Route:
    method: str  # "ANY" too
    path: str  # "$default" too
    function: str
    scopes: tuple[str, ...] | None  # None: open to everybody

    @property
    def key(self) -> str:
        return self.path if self.path == "$default" else f"{self.method} {self.path}"

    def rank(self) -> tuple[bool, bool, int, bool]:
        """The most specific route is the least."""
        return self.path == "$default", "+}" in self.path, self.path.count("{"), self.method == "ANY"

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The path parameters, if this route serves the request."""
        if self.method not in {"ANY", method}:
            return None
        if self.path == "$default":
            return {}
        names = re.findall(r"{(\w+)\+?}", self.path)
        pattern = re.sub(r"\\{\w+\\}", "([^/]+)", re.sub(r"\\{\w+\\\+\\}", "(.+)", re.escape(self.path)))
        found = re.fullmatch(pattern, path)
        return dict(zip(names, found.groups(), strict=True)) if found else None


def routes(body: dict[str, Any]) -> list[Route]:
    """The routes of an OpenAPI body with API Gateway's integrations, most specific first."""
    schemes = body.get("components", {}).get("securitySchemes", {})
    found = [
        Route(
            method="ANY" if method == ANY else method.upper(),
            path=path,
            function=_function(operation),
            scopes=_scopes(operation, schemes),
        )
        for path, operations in body["paths"].items()
        for method, operation in operations.items()
        if "x-amazon-apigateway-integration" in operation
    ]
    return sorted(found, key=Route.rank)


def _function(operation: dict[str, Any]) -> str:
    uri: str = operation["x-amazon-apigateway-integration"]["uri"]
    return uri.split("/functions/")[1].removesuffix("/invocations")


def _scopes(operation: dict[str, Any], schemes: dict[str, Any]) -> tuple[str, ...] | None:
    """What the authorizer asks for; SAM writes a scheme that does not exist, NONE, where there is none."""
    for requirement in operation.get("security", []):
        for scheme, scopes in requirement.items():
            if scheme in schemes:
                return tuple(scopes)
    return None
