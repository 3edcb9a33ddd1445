"""One run over a message: what it is decided from, and through what it reaches the world."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.invoice import StoredPdf
from dunlin.domain.mail import EncodedAttachment
from dunlin.domain.message import COUNTED, Message
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.documents import Documents, Renderer
from dunlin.services.ports.mail import Mailer, Pipeline
from dunlin.services.ports.records import NewId, Templates
from dunlin.services.ports.sending import Messages, Outbox, SendContext

DELIVER = Actor(ActorKind.SYSTEM, "deliver")


@dataclass(frozen=True, slots=True)
class Pdf:
    """The PDF of one version of the invoice, encoded once for all recipients."""

    content: bytes
    attachment: EncodedAttachment
    stored: StoredPdf


@dataclass(frozen=True, slots=True)
class Ports:
    """When a run is, and through what it reaches the world."""

    now: datetime
    new_id: NewId
    messages: Messages
    documents: Documents
    mailer: Mailer
    outbox: Outbox
    pipeline: Pipeline
    renderer: Renderer
    templates: Templates


@dataclass(slots=True)
class Sending:
    """The run. What was rendered for one recipient serves the next, while the invoice is the same."""

    message: Message
    emails: tuple[Email, ...]
    context: SendContext
    ports: Ports
    pdfs: dict[int, Pdf] = field(default_factory=dict)
    files: dict[str, EncodedAttachment] = field(default_factory=dict)

    def read_again(self) -> None:
        """See the message and everything about it as they are now."""
        self.message, self.emails = self.ports.messages.get(self.message.message_id)
        self.context = self.ports.messages.context(self.message)

    def mailed(self, claimed: Email) -> None:
        """Remember what the claim has written: the next recipient's claim sees it as it is."""
        if claimed.kind in COUNTED:
            invoice = replace(self.context.invoice, mailed_at=self.ports.now, mailed_by=claimed.message_id)
            self.context = replace(self.context, invoice=invoice)

    def entry(self, email: Email, type_: str, text: str) -> Entry:
        """A timeline entry about one of the e-mails, as it is from then on."""
        return Entry(self.ports.new_id("tml"), email.invoice_id, self.ports.now, DELIVER, type_, text, about(email))
