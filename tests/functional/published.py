"""What the pipe would publish of the timeline as it is: through the real function, in the form that consumers get."""

import os
from functools import cache
from typing import Any

import boto3
from openapi_schema_validator import OAS31Validator

from tests import announcement_docs
from tests.functional.functions import invoke

VALIDATOR = OAS31Validator(announcement_docs.schema())
OURS = "test."
"""Entries that the tests' own builders make."""


def events() -> list[dict[str, Any]]:
    """Of all invoices; within each, in the order of its timeline."""
    records = [{"eventID": "1", "dynamodb": {"NewImage": item}} for item in _items()]
    details = invoke("announce", records) if records else []
    return [{"source": "dunlin", "detail-type": each["type"], "detail": each} for each in details]


@cache
def _client() -> Any:
    return boto3.client("dynamodb")


def _items() -> list[dict[str, Any]]:
    found = _client().scan(TableName=os.environ["TIMELINE_TABLE"])["Items"]
    return [item for item in found if not item["type"]["S"].startswith(OURS)]
