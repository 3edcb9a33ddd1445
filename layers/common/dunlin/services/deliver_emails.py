"""Deliver e-mails of one message, each as far as it has come. One e-mail's trouble does not stop its neighbours."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from dunlin.domain.departure import early
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.services.redirect_bounced import redirect_bounced
from dunlin.services.resolve_unconfirmed import resolve_unconfirmed
from dunlin.services.send_email import send_email
from dunlin.services.sending import Sending

_TURNS = {
    EmailStatus.PLANNED: send_email,
    EmailStatus.DISPATCHING: resolve_unconfirmed,
    EmailStatus.AMBIGUOUS: resolve_unconfirmed,
    EmailStatus.BOUNCED: redirect_bounced,
    EmailStatus.SUPPRESSED: redirect_bounced,
}


def deliver_emails(emails: Iterable[Email], sending: Sending) -> Counter[str]:
    """What became of them, counted. The first exception is raised after all have had their turn."""
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    for email in emails:
        try:
            done[_TURNS[email.status](email, sending)] += 1
        except Exception as failure:  # noqa: BLE001 - neighbours go on, and it is raised below
            failures.append(failure)
    if failures:
        raise failures[0]
    return done


def waits_for_us(email: Email, *, now: datetime) -> bool:
    """Whether something is to be done for it by now."""
    return email.status in _TURNS and email.wake_at is not None and not early(email, now=now)
