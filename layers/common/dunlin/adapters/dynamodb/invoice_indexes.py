"""The indexes of the invoices' table: by due date, by customer, by who owes them, by turn, by what needs a person."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

# What a list of them shows. Lights and dunning are not projected: else every open and click would be written here, too.
LISTED = [
    "number",
    "seller_id",
    "customer_id",
    "customer_name",
    "status",
    "version",
    "currency",
    "issue_date",
    "due_date",
    "payable",
    "payments",
    "charges",
    "created_at",
    "updated_at",
]
# Also the lights, which the list of all invoices shows in one query: their steps are written there, and there alone. An
# index takes twenty attributes along at most.
LIT = [
    *LISTED,
    "sent_at",
    "light_message_id",
    "light_trouble",
    "light_cancelled_why",
    "light",
]


class ByDue(GlobalSecondaryIndex[Any]):
    """All invoices by due date, as a list shows them: with their lights, without their dunning."""

    class Meta:
        """The index."""

        index_name = "by_due"
        projection = IncludeProjection(LIT)

    due_shard = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ByCustomer(GlobalSecondaryIndex[Any]):
    """A customer's invoices by due date, without lights and dunning."""

    class Meta:
        """The index."""

        index_name = "by_customer"
        projection = IncludeProjection(LISTED)

    customer_id = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ByOwing(GlobalSecondaryIndex[Any]):
    """What a customer owes, by due date. Invoices that are over, and drafts, are not in it."""

    class Meta:
        """The index."""

        index_name = "by_owing"
        projection = IncludeProjection(LISTED)

    owing = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ByTurn(GlobalSecondaryIndex[Any]):
    """Invoices whose dunning somebody must look at again, by when. Those that nobody must are not in it.

    What the light counts is not projected: else every open and click would be written here, too.
    """

    class Meta:
        """The index."""

        index_name = "by_turn"
        projection = IncludeProjection(["customer_id", "seller_id", "generation"])

    turn_shard = UnicodeAttribute(hash_key=True)
    turn_at = UnicodeAttribute(range_key=True)


class ByAttention(GlobalSecondaryIndex[Any]):
    """Invoices that a person is asked to look at, the oldest first. All others are not in it."""

    class Meta:
        """The index."""

        index_name = "by_attention"
        projection = KeysOnlyProjection()

    attention_shard = UnicodeAttribute(hash_key=True)
    attention_key = UnicodeAttribute(range_key=True)
