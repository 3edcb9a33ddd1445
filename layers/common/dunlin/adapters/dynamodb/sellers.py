"""Sellers in DynamoDB: one item each."""

from dataclasses import replace

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, to_json
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.seller import Seller


class SellerRow(Model):
    """One seller."""

    class Meta(Table):
        """The sellers' table."""

    seller_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    data = UnicodeAttribute()

    def to_seller(self) -> Seller:
        """The domain's record."""
        return from_json(self.data, Seller)


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
        row = SellerRow(seller.seller_id, version=written.version, data=to_json(written))
        free = SellerRow.seller_id.does_not_exist() if seller.version == 0 else SellerRow.version == seller.version
        with ours(StaleVersion(f"seller {seller.seller_id} is no longer at version {seller.version}: read it again")):
            row.save(condition=free)
        return written

    def list(self) -> tuple[Seller, ...]:
        """See the port."""
        return tuple(sorted((row.to_seller() for row in SellerRow.scan()), key=lambda seller: seller.seller_id))
