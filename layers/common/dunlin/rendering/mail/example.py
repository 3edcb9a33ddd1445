"""An invoice that nobody owes: what a template is previewed with when no real one is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Reference
from dunlin.domain.dunning.late_charges import charges_due
from dunlin.domain.dunning.workflow import Interest, Step, Workflow
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.mail import MailContent
from dunlin.domain.message import ABOUT_NO_INVOICE, MessageKind, Uncharged
from dunlin.domain.money import Money
from dunlin.domain.party import Address, Party
from dunlin.domain.payments.agreement import Agreement, Mandate
from dunlin.domain.payments.collecting import Collection
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.offer import Offer
from dunlin.domain.payments.refusals import Why
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template, TemplateKind, language
from dunlin.domain.totals import total
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale, choose
from dunlin.rendering.portal.mandate import mandate_text

_ISSUED, _DUE = date(2026, 11, 23), date(2026, 12, 23)
_LINK = "https://pay.example.com/2026-0417"
_MILL = Party(
    name="Lakeside Paper Mill Ltd",
    trading_name="Lakeside Paper",
    address=Address(("12 Mill Lane",), "Kendal", "LA9 4DL", "", "GB"),
    tax_id="GB123456789",
    registration_id="01234567",
)
_SHOP = Party(name="Corner Stationers Ltd", address=Address(("5 High Street",), "York", "YO1 8AA", "", "GB"))
_MESSAGE = {
    TemplateKind.INVOICE: MessageKind.INVOICE,
    TemplateKind.RECEIPT: MessageKind.RECEIPT,
    TemplateKind.PORTAL_LOGIN: MessageKind.PORTAL_LOGIN,
    TemplateKind.AUTOPAY_FAILED: MessageKind.AUTOPAY_FAILED,
    TemplateKind.AUTOPAY_STARTED: MessageKind.AUTOPAY_STARTED,
    TemplateKind.AUTOPAY_ENDED: MessageKind.AUTOPAY_ENDED,
}
_OVERDUE_BY = {TemplateKind.REMINDER_FRIENDLY: 3, TemplateKind.REMINDER_FIRM: 14, TemplateKind.REMINDER_FINAL: 30}

# What the final reminder costs.
_COSTLY = Workflow(
    "wf_example", 1, "Example", (Step(30, fees=(Money(500, "EUR"),)),), interest=Interest(Decimal("9.5"))
)

_UNCHARGED = Uncharged(123_984, "EUR", "Visa •••• 4242", Why.FUNDS, _DUE + timedelta(days=3))


def example(kind: TemplateKind, *, locale: str = "en", seller: Seller | None = None) -> MailContent:
    """A mail of this kind to somebody who is written to in `locale`. The same every time."""
    seller = seller or Seller("sel_example", 1, _MILL, "invoices@example.com", "Lakeside Paper", locale="en-GB")
    document = _document(seller)
    invoice = _invoice(document, paid=kind is TemplateKind.RECEIPT)
    customer = Customer("cus_example", 1, _SHOP, locale=locale)
    today = _DUE + timedelta(days=_OVERDUE_BY.get(kind, -20))
    if kind is TemplateKind.REMINDER_FINAL:
        invoice = replace(invoice, charges=charges_due(invoice, _COSTLY, 1, today, customer))
    shown = choose(locale, seller.locale)
    content = MailContent(
        kind=_MESSAGE.get(kind, MessageKind.REMINDER),
        invoice=invoice,
        document=document,
        seller=seller,
        customer=customer,
        recipient_name="Jane Miller",
        link=_LINK,
        today=today,
        more={
            "statement.date": formats.date(_DUE, shown),
            "statement.amount_due": formats.money(invoice.balance, shown),
            "portal.code": "482 913",
            "portal.minutes": "15",
        },
        agreement=_agreement(seller, shown),
    )
    if kind is TemplateKind.AUTOPAY_FAILED:
        content = replace(content, uncharged=_UNCHARGED, collection=collection(on=_DUE + timedelta(days=3)))
    return replace(content, attached=content.kind not in {*ABOUT_NO_INVOICE, MessageKind.AUTOPAY_FAILED})


def collection(*, on: date) -> Collection:
    """The example's amount, to be charged from a card on that day."""
    mandate = Mandate("cus_example", "pm_example", Method.CARD, _UNCHARGED.means)
    at = datetime.combine(on, time(8), UTC)
    agreement = Agreement("agr_example", "sel_example", "test", mandate, at, "jane@example.com", "", "en")
    offer = Offer(Method.CARD, Money(_UNCHARGED.amount, _UNCHARGED.currency), Money(0, _UNCHARGED.currency))
    return Collection(at, agreement, offer, number=1, turn=1, turns=3)


def example_of(template: Template, tag: str = "") -> MailContent:
    """The example as this template says it, in one of its languages."""
    tag = tag if language(tag) in {language(each) for each in template.texts} else next(iter(template.texts))
    return replace(example(template.kind, locale=tag), template=template)


def _agreement(seller: Seller, locale: Locale) -> Agreement:
    text, limits = mandate_text(seller, Method.CARD, locale), (Money(200000, "EUR"),)
    mandate = Mandate("cus_example", "pm_example", Method.CARD, "Visa •••• 4242")
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return Agreement("agr_example", seller.seller_id, "test", mandate, at, "jane@example.com", text, locale.tag, limits)


def _document(seller: Seller) -> InvoiceDocument:
    lines = (
        Line("1", "Recycled paper A4, 80 g", Decimal(120), Decimal("6.90"), 82800, "S", Decimal(20)),
        Line("2", "Envelopes C5, box of 500", Decimal(8), Decimal("25.65"), 20520, "S", Decimal(20)),
    )
    means = PaymentMeans("58", iban="GB33BUKB20201555555555", bic="BUKBGB22", reference="RF18 5390 0754 7034")
    return InvoiceDocument(
        seller=seller.party,
        buyer=_SHOP,
        currency="EUR",
        lines=lines,
        totals=total(lines),
        references=(Reference("order", "PO-88231"),),
        payment_means=(means,),
    )


def _invoice(document: InvoiceDocument, *, paid: bool) -> Invoice:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    payable = document.totals.payable
    return Invoice(
        invoice_id="inv_example",
        number="2026-0417",
        seller_id="sel_example",
        customer_id="cus_example",
        customer_name=_SHOP.name,
        status=Status.PAID if paid else Status.OPEN,
        version=1,
        currency=document.currency,
        issue_date=_ISSUED,
        due_date=_DUE,
        payable=payable,
        created_at=at,
        updated_at=at,
        payments=(Payment("pay_example", payable, date(2026, 12, 18), "card", fee=1873),) if paid else (),
    )
