"""Every route of the portal, as it is registered: what is tested of all of them is tested of those to come."""

import importlib
import re
from dataclasses import dataclass

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_PLACE = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Known:
    """A route."""

    method: str
    path: str

    def at(self, **values: str) -> str:
        """Its path with the places filled; one that nobody has a value for gets a word."""
        return _PLACE.sub(lambda found: values.get(found[1], "nonsense"), self.path)


def routes() -> list[Known]:
    """All of them, in one order."""
    app = importlib.import_module("portal.app").app
    known = {Known(each.method, each.path) for each in (*app._static_routes, *app._dynamic_routes)}
    return sorted(known, key=lambda each: (each.path, each.method))


def paths() -> list[str]:
    """Their paths."""
    return sorted({each.path for each in routes()})


def forms() -> list[str]:
    """The paths that take a form of our own: providers sign what they tell, and the played one proves its address."""
    others = ("/webhooks/", "/portal/test-provider/")
    return [each.path for each in routes() if each.method == "POST" and not each.path.startswith(others)]
