"""Attempts to pay in DynamoDB: one item each, below its invoice. A payment of the provider's leads to its attempt."""

from dataclasses import replace
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, to_json
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.payments.attempt import Attempt


class ByPayment(GlobalSecondaryIndex[Any]):
    """Attempts for which money has come in, by the first payment of the provider's."""

    class Meta:
        """The index."""

        index_name = "by_payment"
        projection = AllProjection()

    payment_key = UnicodeAttribute(hash_key=True)


class AttemptRow(Model):
    """One attempt."""

    class Meta(Table):
        """The attempts' table."""

    by_payment = ByPayment()

    invoice_id = UnicodeAttribute(hash_key=True)
    attempt_id = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    data = UnicodeAttribute()
    payment_key = UnicodeAttribute(null=True)

    def to_attempt(self) -> Attempt:
        """The domain's record."""
        return from_json(self.data, Attempt)


class DynamoAttempts:
    """Port `Attempts`."""

    def put(self, attempt: Attempt) -> Attempt:
        """See the port."""
        written = replace(attempt, version=attempt.version + 1)
        row = AttemptRow(attempt.invoice_id, attempt.attempt_id, version=written.version, data=to_json(written))
        if attempt.received:
            row.payment_key = _key(attempt.provider, attempt.received[0].payment_id)
        seen = (AttemptRow.version == attempt.version) if attempt.version else AttemptRow.attempt_id.does_not_exist()
        with ours(StaleVersion(f"attempt {attempt.attempt_id} is no longer at version {attempt.version}")):
            row.save(condition=seen)
        return written

    def get(self, invoice_id: str, attempt_id: str) -> Attempt:
        """See the port."""
        try:
            return AttemptRow.get(invoice_id, attempt_id, consistent_read=True).to_attempt()
        except AttemptRow.DoesNotExist as missing:
            raise NotFound(f"there is no attempt {attempt_id}") from missing

    def of_invoice(self, invoice_id: str) -> tuple[Attempt, ...]:
        """See the port."""
        found = (row.to_attempt() for row in AttemptRow.query(invoice_id, consistent_read=True))
        return tuple(sorted(found, key=lambda each: (each.created_at, each.attempt_id)))

    def find_payment(self, provider: str, payment_id: str) -> Attempt | None:
        """See the port."""
        rows = AttemptRow.by_payment.query(_key(provider, payment_id), limit=1)
        return next((row.to_attempt() for row in rows), None)


def _key(provider: str, payment_id: str) -> str:
    return f"{provider}#{payment_id}"
