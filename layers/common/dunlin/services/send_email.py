"""Send one e-mail by the protocol: decide, prepare, claim, post once, settle."""

from dataclasses import replace
from datetime import timedelta

from dunlin.domain.departure import early
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost, InvalidInput, NotFound
from dunlin.domain.invoice import Status
from dunlin.domain.message import MessageKind
from dunlin.domain.sending import Refusal, refusal
from dunlin.services.ports.mail import MailRefusedError, MailUnconfirmedError, Refused
from dunlin.services.ports.sending import Change
from dunlin.services.prepare_mail import prepare_mail
from dunlin.services.sending import Sending

# A worker that claimed has this long to settle; longer than a function can run.
LEASE = timedelta(minutes=15)
# Evidence of SES comes within seconds, and within minutes when it is busy.
GRACE = timedelta(minutes=30)
# Seconds to wait before another try, by why the last was refused and how often.
_WAIT = {
    Refused.THROTTLED: (5, 15, 60, 120),
    Refused.UNREACHED: (15, 60, 300, 900),
    Refused.ACCOUNT: (900,),
}
# A claim is lost when the invoice changed; somebody who changes it that often is still at work on it.
_TRIES = 3


def send_email(email: Email, sending: Sending) -> str:
    """Send a PLANNED e-mail; the answer is what became of it. Raises ClaimLost when the invoice keeps changing."""
    for _ in range(_TRIES):
        context = sending.context
        parties = (context.invoice, context.customer, context.seller)
        if refused := refusal(sending.message, email, *parties, now=sending.ports.now):
            return _refuse(email, refused, sending)
        try:
            raw = prepare_mail(email, sending)
        except (InvalidInput, NotFound) as unwritable:
            # Repeating would not help: a person must change what is asked for.
            return _refuse(email, Refusal(EmailStatus.FAILED, "unwritable", str(unwritable)), sending)
        owner = sending.ports.new_id("own")
        claimed = replace(email, status=EmailStatus.DISPATCHING, owner=owner, wake_at=sending.ports.now + LEASE)
        text = f"The mail to {email.recipient.address} is being sent"
        try:
            entry = sending.entry(claimed, "email.claimed", text)
            sending.ports.messages.claim(Change(email, claimed, entry), context=context)
        except ClaimLost:
            sending.read_again()
            email = next(each for each in sending.emails if each.email_id == email.email_id)
            if email.status is not EmailStatus.PLANNED or early(email, now=sending.ports.now):
                return "taken"
        else:
            sending.mailed(claimed)
            return _post(claimed, raw, sending)
    raise ClaimLost(f"{email.email_id}: the invoice changed at each of {_TRIES} tries")


def _refuse(email: Email, refused: Refusal, sending: Sending) -> str:
    after = _ended(email, refused.status, code=refused.code, reason=refused.text)
    text = f"The mail to {email.recipient.address} was not sent: {refused.text}"
    return _settle(Change(email, after, sending.entry(after, f"email.{refused.status.lower()}", text)), sending)


def _post(claimed: Email, raw: bytes, sending: Sending) -> str:
    tags = {
        "message_id": claimed.message_id,
        "email_id": claimed.email_id,
        "invoice_id": claimed.invoice_id,
        "kind": claimed.kind.value,
    }
    if sending.message.batch_id:
        tags["batch_id"] = sending.message.batch_id
    sender, to = sending.context.seller.sender_address, claimed.recipient.address
    try:
        # The sender may ask for less than the customer agreed to, never for more.
        tracked = sending.context.customer.preferences.tracking and sending.message.instructions.tracking
        ses_message_id = sending.ports.mailer.post(raw, sender=sender, recipient=to, tags=tags, tracked=tracked)
    except MailRefusedError as refused:
        return _settle_refused(claimed, refused, sending)
    except MailUnconfirmedError:
        after = replace(claimed, status=EmailStatus.AMBIGUOUS, wake_at=sending.ports.now + GRACE)
        text = f"It is not known whether the mail to {to} left; waiting for evidence"
        return _settle(Change(claimed, after, sending.entry(after, "email.ambiguous", text)), sending)
    return _settle_sent(claimed, ses_message_id, sending)


def _settle_sent(claimed: Email, ses_message_id: str, sending: Sending) -> str:
    after = replace(
        claimed,
        status=EmailStatus.SENT,
        owner="",
        wake_at=None,
        ses_message_id=ses_message_id,
        sent_at=sending.ports.now,
    )
    invoice = sending.context.invoice
    opens = invoice.never_sent and claimed.kind is MessageKind.INVOICE
    entry = sending.entry(after, "email.sent", f"Sent to {claimed.recipient.address}")
    settled = _settle(Change(claimed, after, entry, opens_invoice=opens, stored_pdf=invoice.pdf), sending)
    if opens:
        # The next recipient's mail need not try to open it again.
        status = Status.OPEN if invoice.status is Status.POSTED else invoice.status
        sent = replace(invoice, status=status, sent_at=after.sent_at)
        sending.context = replace(sending.context, invoice=sent)
    return settled


def _settle_refused(claimed: Email, refused: MailRefusedError, sending: Sending) -> str:
    to = claimed.recipient.address
    if refused.kind is Refused.THIS_MAIL:
        after = _ended(claimed, EmailStatus.FAILED, code=refused.code, reason=refused.text)
        text = f"The mail to {to} was refused: {refused.text}"
        return _settle(Change(claimed, after, sending.entry(after, "email.failed", text)), sending)
    waits = _WAIT[refused.kind]
    wait = timedelta(seconds=waits[min(claimed.attempts, len(waits) - 1)])
    after = replace(
        claimed, status=EmailStatus.PLANNED, owner="", attempts=claimed.attempts + 1, wake_at=sending.ports.now + wait
    )
    text = f"The mail to {to} was not taken yet ({refused.code}); the next try is in {wait}"
    settled = _settle(Change(claimed, after, sending.entry(after, "email.deferred", text)), sending)
    sending.ports.outbox.put(claimed.message_id, delay=wait)
    return settled


def _ended(email: Email, status: EmailStatus, *, code: str, reason: str) -> Email:
    return replace(email, status=status, status_code=code, status_reason=reason, owner="", wake_at=None)


def _settle(change: Change, sending: Sending) -> str:
    """Write what came of it. When evidence was faster, the e-mail stands higher already, and that is right."""
    try:
        sending.ports.messages.change(change)
    except ClaimLost:
        return "settled_by_evidence"
    return change.after.status
