"""The one port of the stack: our own pages and control calls under `/` and `/_local`, the product everywhere else."""

import json
import time
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from local import logs
from local.activity import Activity
from local.gateway import Gateway

View = Callable[..., Response]
HOSTS = {"127.0.0.1", "localhost"}
SAFE = {"GET", "HEAD", "OPTIONS"}


class Front:
    """A WSGI application."""

    def __init__(
        self, gateway: Gateway, views: dict[tuple[str, str], View], activity: Activity, tell: logs.Tell
    ) -> None:
        self._gateway, self._activity, self._tell = gateway, activity, tell
        self._map = Map([Rule(path, methods=[method], endpoint=view) for (method, path), view in views.items()])

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request, began = Request(environ), time.monotonic()
        response = _refusal(request) or self._answer(request)
        milliseconds = round((time.monotonic() - began) * 1000)
        self._tell(f"{'http':<10} {request.method} {request.path} → {response.status_code} ({milliseconds} ms)")
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path != "/" and not request.path.startswith("/_local"):
            with self._activity.under_way():
                return self._gateway.answer(request)
        try:
            view, arguments = self._map.bind_to_environ(request.environ).match()
            answer: Response = view(request, **arguments)
        except HTTPException as problem:
            return problem_json(problem.code or 500, problem.name, problem.description or "")
        return answer


def _refusal(request: Request) -> Response | None:
    """Whoever reaches this port may do everything, so pages from elsewhere must not (rebound DNS, forged forms)."""
    if request.host.rpartition(":")[0].strip("[]") not in HOSTS and request.host not in HOSTS:
        return problem_json(403, "Forbidden", "Only 127.0.0.1 and localhost are served")
    origin = request.headers.get("Origin")
    # A page that tells nobody where it is from sends `null`; the browser itself says that it is from here.
    ours = origin == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin"
    if request.method not in SAFE and origin is not None and origin != f"http://{request.host}" and not ours:
        return problem_json(403, "Forbidden", "This request was made by a page from elsewhere")
    return None


def problem_json(status: int, title: str, detail: str) -> Response:
    """An error after RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(json.dumps(body), status, content_type="application/problem+json")
