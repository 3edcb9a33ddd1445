"""AWS in memory, stricter than AWS: what it does not know it refuses loudly, what it allows AWS allows too."""

import random as randomness
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from local.template import TEMPLATE
from tests import aws as shared
from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.dynamodb.schema import schemas
from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal


class Aws:
    """One account in one region, with the template's resources and nothing in them. Deterministic: it has no time and
    no chance but those that it is given. No thread may call it while another does.
    """

    def __init__(self, *, clock: Callable[[], datetime], random: randomness.Random, template: Path = TEMPLATE) -> None:
        self.clock, self.random = clock, random
        self.environment = dict(shared.ENVIRONMENT)
        self.dynamodb = DynamoDB(schemas(template), clock=clock, random=random)
        self._parts: dict[str, Callable[[str, Params], Answer]] = {"dynamodb": self.dynamodb.call}

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
