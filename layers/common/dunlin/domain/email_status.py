"""The ladder that an e-mail climbs, what may still move it, and where each step counts."""

from enum import StrEnum

from dunlin.domain.delivery import Bucket

# The code of an e-mail that a person called back.
CANCELLED_BY_STAFF = "cancelled_by_staff"


class EmailStatus(StrEnum):
    """The ladder of an e-mail. It only climbs, but for a claim that is given back before anything was posted."""

    PLANNED = "PLANNED"
    DISPATCHING = "DISPATCHING"
    AMBIGUOUS = "AMBIGUOUS"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    SENT = "SENT"
    DELAYED = "DELAYED"
    DELIVERED = "DELIVERED"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"
    FAILED = "FAILED"
    SUPPRESSED = "SUPPRESSED"
    CANCELLED = "CANCELLED"


# What evidence of SES may still move, and how high each step stands. An end without a rung is final. A bounce that is
# not permanent stands below DELIVERED: an out-of-office answer is one, whether it is told before the delivery or after.
SOFT_BOUNCE = 6
RUNG = {
    EmailStatus.PLANNED: 0,
    EmailStatus.DISPATCHING: 1,
    EmailStatus.AMBIGUOUS: 2,
    EmailStatus.NEEDS_REVIEW: 3,
    EmailStatus.SENT: 4,
    EmailStatus.DELAYED: 5,
    EmailStatus.DELIVERED: 7,
    EmailStatus.BOUNCED: 8,
    EmailStatus.SUPPRESSED: 8,
    EmailStatus.FAILED: 8,
    EmailStatus.COMPLAINED: 9,
}


def rung(status: EmailStatus, code: str) -> int | None:
    """How high a status stands, told apart by its code where that matters; None for one that nothing moves."""
    if status is EmailStatus.BOUNCED and not code.startswith("Permanent"):
        return SOFT_BOUNCE
    return RUNG.get(status)


# Where a status counts on the invoice's delivery light.
BUCKET = {
    EmailStatus.PLANNED: Bucket.QUEUED,
    EmailStatus.DISPATCHING: Bucket.QUEUED,
    EmailStatus.AMBIGUOUS: Bucket.UNKNOWN,
    EmailStatus.NEEDS_REVIEW: Bucket.UNKNOWN,
    EmailStatus.SENT: Bucket.SENT,
    EmailStatus.DELAYED: Bucket.SENT,
    EmailStatus.DELIVERED: Bucket.DELIVERED,
    EmailStatus.BOUNCED: Bucket.BOUNCED,
    EmailStatus.COMPLAINED: Bucket.COMPLAINED,
    EmailStatus.FAILED: Bucket.FAILED,
    EmailStatus.SUPPRESSED: Bucket.SUPPRESSED,
    EmailStatus.CANCELLED: Bucket.CANCELLED,
}
