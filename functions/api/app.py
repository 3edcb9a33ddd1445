"""The API for staff and programs: routes in, services asked, problems out."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.typing import LambdaContext

from api import resources
from api.reading import ContentTypeRefused, StrictBodies, problems
from api.repeats import KeyMissing
from dunlin.adapters.logs import Discreet
from dunlin.adapters.problems import problem, problem_of
from dunlin.domain.errors import DunlinError, InvalidInput

logger = Logger(logger_formatter=Discreet())
# An answer of ours that does not fit the document is our mistake, not the caller's.
app = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)
app._request_validation_middleware = StrictBodies()  # type: ignore[no-untyped-call]  # noqa: SLF001 - no other place


@app.get("/openapi.json", include_in_schema=False)
def get_openapi() -> Response[str]:
    """The OpenAPI document, version 3.1."""
    from api import openapi  # it needs all of our models, and few ask for it

    return Response(200, "application/json", openapi.document(app))


@app.get("/docs", include_in_schema=False, compress=True)
def get_docs() -> Response[str]:
    """The same document for people."""
    from api import docs, openapi

    return Response(200, "text/html; charset=utf-8", docs.page(openapi.document(app)))


@app.exception_handler(DunlinError)
def on_error(error: DunlinError) -> Response[str]:
    """Ours: a problem that says what to change."""
    answer = problem_of(error)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("a service did not answer", exc_info=error)
    return answer


@app.exception_handler(KeyMissing)
def on_missing_key(error: KeyMissing) -> Response[str]:
    """400: the request cannot be told from its repetition."""
    return problem(HTTPStatus.BAD_REQUEST, str(error), code="idempotency_key_missing")


@app.exception_handler(RequestValidationError)
def on_invalid(error: RequestValidationError) -> Response[str]:
    """What does not fit the OpenAPI document."""
    return problem_of(InvalidInput("The request is not valid.", *problems(list(error.errors()))))


@app.exception_handler(ContentTypeRefused)
def on_unsupported(error: ContentTypeRefused) -> Response[str]:
    """A body in a form that the path does not take."""
    return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, str(error), code="unsupported_media_type")


@app.not_found
def on_not_found(_: NotFoundError) -> Response[str]:
    """404, or 405 where the path is known with another method."""
    path = app.current_event.path
    routes = (app._static_routes, app._dynamic_routes)  # noqa: SLF001 - Powertools knows no 405
    matching = ({route.method for route in each if route.rule.match(path)} for each in routes)
    allowed = sorted(next(filter(None, matching), ()))
    if allowed:
        detail = f"{app.current_event.http_method} is not for this path; it takes {', '.join(allowed)}"
        headers = {"Allow": ", ".join(allowed)}
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, code="method_not_allowed", headers=headers)
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path; see /openapi.json", code="not_found")


@app.exception_handler(Exception)
def on_bug(error: Exception) -> Response[str]:
    """A mistake of ours: logged whole, told in one sentence."""
    logger.error("unexpected error", exc_info=error)
    detail = "something went wrong on our side; nothing was done, or it can be repeated with the same Idempotency-Key"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, code="internal")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway HTTP API, payload version 2."""
    resources.include(app, event["rawPath"])
    return app.resolve(event, context)
