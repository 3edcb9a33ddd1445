"""A preview shows what would leave, and leaves nothing behind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dunlin.domain.customer import EmailPreferences, UndeliverableAddress
from dunlin.domain.errors import Conflict, NotFound
from dunlin.domain.invoice import Status
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.services.plan_send import SendRequest
from dunlin.services.preview_send import Preview, preview_send
from tests.records_world import Records

PAGE = "https://pay.seller.example/{number}"


class Press:
    """A renderer that keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[MailContent] = []

    def __call__(self, content: MailContent) -> RenderedMail:
        self.given.append(content)
        return RenderedMail(content.subject or "Invoice", content.message, "<p></p>")


def _preview(
    request: SendRequest | None = None, *, customer: dict[str, Any] | None = None, **invoice: Any
) -> tuple[Preview, MailContent]:
    records, press = Records(), Press()
    records.with_seller(payment_page=PAGE)
    records.with_customer(**(customer or {}))
    stored = records.with_invoice(**invoice)
    preview = preview_send(
        stored.invoice_id,
        request or SendRequest(),
        invoices=records.invoices,
        customers=records.customers,
        sellers=records.sellers,
        render=press,
    )
    assert records.told == ()
    assert records.invoices.get(stored.invoice_id) == stored
    return preview, press.given[0]


def test_it_is_the_mail_that_the_first_recipient_would_get() -> None:
    preview, content = _preview(SendRequest(subject="Your herring", message="Enjoy.", button="Pay up"))
    assert preview.mail == RenderedMail("Your herring", "Enjoy.", "<p></p>")
    assert [each.address for each in preview.recipients] == ["ada@buyer.example"]
    assert preview.warnings == ()
    assert (content.recipient_name, content.button) == ("Ada Buyer", "Pay up")
    assert (content.link, content.draft) == ("https://pay.seller.example/2026-001", False)


def test_a_draft_is_shown_as_the_marked_copy_without_a_link_to_pay() -> None:
    preview, content = _preview(status=Status.DRAFT)
    assert preview.warnings == ("this is a draft: a marked copy is sent, without a link to pay",)
    assert (content.link, content.draft) == ("", True)


def test_recipients_who_cannot_be_written_to_are_warnings_beside_the_mail() -> None:
    dead = UndeliverableAddress("ada@buyer.example", "bounced", datetime(2026, 11, 1, tzinfo=UTC))
    preview, content = _preview(customer={"undeliverable": (dead,)})
    assert preview.recipients == ()
    assert "undeliverable since 2026-11-01" in preview.warnings[0]
    assert content.recipient_name == ""


def test_nobody_to_write_to_is_a_warning_too() -> None:
    preview, _ = _preview(customer={"contacts": ()})
    assert "no address to send to" in preview.warnings[0]


@pytest.mark.parametrize(
    ("preferred", "asked", "attached"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
def test_the_pdf_goes_along_as_the_sender_says_or_else_as_the_customer_prefers(
    preferred: bool,  # noqa: FBT001
    asked: bool | None,  # noqa: FBT001
    attached: bool,  # noqa: FBT001
) -> None:
    preferences = EmailPreferences(attach_pdf=preferred)
    _, content = _preview(SendRequest(attach_pdf=asked), customer={"preferences": preferences})
    assert content.attached is attached


def test_a_void_invoice_has_no_preview() -> None:
    with pytest.raises(Conflict, match="a void invoice is not sent"):
        _preview(status=Status.VOID)


def test_an_unknown_invoice_is_not_found() -> None:
    records = Records()
    with pytest.raises(NotFound):
        preview_send(
            "inv_none",
            SendRequest(),
            invoices=records.invoices,
            customers=records.customers,
            sellers=records.sellers,
            render=Press(),
        )
