"""Customers in DynamoDB: one item each, the marks of dead addresses beside the record that people edit."""

from dataclasses import replace
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, to_json
from dunlin.adapters.dynamodb.customer_addresses import customers_at, note_addresses
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.paging import merged, page, shard_of
from dunlin.domain.customer import Customer, UndeliverableAddress, normalise
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.services.ports.records import Page


class ByName(GlobalSecondaryIndex[Any]):
    """All customers by name."""

    class Meta:
        """The index."""

        index_name = "by_name"
        projection = AllProjection()

    shard = UnicodeAttribute(hash_key=True)
    sort_name = UnicodeAttribute(range_key=True)


class CustomerRow(Model):
    """One customer. `marks` are JSON of UndeliverableAddress, oldest first; what promises came to is counted."""

    class Meta(Table):
        """The customers' table."""

    by_name = ByName()

    customer_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    data = UnicodeAttribute()
    marks: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    promises_kept = NumberAttribute(null=True)
    promises_broken = NumberAttribute(null=True)
    shard = UnicodeAttribute()
    sort_name = UnicodeAttribute()

    def to_customer(self) -> Customer:
        """The domain's record, with its dead addresses."""
        first: dict[str, UndeliverableAddress] = {}
        for text in self.marks:
            mark = from_json(text, UndeliverableAddress)
            first.setdefault(mark.address, mark)
        return replace(
            from_json(self.data, Customer),
            undeliverable=tuple(first.values()),
            promises_kept=int(self.promises_kept or 0),
            promises_broken=int(self.promises_broken or 0),
        )


def marking(mark: UndeliverableAddress) -> list[Action]:
    """The update that marks an address dead."""
    return [CustomerRow.marks.set(CustomerRow.marks.append([to_json(mark)]))]


class DynamoCustomers:
    """Port `Customers`."""

    def __init__(self, *, shards: int) -> None:
        self._shards = shards

    def get(self, customer_id: str) -> Customer:
        """See the port."""
        return self._row(customer_id).to_customer()

    def put(self, customer: Customer) -> Customer:
        """See the port."""
        written = replace(customer, version=customer.version + 1, undeliverable=(), promises_kept=0, promises_broken=0)
        row = CustomerRow(customer.customer_id)
        new = customer.version == 0
        condition = CustomerRow.customer_id.does_not_exist() if new else CustomerRow.version == customer.version
        actions: list[Action] = [
            CustomerRow.version.set(written.version),
            CustomerRow.data.set(to_json(written)),
            CustomerRow.shard.set(shard_of(customer.customer_id, self._shards)),
            CustomerRow.sort_name.set(f"{customer.party.name.casefold()[:200]}#{customer.customer_id}"),
            *([CustomerRow.marks.set([])] if new else []),
        ]
        stale = StaleVersion(
            f"customer {customer.customer_id} is no longer at version {customer.version}: read it again"
        )
        # Before the record, so that there is nobody on file who is not found.
        note_addresses(customer)
        with ours(stale):
            row.update(actions, condition)
        return row.to_customer()

    def at(self, address: str) -> tuple[str, ...]:
        """See the port."""
        return customers_at(address)

    def clear_undeliverable(self, customer_id: str, address: str) -> Customer:
        """See the port."""
        row = self._row(customer_id)
        dead = normalise(address)
        seen = list(row.marks)
        kept = [text for text in seen if from_json(text, UndeliverableAddress).address != dead]
        with ours(StaleVersion(f"the marks of customer {customer_id} have changed: try again")):
            row.update([CustomerRow.marks.set(kept)], CustomerRow.marks == seen)
        return row.to_customer()

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Customer]:
        """See the port."""
        rows = [
            CustomerRow.by_name.query(
                str(shard), CustomerRow.sort_name > after["after"] if after else None, page_size=limit + 1
            )
            for shard in range(self._shards)
        ]
        return page(
            merged(rows, key=lambda row: row.sort_name),
            limit=limit,
            key=lambda row: row.sort_name,
            wanted=lambda _: True,
            convert=CustomerRow.to_customer,
        )

    def _row(self, customer_id: str) -> CustomerRow:
        try:
            return CustomerRow.get(customer_id, consistent_read=True)
        except CustomerRow.DoesNotExist as missing:
            raise NotFound(f"there is no customer {customer_id}") from missing
