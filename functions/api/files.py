"""Files in answers."""

import base64
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response

from api.access import Caller


def file(content: bytes, content_type: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Bytes, encoded here as API Gateway wants them: Powertools' validation takes a body of bytes for text."""
    answer = Response(200, content_type, base64.b64encode(content).decode(), dict(headers or {}))
    answer.base64_encoded = True
    return answer


def wants_csv(app: Caller) -> bool:
    """Whether the caller has asked for a table."""
    return "text/csv" in (app.current_event.headers.get("accept") or "")


def csv_file(app: Caller, text: str, name: str, next_cursor: str | None, **settled: str) -> Response[str]:
    """A table to save. `Link` leads to the next page of the same list, with what was `settled` by this one."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    if next_cursor:
        asked = app.current_event.query_string_parameters or {}
        query = urlencode({**asked, **settled, "cursor": next_cursor})
        headers["Link"] = f'<{app.current_event.path}?{query}>; rel="next"'
    return file(text.encode(), "text/csv; charset=utf-8", headers)
