"""The AWS that a run stands on, empty."""

from functools import cache

from moto import mock_aws
from moto.backends import get_backend

from local.partitions import partitions
from local.transactions import all_or_nothing
from tests import aws
from tests.simulation.moto_aws import MotoAws, installed

__all__ = ["fresh_aws", "installed"]


@cache
def _moto() -> None:
    mock_aws().start()
    all_or_nothing().__enter__()
    partitions().__enter__()


def fresh_aws(seed: int) -> MotoAws:
    _moto()
    for service in ("dynamodb", "sqs", "s3", "secretsmanager", "sesv2", "ses", "scheduler"):
        for account in get_backend(service).values():
            for backend in account.values():
                backend.reset()
    aws.build()
    return MotoAws()
