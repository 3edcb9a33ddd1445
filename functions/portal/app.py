"""Portal: what customers see, and what payment providers tell."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin.adapters.logs import Discreet
from dunlin.adapters.problems import problem
from portal.pages import PRIVATE, TurnedAwayError, say, visitors_locale
from portal.routes import (
    account,
    answers,
    assets,
    autopay,
    autopay_changes,
    links,
    papers,
    payments,
    played_provider,
    played_setup,
)

logger = Logger(logger_formatter=Discreet())
app = APIGatewayHttpResolver()
for each in (
    links,
    account,
    answers,
    assets,
    papers,
    payments,
    autopay,
    autopay_changes,
    played_setup,
    played_provider,
):
    app.include_router(each.router)
# Whoever comes here is a person with a browser.
_PAGES = ("/p/", "/portal/")


@app.exception_handler(TurnedAwayError)
def on_turned_away(error: TurnedAwayError) -> Response[str]:
    """Another page than the one that was asked for."""
    return error.answer


@app.not_found
def on_not_found(_: NotFoundError) -> Response[str]:
    """404 for everything else."""
    if app.current_event.path.startswith(_PAGES):
        return say("missing", visitors_locale(app), status=404)
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path", code="not_found")


@app.exception_handler(Exception)
def on_bug(error: Exception) -> Response[str]:
    """A mistake of ours, or a service that did not answer: logged whole, told in one sentence."""
    logger.error("a page could not be shown", exc_info=error)
    return say("trouble", visitors_locale(app), status=500)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway HTTP API, payload version 2. No answer lacks the headers, whoever made it; its own win."""
    answer = app.resolve(event, context)
    return answer | {"headers": PRIVATE | answer["headers"]}
