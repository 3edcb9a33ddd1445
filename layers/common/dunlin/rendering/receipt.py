"""The PDF of a receipt: what came in with a payment, what it cost to pay so, and how the invoice stands."""

from collections.abc import Iterator

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.money import Money
from dunlin.domain.seller import Seller
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.amounts import AmountRow, amount_rows
from dunlin.rendering.paper.begin import Opening, begin
from dunlin.rendering.paper.footer import footers
from dunlin.rendering.paper.letter import Correspondents, Paper
from dunlin.rendering.paper.section import section
from dunlin.rendering.paper.style import GREEN, STRONG, accent
from dunlin.rendering.paper.words import words
from dunlin.rendering.portal.language import words as words_of
from dunlin.rendering.portal.methods import method_name


def render_receipt(
    invoice: Invoice, document: InvoiceDocument, seller: Seller, payment: Payment, *, locale: Locale, logo: bytes = b""
) -> bytes:
    """The receipt in the locale's words: of the payment as it came in, with what was given back of it since, and of the
    invoice as it is now. The bytes depend on the arguments only.
    """
    paper = Paper(
        document=Correspondents(document.seller, document.buyer),
        seller=seller,
        locale=locale,
        words=words(locale.language),
        said=words_of(locale.language, "papers"),
        accent=accent(seller.accent),
        logo=logo,
    )
    said = paper.said
    paid = invoice.status is Status.PAID
    opening = Opening(
        title=said["receipt"],
        about=said["applied"].format(number=invoice.number),
        facts=tuple(_facts(invoice, payment, paper)),
        day=payment.received_on,
        mark=(paper.words.marks["paid"], GREEN) if paid else None,
    )
    sheet = begin(paper, opening)
    amount_rows(sheet, _received(invoice, payment, paper))
    section(sheet, said["state_of_invoice"].format(number=invoice.number), paper)
    amount_rows(sheet, _standing(invoice, paper))
    sheet.paragraph(_sentence(invoice, payment, paper), STRONG)
    footers(sheet.canvas, paper)
    return sheet.canvas.finish()


def _facts(invoice: Invoice, payment: Payment, paper: Paper) -> Iterator[tuple[str, str]]:
    said = paper.said
    yield said["receipt_number"], payment.payment_id
    yield said["received_on"], formats.date(payment.received_on, paper.locale)
    yield paper.words("number"), invoice.number
    yield said["method"], method_name(payment.method, paper.locale)


def _received(invoice: Invoice, payment: Payment, paper: Paper) -> Iterator[AmountRow]:
    said, back = paper.said, _given_back(invoice, payment)

    def money(amount: int) -> str:
        return _money(amount, invoice, paper)

    yield AmountRow(said["applied"].format(number=invoice.number), money(payment.amount), strong=not payment.fee)
    if payment.fee:
        yield AmountRow(said["processing_fee"], money(payment.fee))
        yield AmountRow(said["paid_in_all"], money(payment.amount + payment.fee), strong=True)
    for each in back:
        day = formats.date(each.received_on, paper.locale)
        yield AmountRow(said["given_back"].format(date=day), money(each.amount))
    if back:
        left = payment.amount + sum(each.amount for each in back)
        yield AmountRow(said["left_of_payment"], money(left), strong=True)


def _standing(invoice: Invoice, paper: Paper) -> Iterator[AmountRow]:
    said = paper.said
    yield AmountRow(said["asked_for"], _money(invoice.payable, invoice, paper))
    yield AmountRow(said["charged"], _money(invoice.charged, invoice, paper) if invoice.charged else "")
    yield AmountRow(said["received_so_far"], _money(-invoice.paid, invoice, paper))
    yield AmountRow(said["still_open"], _money(_open(invoice), invoice, paper), strong=True)


def _sentence(invoice: Invoice, payment: Payment, paper: Paper) -> str:
    said = paper.said
    if invoice.status is Status.VOID:
        return said["cancelled"]
    if invoice.status is Status.PAID:
        return said["settled"]
    whole = sum(each.amount for each in _given_back(invoice, payment)) == -payment.amount
    due = formats.date(invoice.due_date, paper.locale)
    open_by = said["open_by"].format(amount=_money(_open(invoice), invoice, paper), date=due)
    return f"{said['given_back_whole']} {open_by}" if whole else open_by


def _given_back(invoice: Invoice, payment: Payment) -> list[Payment]:
    return [each for each in invoice.payments if each.refund_of == payment.payment_id]


def _open(invoice: Invoice) -> int:
    return 0 if invoice.status is Status.VOID else max(invoice.balance.amount, 0)


def _money(amount: int, invoice: Invoice, paper: Paper) -> str:
    return formats.money(Money(amount, invoice.currency), paper.locale)
