"""Files in answers."""

import base64

from aws_lambda_powertools.event_handler import Response


def file(content: bytes, content_type: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Bytes, encoded here as API Gateway wants them: Powertools' validation takes a body of bytes for text."""
    answer = Response(200, content_type, base64.b64encode(content).decode(), dict(headers or {}))
    answer.base64_encoded = True
    return answer
