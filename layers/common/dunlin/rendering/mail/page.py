"""What a mail shows besides its message: one content for the text part and for the HTML part."""

from collections.abc import Iterator
from dataclasses import dataclass

from dunlin.domain.mail import MailContent
from dunlin.domain.message import MessageKind
from dunlin.domain.party import Party
from dunlin.domain.template import TemplateKind
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail.bank import account
from dunlin.rendering.mail.charges import charge_rows
from dunlin.rendering.mail.rows import Row, Words
from dunlin.rendering.mail.shipped import template_of
from dunlin.rendering.mail.values import Values, is_draft, is_paid
from dunlin.rendering.markdown import one_line
from dunlin.rendering.paper.addresses import address_lines

_SUBJECT_LENGTH = 200
_AUTOPAY = (TemplateKind.AUTOPAY_STARTED, TemplateKind.AUTOPAY_ENDED)
# Mails that say how to pay.
_ASKING = frozenset(TemplateKind) - {TemplateKind.RECEIPT, TemplateKind.PORTAL_LOGIN, *_AUTOPAY}


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above everything: good news, or a warning."""

    text: str
    good: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Plain text, every string one line. Without a `link` there is no button."""

    subject: str
    preheader: str
    seller: str
    heading: str
    notices: tuple[Notice, ...]
    facts: tuple[Row, ...]
    link: str
    button: str
    payment_title: str
    payment: tuple[Row, ...]
    fallback: str
    footer: tuple[str, ...]

    @property
    def detailed(self) -> bool:
        """Whether a fact says how it came about, which would squeeze dates and amounts beside it."""
        return any(row.detail for row in self.facts)


def of(content: MailContent, locale: Locale, head: dict[str, str], words: Words, values: Values) -> Page:
    """Put it together; `head` and `words` are the shipped ones, and the content's own subject and button win."""
    draft, paid, kind = is_draft(content), is_paid(content), template_of(content).kind
    own = content.kind is MessageKind.ANSWER  # to the seller's people, whom nothing is asked of
    collected = values["payment"]["direct_debit"] or values["charge"]["again_on"]
    asks = kind in _ASKING and not (own or draft or paid or collected)
    return Page(
        subject=_subject(content, words, head["subject"]),
        preheader="" if own else head["preheader"],
        seller=values["seller"]["name"],
        heading=one_line(content.subject) if own else head["heading"],
        notices=tuple(_notices(content, words)),
        facts=tuple(row for row in _FACTS.get(kind, _facts)(content, locale, words, values) if row.value),
        link="" if draft else content.link,
        # An own label may say "Pay now", and the money may have come since somebody wrote that.
        button=head["button"] if paid else one_line(content.button) or head["button"],
        payment_title=words["payment"],
        payment=tuple(row for row in _bank(content, words, values) if row.value) if asks else (),
        fallback=words["fallback"],
        footer=() if own else tuple(line for line in _footer(content, locale, words) if line),
    )


def _subject(content: MailContent, words: Words, shipped: str) -> str:
    marks = [words["test_prefix"]] * content.test + [words["draft_prefix"]] * is_draft(content)
    subject = " ".join([*marks, one_line(content.subject) or shipped])
    return subject if len(subject) <= _SUBJECT_LENGTH else subject[: _SUBJECT_LENGTH - 1].rstrip() + "…"


def _notices(content: MailContent, words: Words) -> Iterator[Notice]:
    if content.test:
        yield Notice(words["test_notice"])
    if template_of(content).kind in _FACTS:
        return
    if is_draft(content):
        yield Notice(words["draft_notice"])
    elif is_paid(content):
        yield Notice(words["paid_notice"], good=True)


