"""Business keys in DynamoDB: one item each, which belongs to whoever came first."""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.errors import Conflict


class IdentifierRow(Model):
    """One identifier, such as `customer/tax/NL16356706`, and the record it belongs to."""

    class Meta(Table):
        """The identifiers' table."""

    identifier = UnicodeAttribute(hash_key=True)
    owner_id = UnicodeAttribute()


class DynamoIdentifiers:
    """Port `Identifiers`."""

    def owner(self, *identifiers: str) -> str | None:
        """See the port."""
        found = {
            row.identifier: row.owner_id for row in IdentifierRow.batch_get(list(identifiers), consistent_read=True)
        }
        return next((found[each] for each in identifiers if each in found), None)

    def claim(self, identifiers: Sequence[str], *, owner: str) -> str:
        """See the port."""
        owners = [self._claim(each, owner) for each in identifiers]
        return owners[0] if owners else owner

    def _claim(self, identifier: str, owner: str) -> str:
        free = IdentifierRow.identifier.does_not_exist() | (IdentifierRow.owner_id == owner)
        try:
            with ours(Conflict("taken")):
                IdentifierRow(identifier, owner_id=owner).save(condition=free)
        except Conflict:
            return IdentifierRow.get(identifier, consistent_read=True).owner_id
        return owner
