"""Money that comes in: who collects it, and what is known of each try."""

import json
from functools import cache

import boto3

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.attempts import DynamoAttempts
from dunlin.adapters.dynamodb.played import DynamoPlayed
from dunlin.adapters.dynamodb.remittances import DynamoRemittances
from dunlin.adapters.dynamodb.setups import DynamoSetups
from dunlin.adapters.no_payments import NoPayments
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.timeline import Actor
from dunlin.services.ports.providers import PaymentProvider
from dunlin.services.registry import Registry
from dunlin.services.till import PAYMENTS, Till
from dunlin.wiring.basics import now


@cache
def attempts() -> DynamoAttempts:
    """Port `Attempts`."""
    wiring.bind_tables()
    return DynamoAttempts()


@cache
def unapplied() -> DynamoRemittances:
    """Port `Remittances`."""
    wiring.bind_tables()
    return DynamoRemittances()


@cache
def payment_provider() -> PaymentProvider:
    """Port `PaymentProvider`; one that takes nothing where the stack has none. Stripe is imported here: it is large."""
    secret = _payment_secret() if settings.payment_provider() != "none" else {}
    if settings.payment_provider() == "stripe":
        from dunlin.adapters import stripe_payments

        return stripe_payments.with_keys(secret["stripe_api_key"], secret["stripe_webhook_secret"])
    if settings.payment_provider() == "test":
        wiring.bind_tables()
        return PlayPayments(secret=secret["test_webhook_secret"], clock=now, memory=DynamoPlayed(clock=now))
    return NoPayments()


def _payment_secret() -> dict[str, str]:
    answer = boto3.client("secretsmanager").get_secret_value(SecretId=settings.payment_secret_arn())
    return dict(json.loads(answer["SecretString"]))


def till() -> Till:
    """Where online payments are taken, now."""
    return Till(
        wiring.desk(PAYMENTS),
        wiring.payment_provider(),
        wiring.attempts(),
        wiring.invoices(),
        wiring.unapplied(),
        wiring.sellers(),
        wiring.timeline(),
        wiring.customers(),
    )


@cache
def setups() -> DynamoSetups:
    """Port `Setups`."""
    wiring.bind_tables()
    return DynamoSetups()


def registry(actor: Actor) -> Registry:
    """Where agreements to automatic payment are kept, with somebody at it, now."""
    return Registry(
        actor,
        wiring.now(),
        wiring.new_id,
        wiring.customers(),
        wiring.accounts(),
        wiring.messages(),
        wiring.templates(),
        wiring.outbox(),
    )
