"""A customer who answers an invoice by the link in its mail, and what is left behind."""

from email.message import EmailMessage
from typing import Any

from dunlin import wiring
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.email import Email
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message, MessageKind
from dunlin.domain.portal.capability import token_of
from dunlin.domain.timeline import Entry
from portal.forms import proof
from tests import aws
from tests.functional.functions import batch, invoke
from tests.functional.http import Answer
from tests.functional.portal.visitor import get, post
from tests.functional.world import email, sent
from tests.wire import tapped


def link() -> str:
    """The path of the page that the customer was mailed."""
    return f"/p/{token_of(email().email_id, key=wiring.signing_key())}"


def send(answer: str, at: str = "", **fields: str) -> Answer:
    """Send the form of that answer."""
    at = at or link()
    return post(f"{at}/answer/{answer}", proof=proof(at.removeprefix("/p/")), **fields)


def form(answer: str) -> str:
    """The form of that answer."""
    return get(f"{link()}/answer/{answer}").content.decode()


def invoice() -> Invoice:
    """As it is now."""
    return wiring.invoices().get(email().invoice_id)


def dunning() -> Dunning:
    """Where its reminders stand."""
    found = invoice().dunning
    assert found
    return found


def held(kind: HoldKind) -> str:
    """Why the reminders rest, by a hold of that kind."""
    hold = dunning().held_by(kind, now=wiring.now())
    assert hold
    return hold.reason


def entries(kind: str = "customer.answered") -> list[Entry]:
    """What the timeline tells of that type."""
    return [each for each in wiring.timeline().list(invoice().invoice_id, limit=100).items if each.type == kind]


def notices() -> list[tuple[Message, Email]]:
    """The mails to the seller's people that are planned, or sent."""
    emails = [each for each in wiring.messages().of_invoice(invoice().invoice_id) if each.kind is MessageKind.ANSWER]
    return [(wiring.messages().get(each.message_id)[0], each) for each in emails]


def mailed() -> EmailMessage:
    """The mail that the seller's people get."""
    (message_id,) = aws.outbox()
    with tapped() as wire:
        invoke("deliver", batch({"message_id": message_id}))
    (mail,) = wire.mails
    assert sent()
    return mail.parsed


def text_of(mail: EmailMessage) -> str:
    """Its text part."""
    part: Any = mail.get_body(("plain",))
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    """Its HTML part."""
    part: Any = mail.get_body(("html",))
    return str(part.get_content())
