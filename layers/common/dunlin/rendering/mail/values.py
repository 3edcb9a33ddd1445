"""What the texts of a mail may name, as it is printed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dunlin.domain.document import Line
from dunlin.domain.dunning.charges import ChargeKind
from dunlin.domain.invoice import Payment, Status
from dunlin.domain.mail import MailContent
from dunlin.domain.money import Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail import autopay
from dunlin.rendering.mail.bank import is_collected, reference
from dunlin.rendering.markdown import one_line

type Values = Mapping[str, Any]
"""Groups of texts by name, and `lines`, a list of such groups."""

MOST_LINES = 100
_YOUR_REFERENCE = ("buyer", "order")


def of(content: MailContent, locale: Locale) -> Values:
    """The values by group and name: plain text of one line each, formatted for the locale. Empty means no or none."""
    return {**_latest.of(content, locale), "recipient": {"name": one_line(content.recipient_name)}}


def _shared(content: MailContent, locale: Locale) -> Values:
    """What every recipient of a message reads alike."""
    seller = content.document.seller
    groups = {
        "seller": {
            "name": seller.trading_name or seller.name or content.seller.sender_name,
            "legal_name": seller.name or content.seller.sender_name,
        },
        "customer": {"name": content.document.buyer.name},
        "invoice": _invoice(content, locale),
        "payment": _payment(content, locale),
        "charge": _charge(content, locale),
        "statement": _more(content, "statement", ("date", "amount_due")),
        "portal": _more(content, "portal", ("code", "minutes")),
        "autopay": autopay.of(content, locale),
        "locale": {"swiss": _flag(locale.tag.endswith(("-CH", "-LI")))},
    }
    plain = {group: {name: one_line(value) for name, value in values.items()} for group, values in groups.items()}
    return {**plain, "lines": [_line(line, content, locale) for line in content.document.lines[:MOST_LINES]]}


class _Latest:
    """The shared values of the content that came last: a message to many has them formatted once."""

    def __init__(self) -> None:
        self._kept: tuple[MailContent, Locale, Values] | None = None

    def of(self, content: MailContent, locale: Locale) -> Values:
        anybodys = replace(content, recipient_name="", link="")
        if self._kept is None or self._kept[:2] != (anybodys, locale):
            self._kept = (anybodys, locale, _shared(anybodys, locale))
        return self._kept[2]


_latest = _Latest()


def is_draft(content: MailContent) -> bool:
    """Whether it is a copy that nobody should pay."""
    return content.draft or content.invoice.status is Status.DRAFT


def is_paid(content: MailContent) -> bool:
    """Whether nothing is left to pay of a final invoice."""
    return content.invoice.status is Status.PAID and not is_draft(content)


def _invoice(content: MailContent, locale: Locale) -> dict[str, str]:
    invoice, document = content.invoice, content.document

    def money(minor: int) -> str:
        return formats.money(Money(minor, invoice.currency), locale)

    return {
        "number": invoice.number,
        "your_reference": next((each.value for each in document.references if each.kind in _YOUR_REFERENCE), ""),
        "issue_date": formats.date(invoice.issue_date, locale),
        "due_date": formats.date(invoice.due_date, locale),
        # What was paid in advance is no longer asked for; when that was all of it, the whole amount says more than 0.
        "total": money(invoice.payable or document.totals.tax_inclusive),
        "paid": money(invoice.paid) if invoice.paid else "",
        "paid_on": formats.date(payment.received_on, locale) if (payment := _received(content)) else "",
        "fees": _charged(content, ChargeKind.FEE, money),
        "interest": _charged(content, ChargeKind.INTEREST, money),
        "amount_due": money(invoice.balance.amount),
        "attached": _flag(content.attached),
        "draft": _flag(is_draft(content)),
        "settled": _flag(is_paid(content)),
        "days_overdue": _overdue(content),
        "more_lines": str(more) if (more := len(document.lines) - MOST_LINES) > 0 else "",
    }


def _charged(content: MailContent, kind: ChargeKind, money: Callable[[int], str]) -> str:
    owed = sum(each.owed for each in content.invoice.charges if each.kind is kind)
    return money(owed) if owed else ""


def _payment(content: MailContent, locale: Locale) -> dict[str, str]:
    invoice = content.invoice
    payment = _received(content)
    received = Money(payment.amount, invoice.currency) if payment else None
    return {
        "reference": reference(content.document) or invoice.number,
        # Texts that people wrote ask this before they ask to pay.
        "direct_debit": _flag(is_collected(content.document) or content.collection is not None),
        **_collection(content, locale),
        "received": formats.money(received, locale) if received else "",
        "fee": formats.money(Money(payment.fee, invoice.currency), locale) if payment and payment.fee else "",
        "with_fee": formats.money(Money(payment.amount + payment.fee, invoice.currency), locale) if payment else "",
    }


def _collection(content: MailContent, locale: Locale) -> dict[str, str]:
    found = content.collection
    return {
        "charged_on": formats.date(content.seller.day(found.at), locale) if found else "",
        "charged": formats.money(found.total, locale) if found else "",
        "charged_from": found.agreement.mandate.label if found else "",
    }


def _charge(content: MailContent, locale: Locale) -> dict[str, str]:
    said = content.uncharged
    return {
        "amount": formats.money(Money(said.amount, said.currency), locale) if said else "",
        "means": said.means if said else "",
        "refused": said.why.value if said else "",
        "again_on": formats.date(said.again_on, locale) if said and said.again_on else "",
        "ended": _flag(said is not None and said.ended),
    }


def _received(content: MailContent) -> Payment | None:
    """The payment that the mail is about, else the last that came in: refunds went out."""
    came_in = [each for each in content.invoice.payments if not each.refund_of]
    last = came_in[-1] if came_in else None
    return next((each for each in came_in if each.payment_id == content.payment_id), last)


def _line(line: Line, content: MailContent, locale: Locale) -> dict[str, str]:
    return {
        "name": one_line(line.name),
        "quantity": formats.number(line.quantity, locale),
        "net": formats.money(Money(line.net, content.document.currency), locale),
    }


def _overdue(content: MailContent) -> str:
    invoice, today = content.invoice, content.today
    return str((today - invoice.due_date).days) if today and invoice.overdue(today=today) else ""


def _more(content: MailContent, group: str, names: tuple[str, ...]) -> dict[str, str]:
    return {name: content.more.get(f"{group}.{name}", "") for name in names}


def _flag(value: bool) -> str:  # noqa: FBT001 - it has no other argument
    return "yes" if value else ""
