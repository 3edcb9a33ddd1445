"""Whether something may still be sent."""

from datetime import UTC, datetime

import pytest

from dunlin.domain.customer import UndeliverableAddress
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition
from dunlin.domain.sending import edition, refusal
from tests.builders import NOW, a_customer, a_message, a_seller, an_email, an_invoice

_EDITION = {
    Status.DRAFT: Edition.DRAFT,
    Status.POSTED: Edition.ORIGINAL,
    Status.OPEN: Edition.ORIGINAL,
    Status.PARTIALLY_PAID: Edition.ORIGINAL,
    Status.PAID: Edition.COPY,
}


@pytest.mark.parametrize(("status", "sent_as"), _EDITION.items())
def test_an_invoice_is_sent_as_what_it_is(status: Status, sent_as: Edition) -> None:
    assert edition(an_invoice(status=status)) is sent_as


def test_a_void_invoice_is_not_sent() -> None:
    with pytest.raises(Conflict, match="2026-001 is VOID") as refused:
        edition(an_invoice(status=Status.VOID))
    assert refused.value.code == "wrong_status"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("planned_as", Edition)
def test_a_message_leaves_only_while_its_invoice_is_what_it_was_planned_as(status: Status, planned_as: Edition) -> None:
    refused = refusal(
        a_message(edition=planned_as), an_email(), an_invoice(status=status), a_customer(), a_seller(), now=NOW
    )
    if _EDITION.get(status) is planned_as:
        assert refused is None
    else:
        assert refused is not None
        assert (refused.status, refused.code) == (EmailStatus.CANCELLED, f"invoice_{status.lower()}")
        assert refused.text == f"the invoice is {status} since it was planned"


def test_a_dead_address_is_not_written_to_whatever_its_spelling() -> None:
    dead = UndeliverableAddress("ada@buyer.example", "bounced (Permanent/General)", datetime(2026, 11, 1, tzinfo=UTC))
    refused = refusal(a_message(), an_email(), an_invoice(), a_customer(undeliverable=(dead,)), a_seller(), now=NOW)
    assert refused is not None
    assert (refused.status, refused.code) == (EmailStatus.SUPPRESSED, "address_undeliverable")
    assert refused.text == "the address is undeliverable: bounced (Permanent/General)"


def test_a_paid_invoice_cancels_even_what_goes_to_a_dead_address() -> None:
    dead = UndeliverableAddress("ada@buyer.example", "bounced", datetime(2026, 11, 1, tzinfo=UTC))
    customer = a_customer(undeliverable=(dead,))
    refused = refusal(a_message(), an_email(), an_invoice(status=Status.PAID), customer, a_seller(), now=NOW)
    assert refused is not None
    assert refused.status is EmailStatus.CANCELLED
