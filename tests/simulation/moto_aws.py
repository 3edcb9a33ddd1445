"""moto behind the interface of the simulation's own model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import boto3
from botocore.client import BaseClient

_CALL = BaseClient._make_api_call  # type: ignore[attr-defined]
type Passage = Callable[[str, str, dict[str, Any], Callable[[], Any]], Any]


class MotoAws:
    def call(self, service: str, operation: str, params: dict[str, Any]) -> Any:
        return _CALL(_client(service), operation, params)


@cache
def _client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]


@contextmanager
def installed(aws: MotoAws, passage: Passage) -> Iterator[None]:
    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        service = client.meta.service_model.service_name
        return passage(service, operation, params, lambda: _CALL(client, operation, params))

    with patch.object(BaseClient, "_make_api_call", call):
        yield
