"""Portal: what customers see, and what payment providers tell."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin.adapters.logs import Discreet
from dunlin.adapters.problems import problem
from portal.routes import payments, played_provider

logger = Logger(logger_formatter=Discreet())
app = APIGatewayHttpResolver()
app.include_router(payments.router)
app.include_router(played_provider.router)


@app.not_found
def on_not_found(_: NotFoundError) -> Response[str]:
    """404 for everything else."""
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path", code="not_found")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway HTTP API, payload version 2."""
    return app.resolve(event, context)
