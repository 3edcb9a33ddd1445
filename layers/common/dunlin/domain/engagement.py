"""What came back about an e-mail, and whether a person or a machine did it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dunlin.domain.user_agent import MACHINES, family


class EventType(StrEnum):
    """What SES tells (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html)."""

    SEND = "Send"
    DELIVERY = "Delivery"
    DELIVERY_DELAY = "DeliveryDelay"
    BOUNCE = "Bounce"
    COMPLAINT = "Complaint"
    REJECT = "Reject"
    RENDERING_FAILURE = "Rendering Failure"
    OPEN = "Open"
    CLICK = "Click"
    SUBSCRIPTION = "Subscription"
    OTHER = "Other"


ENGAGEMENT = (EventType.OPEN, EventType.CLICK)


class Who(StrEnum):
    """Who opened or clicked. `unknown` is shown, and counts as nobody."""

    HUMAN = "human"
    MACHINE = "machine"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """One event about one e-mail. `key` (8 bytes) is the same whenever the same event is delivered again.

    `detail` is the provider's own words (a bounce's diagnostic code, a delivery's SMTP response), `cause` its kind
    (`Permanent/General`). `bot` is SES's own verdict: `Likely`, `Unlikely` or empty where it gave none.
    """

    key: bytes
    type: EventType
    name: str
    at: datetime
    message_id: str = ""
    email_id: str = ""
    invoice_id: str = ""
    ses_message_id: str = ""
    cause: str = ""
    detail: str = ""
    link: str = ""
    user_agent: str = ""
    bot: str = ""
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct opens and clicks of one e-mail."""

    human_opens: int = 0
    machine_opens: int = 0
    unknown_opens: int = 0
    human_clicks: int = 0
    machine_clicks: int = 0
    unknown_clicks: int = 0


# SES's verdict on an open or click; any other word is none, and must not make a person of it.
_VERDICT = {"Likely": Who.MACHINE, "Unlikely": Who.HUMAN}
# A person does not open a mail this soon after it was delivered; scanners do.
TOO_SOON = timedelta(seconds=2)


def who(event: Event) -> Who | None:
    """Who did it, from the event alone: SES's verdict first, then the user agent. None where nobody did anything.

    Timing is the third sign and needs the delivery: see `too_soon`.
    """
    if event.type not in ENGAGEMENT:
        return None
    if event.bot in _VERDICT:
        return _VERDICT[event.bot]
    agent = family(event.user_agent)
    if agent in MACHINES:
        return Who.MACHINE
    return Who.HUMAN if agent else Who.UNKNOWN


def delivered_before(event: Event) -> datetime | None:
    """A person's event must come at least TOO_SOON after delivery: the latest delivery that lets it count.

    None where timing is no sign: SES gave its verdict, or the event is no person's anyway.
    """
    return event.at - TOO_SOON if who(event) is Who.HUMAN and event.bot not in _VERDICT else None
