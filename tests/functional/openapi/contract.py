"""The API's own description, held against what the API does: requests that schemathesis derives from the one are sent
to the other, and every answer is judged by what the description says of it.
"""

import os
from typing import Any

import schemathesis
from schemathesis import AuthContext, Case, Response
from schemathesis.core.result import Ok
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.functional import functions
from tests.functional.openapi.beyond import OFF, beyond_the_schema
from tests.functional.openapi.gateway import BEARER, Api
from tests.functional.openapi.plausible import make_plausible
from tests.functional.openapi.stock import Stock

_SHORT = 5
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", _SHORT))
"""How many requests chance makes up for each operation, beside those that the description's limits name."""
STORIES = 2 * EXAMPLES
"""How many stories, of several requests each, from each order of beginnings."""
SAME_BODY = {
    ("PATCH", "/v1/workflows/{workflow_id}"): "POST /v1/workflows",
    ("POST", "/v1/workflows/{workflow_id}/forecast"): "POST /v1/workflows",
    ("PATCH", "/v1/invoices/{invoice_id}"): "POST /v1/invoices",
}
"""Whose limits, hundreds of them, a short run tries out elsewhere: at an operation that takes the same body."""
# 412 is for whoever has an old version, 413 for whoever sends too much: schemathesis expects neither.
CONFIGURATION = {
    "seed": 1,
    "suppress-health-check": ["all"],
    "generation": {"max-examples": EXAMPLES, "deterministic": True},
    "checks": {
        "negative_data_rejection": {
            "expected-statuses": [*map(str, (400, 401, 403, 404, 405, 409, 412, 413, 415, 422))]
        },
        "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412"]},
    },
    "phases": {
        # API Gateway knows no others.
        "coverage": {"unexpected-methods": ["get", "put", "post", "delete", "patch", "options"]},
        "stateful": {"inference": {"algorithms": []}},
    },
}


def reads() -> list[str]:
    """The paths of every GET."""
    return sorted(path for method, path in _described() if method == "GET")


def writes() -> list[tuple[str, str]]:
    """Every other operation."""
    return sorted(each for each in _described() if each[0] != "GET")


def _described() -> list[tuple[str, str]]:
    return [each for each in functions.routes() if each[1].startswith("/v1/")]


class Token:
    """What a member of staff signs in with."""

    def get(self, case: Case[Any], context: AuthContext) -> str:
        return BEARER

    def set(self, case: Case[Any], data: str, context: AuthContext) -> None:
        case.headers["Authorization"] = data


class Contract:
    """The description, and the API that it is of, with the stock as it was before each request."""

    def __init__(self) -> None:
        self.stock = Stock()
        config = schemathesis.Config.from_dict(CONFIGURATION)
        self.schema: OpenApiSchema = schemathesis.openapi.from_wsgi("/openapi.json", Api(), config=config)
        self.schema.auth(refresh_interval=None)(Token)

    def keep(self, method: str, path: str) -> None:
        """Try an operation out: what its examples, its limits and chance make up. Raises what schemathesis finds."""
        self.schema.config.phases.coverage.enabled = EXAMPLES > _SHORT or (method, path) not in SAME_BODY
        (built,) = get_all_tests(
            schema=self.schema.include(method=method, path=path), test_func=self._ask, settings=None, given_kwargs=None
        )
        assert isinstance(built, Ok), built
        _, tried = built.ok()
        tried()

    def _ask(self, case: Case[Any]) -> None:
        """Ask, judge the answer, and put everything back."""
        make_plausible(case, self.stock.ids)
        response = case.call()
        try:
            judge(case, response)
        finally:
            if case.method != "GET" and response.status_code < 400:
                self.stock.restore()


def judge(case: Case[Any], response: Response, **more: Any) -> None:
    """All checks, but for what the document cannot say."""
    excluded: list[Any] = [checks.positive_data_acceptance] if beyond_the_schema(case, response) else []
    excluded += [getattr(checks, check) for check, operation in OFF if operation == case.operation.label]
    case.validate_response(response, excluded_checks=excluded, **more)
