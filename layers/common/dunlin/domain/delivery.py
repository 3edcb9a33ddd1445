"""The delivery light of an invoice: a colour, a word and a reason, computed from counts over its latest message."""

from dataclasses import dataclass, field
from enum import StrEnum


class Bucket(StrEnum):
    """Where an e-mail of the message stands, as counted on the invoice."""

    QUEUED = "queued"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    ENGAGED = "engaged"  # beside the status: a person opened, clicked or viewed
    VIEWED = "viewed"  # beside the status, and beside ENGAGED: a person saw the invoice in the portal
    PREFETCHED = "prefetched"  # beside the status: a machine opened


_BESIDE = (Bucket.ENGAGED, Bucket.VIEWED, Bucket.PREFETCHED)
_BAD = (Bucket.BOUNCED, Bucket.COMPLAINED, Bucket.FAILED, Bucket.SUPPRESSED)


class Colour(StrEnum):
    """The light's colours."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the latest message of an invoice fares: e-mails per bucket, the last failure in the provider's words, and
    why the last one that was cancelled was.
    """

    message_id: str = ""
    counts: dict[Bucket, int] = field(default_factory=dict)
    trouble: str = ""
    cancelled: str = ""

    def of(self, bucket: Bucket) -> int:
        """How many e-mails are in the bucket."""
        return self.counts.get(bucket, 0)

    @property
    def recipients(self) -> int:
        """How many e-mails the message has."""
        return sum(count for bucket, count in self.counts.items() if bucket not in _BESIDE)


@dataclass(frozen=True, slots=True)
class Light:
    """What a person sees in the list: never a colour alone."""

    colour: Colour
    word: str
    reason: str


def light(delivery: Delivery) -> Light:
    """The light. Red wins over everything: one address that failed needs a person, whoever else has read it."""
    if not delivery.message_id or not delivery.recipients:
        return Light(Colour.GREY, "Not sent", "nothing has been sent yet")
    return _red(delivery) or _grey(delivery) or _green(delivery) or _yellow(delivery)


def _red(delivery: Delivery) -> Light | None:
    bad = [bucket for bucket in _BAD if delivery.of(bucket)]
    if not bad:
        return None
    parts = ", ".join(f"{delivery.of(bucket)} of {delivery.recipients} {_SAID[bucket]}" for bucket in bad)
    return Light(Colour.RED, _WORD[bad[0]], f"{parts}: {delivery.trouble}" if delivery.trouble else parts)


def _grey(delivery: Delivery) -> Light | None:
    n = delivery.recipients
    if unknown := delivery.of(Bucket.UNKNOWN):
        return Light(Colour.GREY, "Unconfirmed", f"{unknown} of {n} may or may not have left; waiting for evidence")
    if queued := delivery.of(Bucket.QUEUED):
        return Light(Colour.GREY, "Queued", f"{queued} of {n} waiting to be sent")
    if delivery.of(Bucket.CANCELLED) == n:
        return Light(Colour.GREY, "Cancelled", delivery.cancelled or "cancelled before it was sent")
    return None


def _green(delivery: Delivery) -> Light | None:
    engaged = delivery.of(Bucket.ENGAGED)
    if not engaged:
        return None
    n, viewed = delivery.recipients, delivery.of(Bucket.VIEWED)
    word, count = ("Viewed", viewed) if viewed else ("Opened", engaged)
    who = "the recipient" if n == 1 else f"{count} of {n} recipients"
    return Light(Colour.GREEN, word, f"{word.lower()} by {who}")


def _yellow(delivery: Delivery) -> Light:
    delivered, n = delivery.of(Bucket.DELIVERED), delivery.recipients
    if delivery.of(Bucket.PREFETCHED):
        return Light(Colour.YELLOW, "Not yet opened", "only machine opens so far (a mail proxy or scanner)")
    if delivered:
        return Light(Colour.YELLOW, "Not yet opened", f"delivered to {delivered} of {n}, not yet opened")
    return Light(Colour.YELLOW, "Sent", f"sent to {delivery.of(Bucket.SENT)}, no delivery report yet")


_WORD = {
    Bucket.BOUNCED: "Bounced",
    Bucket.COMPLAINED: "Complained",
    Bucket.FAILED: "Failed",
    Bucket.SUPPRESSED: "Suppressed",
}
_SAID = {
    Bucket.BOUNCED: "bounced",
    Bucket.COMPLAINED: "marked it as spam",
    Bucket.FAILED: "could not be sent",
    Bucket.SUPPRESSED: "suppressed",
}
