"""Messages and e-mails in DynamoDB: planning, claiming, stepping."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb import claims, events, lights
from dunlin.adapters.dynamodb.customers import CustomerRow, marking
from dunlin.adapters.dynamodb.errors import ours, refused
from dunlin.adapters.dynamodb.invoice_rows import HEAD, InvoiceRow
from dunlin.adapters.dynamodb.listings import Listing
from dunlin.adapters.dynamodb.message_rows import MESSAGE, EmailRow, MessageRow, email_row, message_row, stepping
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.paging import merged
from dunlin.adapters.dynamodb.portal_rows import link_rows
from dunlin.adapters.dynamodb.send_context import PartiesReader, read_context
from dunlin.adapters.dynamodb.timeline import entry_row
from dunlin.domain.customer import UndeliverableAddress, normalise
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import Event
from dunlin.domain.errors import AlreadyExists, ClaimLost, NotFound, StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import UNLIT, Message
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page
from dunlin.services.ports.sending import Change, Parties, Recorded, SendContext


class DynamoMessages:
    """Port `Messages`."""

    def __init__(self, *, shards: int, key: Callable[[], bytes]) -> None:
        self._shards, self._key = shards, key
        self._parties = PartiesReader()

    def plan(self, message: Message, emails: tuple[Email, ...], *, invoice: Invoice, entry: Entry) -> None:
        """See the port."""
        unlit = message.kind in UNLIT
        try:
            with TransactWrite(connection=connection()) as transaction:
                transaction.save(message_row(message), condition=MessageRow.message_id.does_not_exist())
                for email in emails:
                    transaction.save(email_row(email, shards=self._shards))
                transaction.save(entry_row(entry))
                for link in link_rows(emails, key=self._key()):
                    transaction.save(link)
                as_seen = (InvoiceRow.version == invoice.version) & (InvoiceRow.status == invoice.status.value)
                if unlit:
                    transaction.condition_check(InvoiceRow, invoice.invoice_id, HEAD, as_seen)
                else:
                    head, actions = InvoiceRow(invoice.invoice_id, HEAD), lights.beginning(message.message_id, emails)
                    transaction.update(head, actions, condition=as_seen)
        except TransactWriteError as failure:
            which = refused(failure)
            if which is None:
                raise Unavailable("the database did not take the message") from failure
            if which[1 if unlit else 0]:
                raise AlreadyExists("this message is planned already", existing_id=message.message_id) from failure
            raise StaleVersion(f"invoice {invoice.number} changed meanwhile: read it again") from failure

    def get(self, message_id: str) -> tuple[Message, tuple[Email, ...]]:
        """See the port."""
        message: Message | None = None
        emails: list[Email] = []
        with ours(StaleVersion("")):
            for row in _collection(message_id):
                if isinstance(row, MessageRow):
                    message = row.to_message()
                else:
                    emails.append(row.to_email())
        if message is None:
            raise NotFound(f"there is no message {message_id}")
        return message, tuple(sorted(emails, key=lambda email: int(email.email_id.rpartition("_")[2])))

    def context(self, message: Message) -> SendContext:
        """See the port."""
        return read_context(message)

    def parties(self, invoice_id: str) -> Parties:
        """See the port."""
        return self._parties.of(invoice_id)

    def of_invoice(self, invoice_id: str) -> tuple[Email, ...]:
        """See the port."""
        keys = [(row.message_id, row.part) for row in EmailRow.by_invoice.query(invoice_id)]
        emails = [row.to_email() for row in EmailRow.batch_get(keys, consistent_read=True)] if keys else []
        return tuple(sorted(emails, key=lambda email: (email.created_at, email.email_id), reverse=True))

    def claim(self, claimed: Change, *, context: SendContext) -> None:
        """See the port."""
        try:
            with TransactWrite(connection=connection()) as transaction:
                claims.see(transaction, claimed, context)
                self._step(transaction, claimed, (claimed.entry,) if claimed.entry else ())
        except TransactWriteError as failure:
            if refused(failure) is None:
                raise Unavailable("the database did not take the claim") from failure
            # Our own claim, whose answer was lost on the way: the repeated request finds our token.
            if self._owner(claimed.before) == claimed.after.owner:
                return
            raise ClaimLost(f"{claimed.before.email_id} or its invoice changed before the claim") from failure

    def change(self, step: Change) -> None:
        """See the port."""
        self._write(step, lights.Wish(step, shards=self._shards))

    def _write(self, step: Change, wish: lights.Wish, *, added: Email | None = None) -> None:
        """The step with as much of its wish as the invoice lets it have: another message may have taken its light."""
        for _ in range(lights.VARIANTS):
            try:
                with TransactWrite(connection=connection()) as transaction:
                    self._add(transaction, added)
                    self._step(transaction, step, wish.entries())
                    if actions := wish.actions():
                        transaction.update(
                            InvoiceRow(step.before.invoice_id, HEAD), actions, wish.condition(), return_values="ALL_OLD"
                        )
            except TransactWriteError as failure:
                if not wish.lower(failure):
                    raise self._lost(step, failure) from failure
            else:
                return
        raise Unavailable(f"the invoice of {step.before.email_id} keeps changing")

    def _add(self, transaction: TransactWrite, added: Email | None) -> None:
        if added is None:
            return
        transaction.save(email_row(added, shards=self._shards), condition=EmailRow.message_id.does_not_exist())
        for link in link_rows((added,), key=self._key()):
            transaction.save(link)

    def reschedule(self, emails: tuple[Email, ...], *, not_before: datetime, wake_at: datetime, entry: Entry) -> None:
        """See the port."""
        lost = ClaimLost(f"an e-mail of {emails[0].message_id} is claimed or moved meanwhile")
        with ours(lost), TransactWrite(connection=connection()) as transaction:
            transaction.save(entry_row(entry))
            for email in emails:
                planned = (EmailRow.status == EmailStatus.PLANNED.value) & _not_rescheduled(email)
                times: list[Action] = [EmailRow.not_before.set(stamp(not_before)), *_waking(wake_at)]
                transaction.update(EmailRow(email.message_id, email.email_id), times, planned)

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        """See the port."""
        return Listing(EmailRow.by_wake, "wake_at", self._shards).page(limit=limit, after=after)

    def needing_review(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        """See the port."""
        return Listing(EmailRow.by_review, "review_key", self._shards).page(limit=limit, after=after)

    def add_email(self, email: Email, *, superseding: Change) -> None:
        """See the port."""
        self._write(superseding, lights.Wish(superseding, shards=self._shards, added=email), added=email)

    def record(self, event: Event, *, delivered_before: datetime | None) -> tuple[Recorded, Email | None]:
        """See the port."""
        return events.record(event, delivered_before=delivered_before)

    def visit(self, message_id: str, email_id: str, *, delivered_before: datetime) -> Email | None:
        """See the port."""
        row, delivered = EmailRow(message_id, email_id), EmailRow.delivered_at
        waited: Any = delivered.does_not_exist() | (delivered <= stamp(delivered_before))
        try:
            with ours(ClaimLost(email_id)):
                row.update([EmailRow.visits.add(1)], EmailRow.created_at.exists() & waited)
        except ClaimLost:
            return None
        return row.to_email()

    def due(self, *, now: datetime, limit: int) -> tuple[Email, ...]:
        """See the port."""
        shards = (
            EmailRow.by_wake.query(str(shard), EmailRow.wake_at <= stamp(now), limit=limit)
            for shard in range(self._shards)
        )
        rows = islice(merged(shards, key=lambda row: row.wake_at), limit)
        keys = [(row.message_id, row.part) for row in rows]
        # DynamoDB answers a batch in any order.
        found = {(row.message_id, row.part): row for row in EmailRow.batch_get(keys, consistent_read=True)}
        return tuple(found[key].to_email() for key in keys if key in found)

    def snooze(self, email: Email, *, now: datetime, until: datetime) -> bool:
        """See the port."""
        try:
            with ours(ClaimLost(email.email_id)):
                EmailRow(email.message_id, email.email_id).update(
                    [EmailRow.wake_at.set(stamp(until))], EmailRow.wake_at <= stamp(now)
                )
        except ClaimLost:
            return False
        return True

    def _step(self, transaction: TransactWrite, step: Change, told: tuple[Entry, ...]) -> None:
        before = step.before
        for entry in told:
            transaction.save(entry_row(entry))
        as_seen = (EmailRow.status == before.status.value) & _as_decided(before)
        as_seen &= (EmailRow.owner == before.owner) if before.owner else EmailRow.owner.does_not_exist()
        if before.status is EmailStatus.PLANNED:
            as_seen &= _not_rescheduled(before)
        if step.after.engaged_at != before.engaged_at:
            as_seen &= EmailRow.engaged_at.does_not_exist()
        if step.after.prefetched_at != before.prefetched_at:
            as_seen &= EmailRow.prefetched_at.does_not_exist()
        if step.after.visited_at != before.visited_at:
            as_seen &= EmailRow.visited_at.does_not_exist()
        transaction.update(
            EmailRow(before.message_id, before.email_id), stepping(step.after, shards=self._shards), as_seen
        )
        if step.marks_undeliverable and step.entry:
            address = normalise(before.recipient.address)
            mark = UndeliverableAddress(address, step.marks_undeliverable, step.entry.at)
            transaction.update(CustomerRow(before.customer_id), marking(mark))

    def _lost(self, step: Change, failure: TransactWriteError) -> Exception:
        if refused(failure) is None:
            return Unavailable("the database did not take the change")
        return ClaimLost(f"{step.before.email_id} is no longer {step.before.status}")

    def _owner(self, email: Email) -> str:
        return EmailRow.get(email.message_id, email.email_id, consistent_read=True).owner or ""


def _as_decided(email: Email) -> Any:
    """No person has decided about it meanwhile: a step writes what it has seen, and would undo that."""
    by, at = EmailRow.superseded_by, EmailRow.dismissed_at
    superseded = (by == email.superseded_by) if email.superseded_by else by.does_not_exist()
    dismissed = (at == stamp(email.dismissed_at)) if email.dismissed_at else at.does_not_exist()
    return superseded & dismissed


def _waking(at: datetime) -> tuple[Action, Action]:
    return EmailRow.wake_at.set(stamp(at)), EmailRow.acts_at.set(stamp(at))


def _not_rescheduled(email: Email) -> Any:
    wanted = stamp(email.not_before) if email.not_before else ""
    return (EmailRow.not_before == wanted) if wanted else EmailRow.not_before.does_not_exist()


def _collection(message_id: str) -> Iterator[Any]:
    """The message and its e-mails, in one query, each as its own model."""
    raw = EmailRow._get_connection().query(message_id, consistent_read=True)  # noqa: SLF001 - two models, one query
    for item in raw["Items"]:
        yield (MessageRow if item["part"]["S"] == MESSAGE else EmailRow).from_raw_data(item)
