"""The clock, new ids, the secret by which what we hand out is signed, and what is asked without making anything."""

from datetime import UTC, datetime
from functools import cache

import boto3
from ulid import ULID

from dunlin import settings


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def new_id(prefix: str) -> str:
    """A new id: sorts by the time it was minted."""
    return f"{prefix}_{ULID()}"


@cache
def signing_key() -> bytes:
    """The secret from which cursors, links and codes are made."""
    answer = boto3.client("secretsmanager").get_secret_value(SecretId=settings.signing_secret_arn())
    return answer["SecretString"].encode()


def takes_payments() -> bool:
    """Whether the stack has a provider: asked without making it, which takes a while."""
    return settings.payment_provider() != "none"
