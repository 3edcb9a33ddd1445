"""What a request brought: its body's bytes, and the address that it reached us at."""

import base64

from portal.pages import Caller


def raw(app: Caller) -> bytes:
    """The body as it was sent: API Gateway hands over whatever it takes for binary in base64."""
    body = app.current_event.body or ""
    return base64.b64decode(body) if app.current_event.is_base64_encoded else body.encode()


def origin(app: Caller) -> str:
    """Scheme and host, as API Gateway knows them: no header that a caller could set."""
    host = app.current_event.raw_event["requestContext"]["domainName"]
    return f"http{'' if host.startswith(('127.0.0.1', 'localhost')) else 's'}://{host}"
