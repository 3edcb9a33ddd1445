"""What the e-mails of an invoice make of its place in a batch, and what another run may take up."""

import pytest

from dunlin.domain.batch import (
    CANCELLED_BY_STAFF,
    BatchItem,
    ItemState,
    due,
    message_id,
    message_key,
    outcome,
    retriable,
)
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.ids import derived
from tests.builders import an_email

S = EmailStatus


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([S.SENT, S.DELIVERED], ItemState.SENT),
        ([S.BOUNCED], ItemState.SENT),  # it was sent; what became of it is told by the e-mails
        ([S.SENT, S.PLANNED], ItemState.PLANNED),
        ([S.FAILED, S.AMBIGUOUS], ItemState.PLANNED),
        ([S.FAILED, S.NEEDS_REVIEW], ItemState.REVIEW),
        ([S.SENT, S.FAILED], ItemState.FAILED),
        ([S.SENT, S.SUPPRESSED], ItemState.FAILED),
        ([S.SENT, S.CANCELLED], ItemState.CANCELLED),
    ],
)
def test_the_worst_of_its_emails_decides_for_the_invoice(statuses: list[EmailStatus], state: ItemState) -> None:
    assert outcome([an_email(status=each) for each in statuses])[0] is state


def test_every_status_of_an_email_has_a_place() -> None:
    assert {outcome([an_email(status=each)])[0] for each in EmailStatus} == set(ItemState) - {
        ItemState.WAITING,
        ItemState.BLOCKED,
    }


def test_an_email_that_another_took_the_place_of_does_not_count() -> None:
    given_up = an_email(status=S.NEEDS_REVIEW, superseded_by="eml_01_2")
    assert outcome([given_up, an_email(status=S.SENT)])[0] is ItemState.SENT


def test_the_reason_comes_with_the_state() -> None:
    refused = an_email(status=S.FAILED, status_code="MessageRejected", status_reason="a virus")
    assert outcome([refused]) == (ItemState.FAILED, "MessageRejected", "a virus")


@pytest.mark.parametrize(
    ("state", "code", "again"),
    [
        (ItemState.FAILED, "", True),
        (ItemState.BLOCKED, "no_address", True),
        (ItemState.CANCELLED, CANCELLED_BY_STAFF, True),
        (ItemState.CANCELLED, "invoice_paid", False),
        (ItemState.SENT, "", False),
        (ItemState.REVIEW, "", False),
        (ItemState.PLANNED, "", False),
    ],
)
def test_a_retry_takes_up_what_failed_and_never_what_was_sent(state: ItemState, code: str, again: bool) -> None:  # noqa: FBT001
    item = BatchItem("bat_1", "inv_1", state, run=1, code=code)
    assert retriable(item) is again
    assert due(item, 2) is again
    assert due(item, 1) is (state is ItemState.PLANNED)  # begun by this very run, and perhaps not ended


def test_what_waits_is_always_due() -> None:
    assert due(BatchItem("bat_1", "inv_1"), 1)
    assert due(BatchItem("bat_1", "inv_1"), 7)


def test_the_message_of_an_item_is_known_before_it_is_planned() -> None:
    assert message_id("bat_1", "inv_1", 2) == derived("msg", "inv_1", message_key("bat_1", 2))
    assert message_id("bat_1", "inv_1", 2) != message_id("bat_1", "inv_1", 1)
