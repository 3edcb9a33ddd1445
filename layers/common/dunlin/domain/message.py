"""A message: one thing we tell a customer about one invoice."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.local_time import LocalTime
from dunlin.domain.payments.refusals import Why
from dunlin.domain.timeline import Actor


class MessageKind(StrEnum):
    """What is told."""

    INVOICE = "invoice"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    TEST = "test"
    PORTAL_LOGIN = "portal_login"
    AUTOPAY_FAILED = "autopay_failed"
    AUTOPAY_STARTED = "autopay_started"
    AUTOPAY_ENDED = "autopay_ended"
    NOTICE = "notice"  # to somebody of the company: the customer is told nothing
    ANSWER = "answer"  # likewise: what the customer has answered


# Mails that the customer does not get.
INTERNAL = (MessageKind.TEST, MessageKind.NOTICE, MessageKind.ANSWER)
# Mails that are about no invoice: they belong to one, because every mail does.
ABOUT_NO_INVOICE = (MessageKind.PORTAL_LOGIN, MessageKind.AUTOPAY_STARTED, MessageKind.AUTOPAY_ENDED)
# Mails that say nothing about how the invoice fares: the light stays with the message before.
UNLIT = (*INTERNAL, *ABOUT_NO_INVOICE)
# Mails after which the next reminder keeps its distance.
COUNTED = (MessageKind.INVOICE, MessageKind.REMINDER, MessageKind.AUTOPAY_FAILED)


class Edition(StrEnum):
    """What the invoice was when the message was planned: a draft, owed, or paid (a copy for the files)."""

    DRAFT = "draft"
    ORIGINAL = "original"
    COPY = "copy"


class Header(StrEnum):
    """Which header a recipient stands in."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person a message goes to; `contact_id` is the customer's contact that had this address, if one had."""

    address: str
    name: str = ""
    header: Header = Header.TO
    contact_id: str = ""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the sender asked for, for this message only, and which version of a template says the rest.

    `target` is where the button leads: `pay`, `portal`, or an https address that the seller allows; `invitation` stands
    above it. `attachments` are ids of uploaded documents. Empty means the template's text, and the seller's reply-to.
    `tracking` False means no open or click tracking of this message; True that the customer's preference holds.
    `payment_id` is the payment that a receipt is for, `agreement_id` the agreement to automatic payment that is told
    of.
    """

    subject: str = ""
    message: str = ""
    button: str = ""
    attach_pdf: bool = True
    tracking: bool = True
    template_id: str = ""
    template_version: int = 0
    invitation: str = ""
    target: str = "pay"
    attachments: tuple[str, ...] = ()
    reply_to: str = ""
    payment_id: str = ""
    agreement_id: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a reminder said: of which workflow, which of its reminders, and what was owed then.

    `generation` is that of the dunning when it was decided: a later one has decided anew.
    `amount` in minor units, with fees and interest; `days_late` on the customer's day, negative before the due date.
    """

    number: int
    workflow_id: str
    workflow_version: int
    assignment: int
    amount: int
    currency: str
    days_late: int
    invoice_number: str
    customer_name: str
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Uncharged:
    """What a notice of a charge that was refused says: `amount` in minor units, all that was to be charged, from
    `means`, and `why`; `again_on` is the seller's day on which it is tried again, `ended` says that nothing is charged
    from those means any more.
    """

    amount: int
    currency: str
    means: str
    why: Why
    again_on: date | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One thing told about one invoice, with its instructions; `schedule` is the time that was asked for at first.

    `reminder` is there for reminders only, `uncharged` for notices of a charge that was refused.
    """

    message_id: str
    invoice_id: str
    customer_id: str
    seller_id: str
    kind: MessageKind
    created_at: datetime
    actor: Actor
    instructions: Instructions = Instructions()
    edition: Edition = Edition.ORIGINAL
    schedule: LocalTime | None = None
    batch_id: str = ""
    reminder: Reminded | None = None
    uncharged: Uncharged | None = None
