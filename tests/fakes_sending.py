"""The world of sending, in memory: strict fakes that keep the ports' promises, and can be made to fail."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dunlin.domain.customer import Customer, UndeliverableAddress, normalise
from dunlin.domain.delivery import Bucket, Delivery
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.email import Email, buckets
from dunlin.domain.email_status import CANCELLED_BY_STAFF, EmailStatus
from dunlin.domain.engagement import Event, EventType
from dunlin.domain.errors import AlreadyExists, ClaimLost, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Status, thread
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, MailContent, RenderedMail, StoredFile, Upload
from dunlin.domain.message import COUNTED, UNLIT, Message, MessageKind
from dunlin.domain.review import needs_person
from dunlin.domain.seller import Seller
from dunlin.domain.sent import ACCEPTED, sent_entries
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import Change, DeadLetter, DeadLetters, Parties, Recorded, SendContext, TurnDue

TROUBLED = (
    EmailStatus.FAILED,
    EmailStatus.BOUNCED,
    EmailStatus.COMPLAINED,
    EmailStatus.SUPPRESSED,
)


@dataclass
class FakeMessages:
    """Port `Messages`, over one invoice's records."""

    invoice: Invoice
    document: InvoiceDocument
    customer: Customer
    seller: Seller
    messages: dict[str, Message] = field(default_factory=dict)
    emails: dict[str, Email] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    look_at: datetime | None = None
    snoozed: dict[str, datetime] = field(default_factory=dict)

    def plan(self, message: Message, emails: tuple[Email, ...], *, invoice: Invoice, entry: Entry) -> None:
        if message.message_id in self.messages:
            raise AlreadyExists("planned", existing_id=message.message_id)
        if (invoice.version, invoice.status) != (self.invoice.version, self.invoice.status):
            raise StaleVersion("changed")
        self.entries.append(entry)
        self.begin(message, emails)

    def begin(self, message: Message, emails: tuple[Email, ...]) -> None:
        """The message takes over the light, unless it is a test."""
        self.messages[message.message_id] = message
        self.emails |= {email.email_id: email for email in emails}
        if message.kind in UNLIT:
            return
        counts = Counter(bucket for email in emails for bucket in buckets(email))
        self.invoice = replace(self.invoice, delivery=Delivery(message.message_id, dict(counts)))

    def get(self, message_id: str) -> tuple[Message, tuple[Email, ...]]:
        if message_id not in self.messages:
            raise NotFound(message_id)
        return self.messages[message_id], tuple(e for e in self.emails.values() if e.message_id == message_id)

    def context(self, message: Message) -> SendContext:
        if message.invoice_id != self.invoice.invoice_id:
            raise NotFound(message.invoice_id)
        return SendContext(self.invoice, self.document, self.customer, self.seller)

    def parties(self, invoice_id: str) -> Parties:
        if invoice_id != self.invoice.invoice_id:
            raise NotFound(invoice_id)
        return Parties(self.invoice, self.customer, self.seller)

    def of_invoice(self, invoice_id: str) -> tuple[Email, ...]:
        return tuple(reversed([e for e in self.emails.values() if e.invoice_id == invoice_id]))

    def claim(self, claimed: Change, *, context: SendContext) -> None:
        opened, invoice, email = {Status.POSTED, Status.OPEN}, context.invoice, claimed.after
        same = invoice.status is self.invoice.status or {invoice.status, self.invoice.status} == opened
        if invoice.version != self.invoice.version or not same:
            raise ClaimLost("the invoice changed")
        if email.reminder:
            last = self.invoice.mailed_at == invoice.mailed_at or self.invoice.mailed_by == email.message_id
            if generation(invoice) != generation(self.invoice) or not last:
                raise ClaimLost("the dunning or the last mail changed")
            if context.customer.version != self.customer.version:
                raise ClaimLost("the customer changed")
        place = self._found_at(self.emails[email.email_id])
        self._step(claimed)
        if place:
            self.snoozed[email.email_id] = place
        if claimed.entry:
            self.entries.append(claimed.entry)
        if email.kind in COUNTED and claimed.entry:
            self.invoice = replace(self.invoice, mailed_at=claimed.entry.at, mailed_by=email.message_id)

    def change(self, step: Change) -> None:
        self._step(step)
        self._tell(step)

    def reschedule(self, emails: tuple[Email, ...], *, not_before: datetime, wake_at: datetime, entry: Entry) -> None:
        assert len({email.message_id for email in emails}) == 1
        for email in emails:
            stored = self.emails[email.email_id]
            if (stored.status, stored.not_before) != (EmailStatus.PLANNED, email.not_before):
                raise ClaimLost(f"{email.email_id} is claimed or moved")
        for email in emails:
            self.snoozed.pop(email.email_id, None)
            self._keep(replace(self.emails[email.email_id], not_before=not_before, wake_at=wake_at))
        self.entries.append(entry)

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        return _page({f"{e.wake_at}|{e.email_id}": e for e in self.emails.values() if e.wake_at}, limit, after)

    def needing_review(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        found = {f"{e.created_at}|{e.email_id}": e for e in self.emails.values() if needs_person(e)}
        return _page(found, limit, after)

    def add_email(self, email: Email, *, superseding: Change) -> None:
        if email.email_id in self.emails:
            raise ClaimLost(f"{email.email_id} is minted already")
        self._step(superseding)
        self.emails[email.email_id] = email
        self._tell(superseding)
        self._count(email, 1)

    def record(self, event: Event, *, delivered_before: datetime | None) -> tuple[Recorded, Email | None]:
        email = self.emails.get(event.email_id)
        if email is None or email.message_id != event.message_id:
            return Recorded.UNKNOWN_EMAIL, None
        if any(known.key == event.key for known in email.events):
            return Recorded.DUPLICATE, email
        if delivered_before and email.delivered_at and email.delivered_at > delivered_before:
            return Recorded.TOO_SOON, None
        counts = email.counts
        if event.who:
            name = f"{event.who}_{'opens' if event.type is EventType.OPEN else 'clicks'}"
            counts = replace(counts, **{name: getattr(counts, name) + 1})
        return Recorded.NEW, self._keep(replace(email, counts=counts, events=(*email.events, event)))

    def visit(self, message_id: str, email_id: str, *, delivered_before: datetime) -> Email | None:
        stored = self.emails.get(email_id)
        if stored is None or (stored.delivered_at and stored.delivered_at > delivered_before):
            return None
        return self._keep(replace(self.emails[email_id], visits=self.emails[email_id].visits + 1))

    def due(self, *, now: datetime, limit: int) -> tuple[Email, ...]:
        found = ((self._found_at(e), e.email_id, e) for e in self.emails.values())
        waiting = [(at, email_id, email) for at, email_id, email in found if at and at <= now]
        return tuple(email for _, _, email in sorted(waiting, key=lambda each: each[:2])[:limit])

    def snooze(self, email: Email, *, now: datetime, until: datetime) -> bool:
        at = self._found_at(self.emails[email.email_id])
        if at is None or at > now:
            return False
        self.snoozed[email.email_id] = until
        return True

    def _found_at(self, email: Email) -> datetime | None:
        """Where the index has it: each step but the claim puts it back to its own time."""
        return self.snoozed.get(email.email_id, email.wake_at) if email.wake_at else None

    def _step(self, step: Change) -> None:
        stored, before, after = self.emails[step.before.email_id], step.before, step.after
        self.snoozed.pop(before.email_id, None)
        first = after.engaged_at != before.engaged_at and stored.engaged_at
        visited = after.visited_at != before.visited_at and stored.visited_at
        machine = after.prefetched_at != before.prefetched_at and stored.prefetched_at
        if (stored.status, stored.owner) != (before.status, before.owner) or first or machine or visited:
            raise ClaimLost(f"{before.email_id} is no longer {before.status}")
        if (stored.superseded_by, stored.dismissed_at) != (before.superseded_by, before.dismissed_at):
            raise ClaimLost(f"somebody has decided about {before.email_id}")
        if before.status is EmailStatus.PLANNED and stored.not_before != before.not_before:
            raise ClaimLost(f"{before.email_id} is rescheduled")
        self._keep(replace(after, counts=stored.counts, events=stored.events, visits=stored.visits))
        if step.entry and step.marks_undeliverable:
            address = normalise(before.recipient.address)
            mark = UndeliverableAddress(address, step.marks_undeliverable, step.entry.at)
            self.customer = replace(self.customer, undeliverable=(*self.customer.undeliverable, mark))

    def _tell(self, step: Change) -> None:
        self._count(step.before, -1)
        self._count(step.after, 1)
        opens = step.opens_invoice and step.after.status in ACCEPTED and self.invoice.never_sent
        self.entries.extend(sent_entries(step.before, step.after, step.entry, opens=opens))
        if opens:
            status = Status.OPEN if self.invoice.status is Status.POSTED else self.invoice.status
            self.invoice = replace(self.invoice, status=status, sent_at=step.after.sent_at)
            self._look(step.after.sent_at)
        if step.after.kind is MessageKind.INVOICE and step.after.ses_message_id and not step.before.ses_message_id:
            mark = thread(step.after.recipient.address, step.after.ses_message_id)
            self.invoice = replace(self.invoice, threads=tuple(sorted({*self.invoice.threads, mark})))
        called_back = step.after.status is EmailStatus.CANCELLED and step.before.status is not step.after.status
        if step.after.reminder and called_back and step.after.status_code != CANCELLED_BY_STAFF and step.entry:
            self.invoice = replace(self.invoice, unsent=step.after.message_id)
            self._look(step.entry.at)
        if step.stored_pdf:
            self.invoice = replace(self.invoice, pdf=step.stored_pdf)
        moved = buckets(step.before) != buckets(step.after)
        trouble = step.after.status_reason or step.after.status_code
        delivery = self.invoice.delivery
        if moved and step.after.status in TROUBLED and trouble:
            self.invoice = replace(self.invoice, delivery=replace(delivery, trouble=trouble))
        if moved and step.after.status is EmailStatus.CANCELLED:
            self.invoice = replace(self.invoice, delivery=replace(delivery, cancelled=trouble))

    def _look(self, at: datetime | None) -> None:
        self.look_at = at

    def _count(self, email: Email, by: int) -> None:
        delivery = self.invoice.delivery
        if delivery.message_id != email.message_id:
            return
        counts: Counter[Bucket] = Counter(delivery.counts)
        for bucket in buckets(email):
            counts[bucket] += by
        kept = {bucket: count for bucket, count in counts.items() if count}
        self.invoice = replace(self.invoice, delivery=replace(delivery, counts=kept))

    def _keep(self, email: Email) -> Email:
        self.emails[email.email_id] = email
        return email


def _page(found: dict[str, Email], limit: int, after: dict[str, str] | None) -> Page[Email]:
    assert limit > 0, "an empty page leads nowhere"
    keys = sorted(key for key in found if not after or key > after["after"])
    page = tuple(found[key] for key in keys[:limit])
    return Page(page, {"after": keys[limit - 1]} if len(keys) > limit else None)


def generation(invoice: Invoice) -> int:
    return invoice.dunning.generation if invoice.dunning else 0


@dataclass
class FakeMailer:
    """Port `Mailer`: keeps every mail that was accepted. `fail` may raise before or after acceptance."""

    accepted: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    tracked: list[bool] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None

    def post(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str], tracked: bool) -> str:
        assert sender
        assert raw
        self.before()
        self.accepted.append((recipient, tags, raw))
        self.tracked.append(tracked)
        self.after()
        return f"0100-ses-{len(self.accepted)}"

    def message_id(self, provider_id: str) -> str:
        return f"<{provider_id}@mail.example>"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _, _ in self.accepted]


