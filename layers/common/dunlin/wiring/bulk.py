"""Many sends at once."""

from functools import cache

import boto3

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.batches import DynamoBatches
from dunlin.adapters.s3_batch_plans import S3BatchPlans
from dunlin.adapters.stepfunctions_batch_runs import StepFunctionsBatchRuns


@cache
def batches() -> DynamoBatches:
    """Port `Batches`."""
    wiring.bind_tables()
    return DynamoBatches()


@cache
def batch_plans() -> S3BatchPlans:
    """Port `BatchPlans`."""
    return S3BatchPlans(boto3.client("s3"), bucket=settings.documents_bucket())


@cache
def batch_runs() -> StepFunctionsBatchRuns:
    """Port `BatchRuns`."""
    return StepFunctionsBatchRuns(boto3.client("stepfunctions"), machine_arn=settings.batch_machine_arn())
