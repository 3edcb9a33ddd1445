"""Which customers may have an address, in DynamoDB: one item for each address, beside the customers.

The record of the customer decides; what is noted here only says which records to ask. Addresses stand in keys as
digests, as in the portal's table.
"""

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size
from pynamodb.models import Model

from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.portal_rows import address_key
from dunlin.domain.customer import Customer, addresses_of
from dunlin.domain.errors import Conflict

# An accountant may look after many; an item must not grow without end.
MOST = 1_000


class AddressRow(Model):
    """One address. No index of customers has it."""

    class Meta(Table):
        """The customers' table."""

    customer_id = UnicodeAttribute(hash_key=True)
    customers = UnicodeSetAttribute(null=True)


def note_addresses(customer: Customer) -> None:
    """The customer is found by its addresses from now on. May be repeated."""
    room = AddressRow.customers.does_not_exist() | (size("customers") < MOST)
    for address in addresses_of(customer):
        try:
            with ours(Conflict("shared by too many")):
                AddressRow(_key(address)).update([AddressRow.customers.add({customer.customer_id})], condition=room)
        except Conflict:
            continue


def customers_at(address: str) -> tuple[str, ...]:
    """Who was saved with this address; not all of them may still have it."""
    try:
        row = AddressRow.get(_key(address), consistent_read=True)
    except AddressRow.DoesNotExist:
        return ()
    return tuple(sorted(row.customers or ()))


def _key(address: str) -> str:
    """No customer's id has such a character."""
    return f"address#{address_key(address)}"