@dataclass
class FakeOutbox:
    """Port `Outbox`."""

    queued: list[tuple[str, timedelta]] = field(default_factory=list)
    turns: list[tuple[TurnDue, timedelta]] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)

    def put(self, message_id: str, *, delay: timedelta = timedelta(0)) -> None:
        assert delay >= timedelta(0)
        self.queued.append((message_id, delay))

    def put_turn(self, turn: TurnDue, *, delay: timedelta = timedelta(0)) -> None:
        assert delay >= timedelta(0)
        self.turns.append((turn, delay))

    def put_customer(self, customer_id: str) -> None:
        self.customers.append(customer_id)


@dataclass
class FakeSchedules:
    """Port `Schedules`. As strict as AWS, which moto is not: the name, the time, and no more than one of a name."""

    now: Callable[[], datetime]
    planned: dict[str, datetime] = field(default_factory=dict)
    turns: dict[TurnDue, datetime] = field(default_factory=dict)

    def put(self, message_id: str, *, at: datetime) -> None:
        assert re.fullmatch(r"[0-9a-zA-Z_.-]{1,64}", message_id), "not a name of a schedule"
        assert at.tzinfo is not None, "an instant, not a local time"
        assert at > self.now(), "AWS refuses a time that has passed"
        self.planned[message_id] = at

    def put_turn(self, turn: TurnDue, *, at: datetime) -> None:
        name = f"{turn.invoice_id}-g{turn.generation}"
        assert re.fullmatch(r"[0-9a-zA-Z_.-]{1,64}", name), "not a name of a schedule"
        assert at > self.now(), "AWS refuses a time that has passed"
        self.turns[turn] = at

    def remove(self, message_id: str) -> None:
        self.planned.pop(message_id, None)


