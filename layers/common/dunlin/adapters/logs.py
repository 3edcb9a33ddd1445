"""What the functions write to CloudWatch: no address of anybody and no token, whatever an exception has to say."""

import logging
import re
from typing import override

from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# As `domain.portal.capability` makes them: 256 bits in URL-safe base64.
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class Discreet(LambdaPowertoolsFormatter):
    """Powertools' JSON without addresses and tokens: providers, parsers and clients quote them in their errors."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The finished line, so that nothing that was added to it is missed."""
        return _TOKEN.sub("(token)", _ADDRESS.sub("(address)", super().format(record)))
