"""What AWS charges, in dollars, us-east-1, beyond the free tiers; looked up on 2026-11-26."""

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for one of something, and where that is written."""

    dollars: float
    source: str


PRICES = {
    "write unit": Price(0.625 / MILLION, "https://aws.amazon.com/dynamodb/pricing/on-demand/"),
    "read unit": Price(0.125 / MILLION, "https://aws.amazon.com/dynamodb/pricing/on-demand/"),
    "S3 put": Price(5 / MILLION, "https://aws.amazon.com/s3/pricing/"),
    "SQS request": Price(0.40 / MILLION, "https://aws.amazon.com/sqs/pricing/"),
    # Its deliveries to SQS are free.
    "SNS publish": Price(0.50 / MILLION, "https://aws.amazon.com/sns/pricing/"),
    "schedule": Price(1.00 / MILLION, "https://aws.amazon.com/eventbridge/pricing/"),
    "pipe request": Price(0.40 / MILLION, "https://aws.amazon.com/eventbridge/pricing/"),
    "event": Price(1.00 / MILLION, "https://aws.amazon.com/eventbridge/pricing/"),
    "HTTP API request": Price(1.00 / MILLION, "https://aws.amazon.com/api-gateway/pricing/"),
    "Lambda invocation": Price(0.20 / MILLION, "https://aws.amazon.com/lambda/pricing/"),
    # arm64, the first tier.
    "Lambda GB-second": Price(0.0000133334, "https://aws.amazon.com/lambda/pricing/"),
    "log GB": Price(0.50, "https://aws.amazon.com/cloudwatch/pricing/"),
}
