"""What needs a person: e-mails of which nobody knows whether they left, and those that were not let through."""

from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.message import Email, EmailStatus

NEEDS = (EmailStatus.NEEDS_REVIEW, EmailStatus.SUPPRESSED)


def needs_person(email: Email) -> bool:
    """Whether somebody has to decide about it. One that another e-mail has taken the place of is decided."""
    return email.status in NEEDS and not email.superseded_by and not email.dismissed_at


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
