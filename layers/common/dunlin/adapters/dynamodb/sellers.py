"""Sellers in DynamoDB: one item each."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, stamp, to_json
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.domain.seller import Seller


class SellerRow(Model):
    """One seller."""

    class Meta(Table):
        """The sellers' table."""

    seller_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    data = UnicodeAttribute()
    payments_at = UnicodeAttribute(null=True)

    def to_seller(self) -> Seller:
        """The domain's record."""
        known = datetime.fromisoformat(self.payments_at) if self.payments_at else None
        return replace(from_json(self.data, Seller), payments_known_at=known)


class DynamoSellers:
    """Port `Sellers`."""

    def get(self, seller_id: str) -> Seller:
        """See the port."""
        try:
            return SellerRow.get(seller_id, consistent_read=True).to_seller()
        except SellerRow.DoesNotExist as missing:
            raise NotFound(f"there is no seller {seller_id}") from missing

    def put(self, seller: Seller) -> Seller:
        """See the port."""
        written = replace(seller, version=seller.version + 1)
        data = to_json(replace(written, payments_known_at=None))
        row = SellerRow(seller.seller_id)
        free = SellerRow.seller_id.does_not_exist() if seller.version == 0 else SellerRow.version == seller.version
        with ours(StaleVersion(f"seller {seller.seller_id} is no longer at version {seller.version}: read it again")):
            row.update([SellerRow.version.set(written.version), SellerRow.data.set(data)], condition=free)
        return row.to_seller()

    def payments_known(self, seller_id: str, *, at: datetime) -> None:
        """See the port."""
        later = SellerRow.payments_at.does_not_exist() | (SellerRow.payments_at < stamp(at))
        with suppress(Conflict), ours(Conflict("known of later payments already")):
            SellerRow(seller_id).update(
                [SellerRow.payments_at.set(stamp(at))], condition=SellerRow.seller_id.exists() & later
            )

    def list(self) -> tuple[Seller, ...]:
        """See the port."""
        return tuple(sorted((row.to_seller() for row in SellerRow.scan()), key=lambda seller: seller.seller_id))
