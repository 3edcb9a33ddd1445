"""The page at `/docs`: Swagger UI from Powertools' own files, so that a reader's browser asks nobody else."""

from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler.openapi import swagger_ui
from aws_lambda_powertools.event_handler.openapi.swagger_ui.html import generate_swagger_html

_FILES = Path(swagger_ui.__file__).parent
# Where Powertools' page would fetch the document from, and where ours is.
_THEIRS, _OURS = 'currentUrl.pathname + "?format=json"', '"/openapi.json"'


@cache
def page(document: str) -> str:
    """The page that shows this OpenAPI document. No `</` may end the script that the document stands in."""
    script, style = (
        (_FILES / name).read_text(encoding="utf-8") for name in ("swagger-ui-bundle.min.js", "swagger-ui.min.css")
    )
    made = generate_swagger_html(document.replace("</", "<\\/"), script, style, "", None)
    return made.strip().replace(_THEIRS, _OURS).replace("<title>Swagger UI</title>", "<title>Dunlin API</title>")
