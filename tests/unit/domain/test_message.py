"""A message and its e-mails."""

from datetime import timedelta

import pytest

from dunlin.domain.delivery import Bucket
from dunlin.domain.email import buckets, emails_for
from dunlin.domain.email_status import RUNG, EmailStatus
from dunlin.domain.message import MessageKind, Recipient
from tests.builders import NOW, a_message, an_email


def test_every_recipient_gets_a_planned_mail_of_its_own() -> None:
    wake_at = NOW + timedelta(minutes=2)
    emails = emails_for(a_message(), (Recipient("a@b.co"), Recipient("c@d.co")), wake_at=wake_at)
    assert [(each.email_id, each.recipient.address) for each in emails] == [
        ("eml_01_1", "a@b.co"),
        ("eml_01_2", "c@d.co"),
    ]
    assert {(each.status, each.wake_at, each.kind) for each in emails} == {
        (EmailStatus.PLANNED, wake_at, MessageKind.INVOICE)
    }


def test_a_mail_minted_later_counts_on_from_those_before() -> None:
    [email] = emails_for(a_message(), (Recipient("a@b.co"),), wake_at=NOW, first=3)
    assert email.email_id == "eml_01_3"


@pytest.mark.parametrize(
    ("status", "bucket"),
    [
        (EmailStatus.PLANNED, Bucket.QUEUED),
        (EmailStatus.DISPATCHING, Bucket.QUEUED),
        (EmailStatus.AMBIGUOUS, Bucket.UNKNOWN),
        (EmailStatus.NEEDS_REVIEW, Bucket.UNKNOWN),
        (EmailStatus.SENT, Bucket.SENT),
        (EmailStatus.DELAYED, Bucket.SENT),
        (EmailStatus.DELIVERED, Bucket.DELIVERED),
        (EmailStatus.BOUNCED, Bucket.BOUNCED),
        (EmailStatus.COMPLAINED, Bucket.COMPLAINED),
        (EmailStatus.FAILED, Bucket.FAILED),
        (EmailStatus.SUPPRESSED, Bucket.SUPPRESSED),
        (EmailStatus.CANCELLED, Bucket.CANCELLED),
    ],
)
def test_a_mail_counts_once_on_the_light_and_its_readers_beside_it(status: EmailStatus, bucket: Bucket) -> None:
    assert buckets(an_email(status=status)) == (bucket,)
    read = an_email(status=status, engaged_at=NOW, prefetched_at=NOW)
    assert buckets(read) == (bucket, Bucket.ENGAGED, Bucket.PREFETCHED)


def test_a_mail_that_was_given_up_for_another_counts_nowhere() -> None:
    assert buckets(an_email(superseded_by="eml_01_2", engaged_at=NOW)) == ()


def test_every_status_but_cancelled_has_its_place_on_the_ladder() -> None:
    assert set(EmailStatus) - set(RUNG) == {EmailStatus.CANCELLED}
