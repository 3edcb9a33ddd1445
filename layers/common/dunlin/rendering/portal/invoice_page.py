"""What the page of an invoice shows: the amount first, and everything a payer may ask about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dunlin.domain.invoice import OWED, Invoice, Status
from dunlin.domain.mail import MailContent
from dunlin.domain.message import MessageKind
from dunlin.domain.money import Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale, choose
from dunlin.rendering.mail import page, shipped, values
from dunlin.rendering.mail.bank import is_collected, reference
from dunlin.rendering.mail.charges import charge_rows
from dunlin.rendering.mail.rows import Row
from dunlin.rendering.paper.epc import creditor_reference
from dunlin.rendering.paper.units import unit
from dunlin.rendering.portal.borrowed import labels, units
from dunlin.rendering.portal.language import spoken, words
from dunlin.rendering.portal.methods import method_name
from dunlin.rendering.portal.transfer import code_of
from dunlin.services.ports.sending import SendContext


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the invoice."""

    name: str
    description: str
    quantity: str
    net: str


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in, or went back; `receipt` is the payment that there is one of, empty for what went back."""

    label: str
    detail: str
    value: str
    receipt: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Texts, ready to be read. `tone` is `owed`, `late`, `good` or `off`; `note` says what to do, if anything;
    `structured`: the reference to give is one that banks check.
    """

    number: str
    customer: str
    status: str
    tone: str
    amount: str
    due: str
    note: str
    facts: tuple[Row, ...]
    items: tuple[Item, ...]
    totals: tuple[Row, ...]
    charges: tuple[Row, ...]
    payments: tuple[Paid, ...]
    bank: tuple[Row, ...]
    structured: bool
    scannable: bool
    contact: str
    footer: tuple[str, ...]
    owed: bool


def invoice_page(context: SendContext, *, today: date) -> tuple[InvoicePage, Locale]:
    """The page in the customer's language, and that language. `today` is the seller's day."""
    invoice, document, seller = context.invoice, context.document, context.seller
    content = MailContent(MessageKind.INVOICE, invoice, document, seller, context.customer, today=today)
    locale, mails = (each(context.customer.locale, seller.locale) for each in (spoken, choose))
    known = values.of(content, locale)
    shared = labels(locale, known)
    told = page.of(content, locale, shipped.written(content, mails.language, mails, known).head, shared, known)
    owed = invoice.status in OWED and invoice.balance.amount > 0
    return InvoicePage(
        number=invoice.number,
        customer=document.buyer.name,
        status=status(invoice, locale, today=today),
        tone=tone(invoice, today=today),
        amount=formats.money(_headline(invoice), locale),
        due=words(locale.language)["due_by"].format(date=formats.date(invoice.due_date, locale)) if owed else "",
        note=_note(context, locale),
        facts=tuple(row for row in told.facts if not row.main and not row.detail),
        items=tuple(_items(context, locale)),
        totals=tuple(row for row in _totals(context, locale) if row.value),
        charges=tuple(charge_rows(invoice, locale, shared)),
        payments=tuple(_payments(invoice, locale)),
        bank=told.payment if owed else (),
        structured=creditor_reference(reference(document)),
        scannable=bool(code_of(context)),
        contact=seller.reply_to,
        footer=told.footer[:-1],
        owed=owed,
    ), locale


def status(invoice: Invoice, locale: Locale, *, today: date) -> str:
    """How it stands, in a word or two."""
    said = words(locale.language)
    if invoice.overdue(today=today):
        days = (today - invoice.due_date).days
        return said["overdue_one"] if days == 1 else said["overdue_many"].format(days=days)
    return said[_WORD.get(invoice.status, "due")]


def tone(invoice: Invoice, *, today: date) -> str:
    """How it is coloured; the word says the same."""
    if invoice.overdue(today=today):
        return "late"
    return {Status.PAID: "good", Status.VOID: "off", Status.DRAFT: "off"}.get(invoice.status, "owed")


_WORD = {Status.PAID: "paid", Status.VOID: "void", Status.DRAFT: "draft", Status.PARTIALLY_PAID: "partly"}
_NOTE = {Status.PAID: "thanks", Status.VOID: "voided", Status.DRAFT: "drafted"}


def _headline(invoice: Invoice) -> Money:
    """What is owed; of one that is over, what it was about."""
    if invoice.status in OWED:
        return invoice.balance
    return Money(invoice.payable + invoice.charged, invoice.currency)


def _note(context: SendContext, locale: Locale) -> str:
    said, invoice = words(locale.language), context.invoice
    if invoice.status in _NOTE:
        return said[_NOTE[invoice.status]]
    return said["collected"] if is_collected(context.document) else ""


def _items(context: SendContext, locale: Locale) -> Iterator[Item]:
    names = units(locale.language)
    for line in context.document.lines:
        name = unit(line.unit_code, line.quantity, names, language=locale.language)
        quantity = " ".join(filter(None, (formats.number(line.quantity, locale), name)))
        yield Item(line.name, line.description, quantity, _money(line.net, context.document.currency, locale))


def _totals(context: SendContext, locale: Locale) -> Iterator[Row]:
    said, totals, currency = words(locale.language), context.document.totals, context.document.currency
    yield Row(said["net"], _money(totals.tax_exclusive, currency, locale))
    yield Row(said["tax"], _money(totals.tax, currency, locale))
    yield Row(said["prepaid"], _money(-totals.prepaid, currency, locale) if totals.prepaid else "")
    yield Row(said["total"], _money(totals.payable, currency, locale), main=True)


def _payments(invoice: Invoice, locale: Locale) -> Iterator[Paid]:
    said = words(locale.language, "papers")
    for payment in invoice.payments:
        day = formats.date(payment.received_on, locale)
        amount, fee = (_money(each, invoice.currency, locale) for each in (payment.amount, payment.fee))
        if payment.refund_of:
            yield Paid(said["given_back"].format(date=day), "", amount, "")
            continue
        details = method_name(payment.method, locale), f"{said['processing_fee']}: {fee}" if payment.fee else ""
        yield Paid(day, " · ".join(filter(None, details)), amount, payment.payment_id)


def _money(minor: int, currency: str, locale: Locale) -> str:
    return formats.money(Money(minor, currency), locale)
