"""What every error looks like over HTTP."""

import inspect
import json
from typing import Any

import pytest

from dunlin.adapters.problems import problem_of
from dunlin.domain import errors
from dunlin.domain.errors import DunlinError, InvalidInput, Problem


class Unheard(DunlinError):
    """An error that nobody gave a status."""


def _body(error: DunlinError) -> dict[str, Any]:
    response = problem_of(error)
    assert response.content_type == "application/problem+json"
    body = json.loads(response.body or "")
    assert body["status"] == response.status_code
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.InvalidInput("x"), 422, "invalid_input"),
        (errors.UnsupportedDocument("x"), 422, "unsupported_document"),
        (errors.TooLarge("x"), 413, "too_large"),
        (errors.NotFound("x"), 404, "not_found"),
        (errors.Conflict("x"), 409, "conflict"),
        (errors.Conflict("x", code="wrong_status"), 409, "wrong_status"),
        (errors.AlreadyExists("x", existing_id="inv_1"), 409, "already_exists"),
        (errors.StaleVersion("x"), 412, "stale_version"),
        (errors.ClaimLost("x"), 409, "claim_lost"),
        (errors.Forbidden("x"), 403, "forbidden"),
        (errors.Unavailable("x"), 503, "unavailable"),
        (Unheard("x"), 500, "internal"),
    ],
)
def test_every_error_has_its_status_and_its_code(error: DunlinError, status: int, code: str) -> None:
    body = _body(error)
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:dunlin:problem:{code}")
    assert body["detail"] == "x"
    assert body["title"]


def test_no_error_of_the_tree_is_an_internal_one() -> None:
    tree = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, DunlinError) and kind is not DunlinError
    ]
    assert tree
    for kind in tree:
        error = kind("x", existing_id="1") if kind is errors.AlreadyExists else kind("x")
        assert _body(error)["status"] < 504
        assert _body(error)["code"] != "internal"


def test_all_problems_of_an_input_are_listed_with_their_places() -> None:
    body = _body(InvalidInput("Two things are wrong.", Problem("/lines", "too few"), Problem("", "too late")))
    assert body["problems"] == [{"where": "/lines", "message": "too few"}, {"where": "", "message": "too late"}]


def test_a_narrower_refusal_lists_its_problems_too() -> None:
    assert _body(errors.TooLarge("x", Problem("/", "5 MB")))["problems"] == [{"where": "/", "message": "5 MB"}]


def test_where_there_is_nothing_to_list_there_is_no_list() -> None:
    assert set(_body(InvalidInput("x"))) == {"type", "title", "status", "code", "detail"}


def test_what_exists_already_is_named() -> None:
    assert _body(errors.AlreadyExists("x", existing_id="inv_1"))["existing_id"] == "inv_1"
