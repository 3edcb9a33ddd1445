"""What needs a person: e-mails of which nobody knows whether they left, those that were not let through, and reminders
that did not arrive.
"""

from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.message import MessageKind

NEEDS = (EmailStatus.NEEDS_REVIEW, EmailStatus.SUPPRESSED)
# Who sends a mail sees its light turn red; nobody is there when a reminder goes out.
OF_REMINDERS = (EmailStatus.FAILED, EmailStatus.BOUNCED, EmailStatus.COMPLAINED)


def needs_person(email: Email) -> bool:
    """Whether somebody has to decide about it. One that another e-mail has taken the place of is decided."""
    if email.superseded_by or email.dismissed_at:
        return False
    return email.status in NEEDS or (email.kind is MessageKind.REMINDER and _did_not_arrive(email))


def _did_not_arrive(email: Email) -> bool:
    soft = email.status is EmailStatus.BOUNCED and not email.status_code.startswith("Permanent")
    return email.status in OF_REMINDERS and not soft


def email_of(emails: tuple[Email, ...], email_id: str) -> Email:
    """The e-mail of that id. Raises NotFound."""
    for each in emails:
        if each.email_id == email_id:
            return each
    raise NotFound(f"there is no e-mail {email_id} here")


def check_open(email: Email, statuses: tuple[EmailStatus, ...]) -> None:
    """Raises Conflict for an e-mail in another status, or that another has taken the place of."""
    if email.superseded_by:
        raise Conflict(f"{email.superseded_by} was sent in place of {email.email_id} already", code="superseded")
    if email.status not in statuses:
        raise Conflict(f"{email.email_id} is {email.status}; this is for {', '.join(statuses)}", code="wrong_status")
