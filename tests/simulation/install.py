"""The model in place of AWS: every call of every botocore client, PynamoDB's among them, in this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError, ParamValidationError
from botocore.model import StructureShape
from botocore.validate import ParamValidator

from tests.simulation.aws import Aws
from tests.simulation.aws.refusal import Answer, Params

_VALIDATOR = ParamValidator()
_VALID: set[int] = set()
_MOST = 100_000
type Do = Callable[[], Answer]
type Passage = Callable[[str, str, Params, Do], Answer]
"""(service, operation, params, do): `do` lets the call happen, now, and may be asked again, as by an SDK's retry."""


@contextmanager
def installed(aws: Aws, passage: Passage | None = None) -> Iterator[Aws]:
    """While this lasts, calls go through the passage, or straight to the model."""

    def make_api_call(client: BaseClient, operation: str, params: Params) -> Answer:
        service = client.meta.service_model.service_name
        sent = _as_sent(client, operation, params, aws)

        def do() -> Answer:
            return aws.call(service, operation, sent)

        try:
            return passage(service, operation, sent, do) if passage else do()
        except ClientError as failure:
            code = failure.response["Error"]["Code"]
            error: Any = client.exceptions.from_code(code)
            raise error(failure.response, operation) from None

    with patch.object(BaseClient, "_make_api_call", make_api_call):
        yield aws


def _as_sent(client: BaseClient, operation: str, params: Params, aws: Aws) -> Params:
    """With the tokens that botocore makes up, once per call: a retry bears the same. Refused, as botocore does, where
    the parameters are not of the kind that the service describes, unless the client, as PynamoDB's, does not look.
    """
    model = client.meta.service_model.operation_model(operation)
    config: Any = client.meta.config
    if config.parameter_validation and model.input_shape is not None:
        _check(operation, params, model.input_shape)
    return {**{name: aws.token() for name in model.idempotent_members if name not in params}, **params}


def _check(operation: str, params: Params, shape: StructureShape) -> None:
    """The same is sent in run after run: it is looked at once."""
    told = hash((shape.name, operation, repr(params)))
    if told in _VALID:
        return
    if len(_VALID) >= _MOST:
        _VALID.clear()
    report = _VALIDATOR.validate(params, shape)
    if report.has_errors():
        raise ParamValidationError(report=report.generate_report())
    _VALID.add(told)
