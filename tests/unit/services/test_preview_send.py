"""A preview shows what would leave, and leaves nothing behind."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.customer import EmailPreferences, UndeliverableAddress
from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.invoice import Status
from dunlin.domain.mail import Attachment, MailContent, RenderedMail
from dunlin.domain.message import MessageKind
from dunlin.domain.portal.settings import PortalSettings
from dunlin.domain.template import TemplateKind, Text
from dunlin.services.plan_send import SendRequest
from dunlin.services.preview_send import Preview, preview_send
from dunlin.services.shelf import Shelf
from tests.builders import NOW, a_template
from tests.fakes import FakeTemplates
from tests.fakes_sending import FakeDocuments
from tests.records_world import Records

OURS = a_template(texts={"nl": Text("Factuur", "Beste klant"), "de": Text("Rechnung", "Guten Tag")})
REMINDER = a_template(template_id="tpl_reminder", kind=TemplateKind.REMINDER_FIRM)
TERMS = Attachment("terms.pdf", "application/pdf", b"terms")
LARGE = Attachment("large.pdf", "application/pdf", bytes(13_000_000))
PAGE = "https://pay.seller.example/{number}"


class Press:
    """A renderer that keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[MailContent] = []

    def __call__(self, content: MailContent) -> RenderedMail:
        self.given.append(content)
        return RenderedMail(content.subject or "Invoice", content.message, "<p></p>")


def _preview(
    request: SendRequest | None = None,
    *,
    customer: dict[str, Any] | None = None,
    seller: dict[str, Any] | None = None,
    own_link: str = "",
    **invoice: Any,
) -> tuple[Preview, MailContent]:
    records, press = Records(), Press()
    records.with_seller(**{"payment_page": PAGE, "link_hosts": ("Www.seller.example",), **(seller or {})})
    templates = FakeTemplates(shipped=wiring.shipped_templates())
    for template in (OURS, REMINDER):
        templates.put(template)
    documents = FakeDocuments(files={"doc_1": TERMS, "doc_big": LARGE})
    shelf = Shelf(templates, records.sellers, documents)
    records.with_customer(**(customer or {}))
    stored = records.with_invoice(**invoice)
    preview = preview_send(
        stored.invoice_id,
        request or SendRequest(),
        invoices=records.invoices,
        customers=records.customers,
        shelf=shelf,
        now=NOW,
        render=press,
        own_link=own_link,
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
            shelf=Shelf(FakeTemplates(), records.sellers, FakeDocuments()),
            now=NOW,
            render=Press(),
        )


def test_a_template_of_ones_own_says_it_in_its_newest_version() -> None:
    preview, content = _preview(SendRequest(template_id="tpl_1"))

    assert content.template == replace(OURS, version=1)
    assert preview.warnings == ("the customer reads en-GB, but the mail is written in nl",)


def test_without_one_it_is_the_shipped_template() -> None:
    _, content = _preview()

    assert content.template
    assert (content.template.template_id, content.template.version) == ("default_invoice", 1)


def test_the_button_leads_where_the_sender_says_if_the_seller_allows_the_host() -> None:
    _, content = _preview(SendRequest(target="https://www.seller.example/terms?x=1", invitation="Read this"))
    assert (content.link, content.invitation) == ("https://www.seller.example/terms?x=1", "Read this")
    _, content = _preview(SendRequest(target="portal"))
    assert content.link == "https://pay.seller.example/2026-001"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "https://www.seller.example.evil.example",
        "https://www.seller.example@evil.example/",
        "https://evil.example\\@www.seller.example/",
        "https://www.seller.example:8443/",
        "http://www.seller.example/",
        "https:www.seller.example",
        "javascript:alert(1)",
        "nowhere",
        "",
    ],
)
def test_a_button_leads_nowhere_else(target: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        _preview(SendRequest(target=target))
    assert refused.value.problems[0].where == "/cta/target"


def test_what_cannot_be_sent_is_refused_with_where_it_is_wrong() -> None:
    for request, where in (
        (SendRequest(template_id="tpl_none"), "/template_id"),
        (SendRequest(template_id="default_statement"), "/template_id"),
        (SendRequest(attachments=("doc_none",)), "/attachments"),
        (SendRequest(attachments=("doc_big", "doc_1", "doc_none")), "/attachments"),
        (SendRequest(reply_to="nobody"), "/reply_to"),
    ):
        with pytest.raises(InvalidInput) as refused:
            _preview(request)
        assert [each.where for each in refused.value.problems] == [where]


def test_attachments_count_into_the_size_and_a_large_mail_is_warned_of() -> None:
    plain, _ = _preview(SendRequest(attach_pdf=False))
    small, _ = _preview(SendRequest(attach_pdf=False, attachments=("doc_1",)))
    large, _ = _preview(SendRequest(attachments=("doc_big", "doc_1")))

    assert plain.size < small.size < plain.size + 100
    assert large.warnings == ("each mail has about 18 MB; many servers refuse more than 10 MB",)


def test_without_a_payment_page_there_is_no_button_to_pay() -> None:
    preview, _ = _preview(seller={"payment_page": ""})
    assert preview.warnings == ("there is no button: the seller has no payment page, and no links into the portal",)


def test_the_recipients_own_page_wins_over_the_page_to_pay_on_unless_the_seller_has_turned_it_off() -> None:
    own = "https://portal.example/p/preview"
    _, content = _preview(own_link=own)
    _, without = _preview(own_link=own, seller={"portal": PortalSettings(links_in_mails=False)})

    assert (content.link, without.link) == (own, "https://pay.seller.example/2026-001")


def test_a_test_goes_to_its_sender_as_the_customer_would_read_it() -> None:
    preview, content = _preview(SendRequest(test_to="clerk@seller.example"))

    assert [each.address for each in preview.recipients] == ["clerk@seller.example"]
    assert (content.test, content.kind, content.recipient_name) == (True, MessageKind.TEST, "Ada Buyer")


def test_nobody_is_reminded_of_what_is_not_owed() -> None:
    _, content = _preview(SendRequest(template_id="tpl_reminder"))
    assert content.template
    for status in (Status.DRAFT, Status.PAID):
        with pytest.raises(Conflict, match="nothing to remind of"):
            _preview(SendRequest(template_id="tpl_reminder"), status=status)