@dataclass
class FakeDeadOutbox:
    """Port `DeadOutbox`."""

    bodies: list[str] = field(default_factory=list)

    def look(self) -> DeadLetters:
        seen = tuple(self.read(limit=100))
        messages = dict.fromkeys(each.message_id for each in seen if each.message_id)
        return DeadLetters(self.count(), tuple(messages), tuple({each.turn.invoice_id for each in seen if each.turn}))

    def count(self) -> int:
        return len(self.bodies)

    def read(self, *, limit: int) -> Iterator[DeadLetter]:
        for body in self.bodies[:limit]:
            told = json.loads(body) if body.startswith("{") else {}
            turn = TurnDue(**told["turn"]) if "turn" in told else None
            yield DeadLetter(body, str(told.get("message_id", "")), turn, str(told.get("customer_id", "")))

    def take_out(self, letter: DeadLetter) -> None:
        if letter.receipt in self.bodies:
            self.bodies.remove(letter.receipt)


@dataclass
class FakeDocuments:
    """Port `Documents`."""

    stored: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)

    def put_pdf(self, invoice_id: str, sha256: str, content: bytes) -> None:
        self.stored[f"{invoice_id}/{sha256}.pdf"] = content

    def get_pdf(self, invoice_id: str, sha256: str) -> bytes:
        return self._get(f"{invoice_id}/{sha256}.pdf")

    def put_eml(self, invoice_id: str, email_id: str, content: bytes) -> None:
        self.stored[f"{invoice_id}/{email_id}.eml"] = content

    def get_eml(self, invoice_id: str, email_id: str) -> bytes:
        return self._get(f"{invoice_id}/{email_id}.eml")

    def put_file(self, document_id: str, file: Attachment) -> None:
        self.files[document_id] = file

    def invite(self, file: StoredFile, *, now: datetime) -> Upload:
        return Upload(file.document_id, f"https://bucket.example/{file.document_id}", {}, now + timedelta(minutes=15))

    def about_file(self, document_id: str) -> StoredFile:
        file = self.get_file(document_id)
        return StoredFile(document_id, file.filename, file.content_type, len(file.content))

    def get_file(self, document_id: str) -> Attachment:
        if document_id not in self.files:
            raise NotFound(f"there is no document {document_id}")
        return self.files[document_id]

    def _get(self, key: str) -> bytes:
        if key not in self.stored:
            raise NotFound(key)
        return self.stored[key]


