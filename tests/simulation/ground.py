"""The AWS that a run stands on, empty."""

import os
from functools import cache

from moto import mock_aws
from moto.backends import get_backend

from tests import aws as shared
from tests.simulation.aws import Aws
from tests.simulation.install import installed
from tests.simulation.moto_aws import MotoAws

__all__ = ["fresh_aws", "installed"]
PARTS = ("sqs", "s3", "secretsmanager", "sesv2", "ses", "scheduler")
MOTO = MotoAws()


@cache
def _moto() -> None:
    mock_aws().start()


class Hybrid(Aws):
    def call(self, service, operation, params):
        if service == "dynamodb":
            return super().call(service, operation, params)
        return MOTO.call(service, operation, params)


def fresh_aws(clock, random):
    _moto()
    for service in PARTS:
        for account in get_backend(service).values():
            for backend in account.values():
                backend.reset()
    sqs, e = MOTO, shared.ENVIRONMENT
    for name in shared.QUEUES:
        sqs.call("sqs", "CreateQueue", {"QueueName": name})
    sqs.call("s3", "CreateBucket", {"Bucket": e["DOCUMENTS_BUCKET"]})
    sqs.call("scheduler", "CreateScheduleGroup", {"Name": e["SCHEDULE_GROUP"]})
    sqs.call("secretsmanager", "CreateSecret", {"Name": "signing", "SecretString": "a secret"})
    sqs.call("sesv2", "CreateEmailIdentity", {"EmailIdentity": shared.SENDER_DOMAIN})
    sqs.call("sesv2", "CreateConfigurationSet", {"ConfigurationSetName": shared.CONFIGURATION_SET})
    return Hybrid(clock=clock, random=random)
