"""What a request brought: its body's bytes, its form, and the address that it reached us at."""

import base64
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler.api_gateway import Router


def raw(app: Router) -> bytes:
    """The body as it was sent: API Gateway hands over forms, and whatever it takes for binary, in base64."""
    body = app.current_event.body or ""
    return base64.b64decode(body) if app.current_event.is_base64_encoded else body.encode()


def form(app: Router) -> dict[str, str]:
    """The fields of a form, the first of each name."""
    fields = parse_qs(raw(app).decode(errors="replace"), keep_blank_values=True, max_num_fields=50)
    return {name: values[0] for name, values in fields.items()}


def origin(app: Router) -> str:
    """Scheme and host, as API Gateway knows them: no header that a caller could set."""
    host = app.current_event.raw_event["requestContext"]["domainName"]
    return f"http{'' if host.startswith(('127.0.0.1', 'localhost')) else 's'}://{host}"