@dataclass
class FakePipeline:
    """Port `Pipeline`."""

    is_healthy: bool = True

    def healthy(self) -> bool:
        return self.is_healthy


class PlainRenderer:
    """Port `Renderer`: says in plain text what the real one would draw."""

    def pdf(self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> bytes:
        return f"{invoice.number} {invoice.balance} {seller.sender_name} {customer.locale} {document.currency}".encode()

    def mail(self, content: MailContent) -> RenderedMail:
        return RenderedMail(
            content.subject or content.invoice.number,
            f"{content.invoice.balance} draft={content.draft} attached={content.attached} {content.link}",
            f"<p>{content.recipient_name}</p>",
        )

    def encode(self, attachment: Attachment) -> EncodedAttachment:
        return EncodedAttachment(attachment.filename, attachment.content_type, attachment.content)

    def mime(
        self, mail: RenderedMail, envelope: Envelope, attachments: tuple[EncodedAttachment, ...], *, at: datetime
    ) -> bytes:
        lines = (
            f"To: {', '.join(envelope.headers_to)}",
            f"Cc: {', '.join(envelope.headers_cc)}",
            f"Subject: {mail.subject}",
            f"Date: {at.isoformat()}",
            *(f"{name}: {value}" for name, value in envelope.extra_headers.items()),
            mail.text,
            *(f"{each.filename}: {each.base64.decode()}" for each in attachments),
        )
        return "\n".join(lines).encode()
