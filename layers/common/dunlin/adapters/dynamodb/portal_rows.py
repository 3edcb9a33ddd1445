"""The items of the portal's table: links, and beside them what ends by itself: revocations, codes, sessions, counts."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from dunlin.adapters.codec import stamp, to_json
from dunlin.adapters.dynamodb.meta import Table
from dunlin.domain.customer import normalise
from dunlin.domain.email import Email
from dunlin.domain.portal.capability import digest_of, token_of
from dunlin.domain.portal.link import LONGEST, REMEMBERED, link_of


class ByRecipient(GlobalSecondaryIndex[Any]):
    """Links by whom they were mailed to."""

    class Meta:
        """The index."""

        index_name = "by_recipient"
        projection = AllProjection()

    recipient_key = UnicodeAttribute(hash_key=True)
    created_key = UnicodeAttribute(range_key=True)


class PortalRow(Model):
    """One item. `ttl` in seconds since 1970: DynamoDB deletes it some time after that, so times are judged anyway."""

    class Meta(Table):
        """The portal's table."""

    by_recipient = ByRecipient()

    portal_key = UnicodeAttribute(hash_key=True)
    ttl = NumberAttribute(null=True)
    data = UnicodeAttribute(null=True)
    recipient_key = UnicodeAttribute(null=True)
    created_key = UnicodeAttribute(null=True)
    tries = NumberAttribute(null=True)
    at = UnicodeAttribute(null=True)


def link_rows(emails: tuple[Email, ...], *, key: bytes) -> list[PortalRow]:
    """The items of the links that these new e-mails carry."""
    return [
        PortalRow(
            link_key(token_of(link.email_id, key=key)),
            ttl=ttl(link.created_at, LONGEST + REMEMBERED),
            data=to_json(link),
            recipient_key=address_key(link.recipient),
            created_key=f"{stamp(link.created_at)}#{link.email_id}",
        )
        for link in map(link_of, emails)
        if link
    ]


def link_key(token: str) -> str:
    """Under which a link is stored: the token does not follow from it."""
    return f"link#{digest_of(token)}"


def address_key(address: str) -> str:
    """An address as it stands in keys: not readable, the same for every spelling of the mailbox."""
    return digest_of(normalise(address))


def ttl(since: datetime, span: timedelta) -> int:
    """When DynamoDB may forget."""
    return int((since + span).timestamp())
