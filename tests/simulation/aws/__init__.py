"""AWS in memory, stricter than AWS: what it does not know it refuses loudly, what it allows AWS allows too."""

import json
import random as randomness
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from local.refusals import Account
from local.template import TEMPLATE
from tests import aws as shared
from tests.functional.functions import invoke
from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.dynamodb.schema import schemas
from tests.simulation.aws.lambda_ import Lambda
from tests.simulation.aws.queues import queue_schemas
from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal
from tests.simulation.aws.s3 import S3
from tests.simulation.aws.scheduler import Scheduler
from tests.simulation.aws.secrets import Secrets
from tests.simulation.aws.ses import Ses
from tests.simulation.aws.sqs import Sqs
from tests.simulation.aws.stepfunctions import StepFunctions

_ACCOUNT = Account(
    number="123456789012",
    region=shared.REGION,
    identities=frozenset({shared.SENDER_DOMAIN}),
    configuration_sets=frozenset({shared.CONFIGURATION_SET}),
)
_KEYS = {"stripe_api_key": "sk_test_1", "stripe_webhook_secret": "whsec_1", "test_webhook_secret": "played"}


class Aws:
    """One account in one region, with the template's resources and nothing in them. Deterministic: it has no time and
    no chance but those that it is given. No thread may call it while another does.
    """

    def __init__(self, *, clock: Callable[[], datetime], random: randomness.Random, template: Path = TEMPLATE) -> None:
        self.clock, self.random = clock, random
        self.environment = dict(shared.ENVIRONMENT)
        self.dynamodb = DynamoDB(schemas(template), clock=clock, random=random)
        self.sqs = Sqs(queue_schemas(template), clock=clock, random=random)
        self.ses = Ses(_ACCOUNT, clock=clock, random=random)
        self.scheduler = Scheduler(
            self.environment["SCHEDULE_GROUP"], put=self.sqs.put, queues=frozenset(self.sqs.queues), clock=clock
        )
        self.s3 = S3(self.environment["DOCUMENTS_BUCKET"], clock=clock)
        self.secrets = Secrets({"signing": "a secret", "payments": json.dumps(_KEYS)})
        self.lambda_ = Lambda({self.environment["DOCUMENTS_FUNCTION"]: _documents})
        self.stepfunctions = StepFunctions(self.environment["BATCH_MACHINE_ARN"], clock=clock)
        self._parts: dict[str, Callable[[str, Params], Answer]] = {
            "dynamodb": self.dynamodb.call,
            "sqs": self.sqs.call,
            "sesv2": self.ses.call,
            "scheduler": self.scheduler.call,
            "s3": self.s3.call,
            "secretsmanager": self.secrets.call,
            "lambda": self.lambda_.call,
            "stepfunctions": self.stepfunctions.call,
        }

    def call(self, service: str, operation: str, params: Params) -> Answer:
        """What AWS answers; raises ClientError for what AWS refuses, NotModelledError for what the model lacks.

        `service` is botocore's name of it (`sesv2`, `stepfunctions`), `params` are boto3's.
        """
        part = self._parts.get(service)
        if part is None:
            raise NotModelledError(f"{service}.{operation}")
        try:
            answer = part(operation, params)
        except Refusal as refusal:
            raise refusal.as_error(operation) from None
        answer["ResponseMetadata"] = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
        return answer

    def token(self) -> str:
        """What botocore makes up for `ClientToken` and `ClientRequestToken`."""
        return str(UUID(int=self.random.getrandbits(128), version=4))


def _documents(event: Any) -> Any:
    return invoke("documents", event)
