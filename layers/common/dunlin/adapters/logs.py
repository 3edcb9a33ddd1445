"""What the functions write to CloudWatch: no address of anybody, whatever an exception has to say."""

import logging
import re
from typing import override

from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class Discreet(LambdaPowertoolsFormatter):
    """Powertools' JSON with every e-mail address left out: providers and parsers quote them in their errors."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The finished line, so that nothing that was added to it is missed."""
        return _ADDRESS.sub("(address)", super().format(record))
