"""How long a link lives, and by which names it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dunlin.domain.message import MessageKind
from dunlin.domain.portal.link import Link, ends, link_of, scopes
from tests.builders import NOW, a_message, an_email, some_emails


def a_link(kind: MessageKind = MessageKind.INVOICE, **changes: object) -> Link:
    link = link_of(some_emails(a_message(kind=kind))[0])
    assert link
    return link


def until(due: date, *, link: Link | None = None, days: int = 30) -> datetime:
    return ends(link or a_link(), due, days=days, zone="Europe/Amsterdam")


def test_it_ends_thirty_days_after_the_due_date_by_the_sellers_clock() -> None:
    assert until(date(2026, 12, 20)) == datetime(2027, 1, 19, 23, tzinfo=UTC)


def test_a_late_reminder_brings_a_link_that_lives() -> None:
    assert until(date(2026, 8, 1)) == NOW + timedelta(days=30)


def test_it_never_lives_longer_than_120_days() -> None:
    assert until(date(2027, 11, 1)) == NOW + timedelta(days=120)
    assert until(date(2026, 12, 20), days=900) == NOW + timedelta(days=120)


def test_a_link_to_sign_in_with_lives_ten_minutes() -> None:
    assert until(date(2026, 12, 20), link=a_link(MessageKind.PORTAL_LOGIN)) == NOW + timedelta(minutes=10)


def test_a_mail_that_waits_for_its_time_does_not_use_up_its_link() -> None:
    link = link_of(an_email(not_before=NOW + timedelta(days=60)))
    assert link
    assert until(date(2026, 12, 1), link=link) == NOW + timedelta(days=90)


@pytest.mark.parametrize("kind", [MessageKind.TEST, MessageKind.NOTICE])
def test_what_the_company_tells_itself_has_no_link(kind: MessageKind) -> None:
    assert link_of(an_email(kind=kind)) is None


def test_a_person_who_is_no_contact_is_revoked_with_the_customer() -> None:
    assert scopes(a_link()) == ("email#eml_01_1", f"invoice#{a_link().invoice_id}", "customer#cus_1")