def _facts(content: MailContent, locale: Locale, words: Words, values: Values) -> Iterator[Row]:
    invoice = values["invoice"]
    charges = tuple(charge_rows(content.invoice, locale, words))
    yield Row(words["number"], invoice["number"])
    yield Row(words["your_reference"], invoice["your_reference"])
    if is_draft(content):
        yield Row(words["total"], invoice["total"], main=True)
        yield Row(words["due_date"], invoice["due_date"])
        return
    paid = is_paid(content)
    yield Row(words["total"], invoice["total"] if charges or (invoice["paid"] and not paid) else "")
    yield Row(words["paid"], "" if paid else invoice["paid"])
    yield from charges
    if paid:
        yield Row(words["amount_paid"], invoice["paid"] if charges else invoice["total"], main=True)
        yield Row(words["paid_on"], invoice["paid_on"])
    else:
        yield Row(words["amount_due"], invoice["amount_due"], main=True)
        yield Row(words["due_date"], invoice["due_date"])


def _received(_: MailContent, __: Locale, words: Words, values: Values) -> Iterator[Row]:
    invoice, payment = values["invoice"], values["payment"]
    yield Row(words["number"], invoice["number"])
    yield Row(words["your_reference"], invoice["your_reference"])
    yield Row(words["amount_paid"], payment["received"], main=True)
    yield Row(words["payment_fee"], payment["fee"])
    yield Row(words["with_fee"], payment["with_fee"] if payment["fee"] else "")
    yield Row(words["paid_on"], invoice["paid_on"])
    yield Row(words["amount_due"], "" if invoice["settled"] else invoice["amount_due"])


def _stated(_: MailContent, __: Locale, words: Words, values: Values) -> Iterator[Row]:
    yield Row(words["statement_date"], values["statement"]["date"])
    yield Row(words["amount_due"], values["statement"]["amount_due"], main=True)


def _nothing(_: MailContent, __: Locale, _words: Words, _values: Values) -> Iterator[Row]:
    return iter(())


_FACTS = {
    TemplateKind.RECEIPT: _received,
    TemplateKind.STATEMENT: _stated,
    TemplateKind.PORTAL_LOGIN: _nothing,
    **dict.fromkeys(_AUTOPAY, _nothing),
}
_REASONS = {TemplateKind.PORTAL_LOGIN: "reason_login", **dict.fromkeys(_AUTOPAY, "reason_autopay")}


def _bank(content: MailContent, words: Words, values: Values) -> Iterator[Row]:
    bank = account(content.document, content.seller.bank)
    if not bank:
        return
    payee = content.document.payee or content.document.seller
    yield Row(words["holder"], one_line(bank.account_name or payee.name))
    if bank.iban:
        yield Row("IBAN", _in_fours(bank.iban))
    else:
        yield Row(words["account"], one_line(bank.account_number))
    yield Row("BIC", one_line(bank.bic))
    if template_of(content).kind is not TemplateKind.STATEMENT:
        yield Row(words["reference"], values["payment"]["reference"])


def _in_fours(iban: str) -> str:
    """As banks print it (ISO 13616): groups of four."""
    bare = "".join(one_line(iban).split())
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _footer(content: MailContent, locale: Locale, words: Words) -> Iterator[str]:
    seller = content.document.seller
    yield one_line(", ".join(filter(None, (seller.name or content.seller.sender_name, seller.legal_form))))
    yield one_line(", ".join(address_lines(seller.address, locale, country=True)))
    registration = "" if seller.registration_id == seller.tax_id else seller.registration_id
    ids = ((_tax_label(seller, words), seller.tax_id), (words["registration"], registration))
    yield one_line(" · ".join(f"{label} {value}" for label, value in ids if value))
    yield words[_REASONS.get(template_of(content).kind, "reason")]


def _tax_label(seller: Party, words: Words) -> str:
    """A VAT number begins with its country (Directive 2006/112/EC, art. 215), Greece's with EL."""
    country = {"GR": "EL"}.get(seller.address.country, seller.address.country)
    return words["vat_id"] if country and seller.tax_id.upper().startswith(country) else words["tax_id"]
