"""What each mail must say and each PDF must print, or its stack is not measured: nobody wins by drawing less."""

import re
from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal
from pypdf import PdfReader

from bench.sends.facts import facts_of
from bench.sends.sample import Sample

_KINDS: tuple[Literal["plain"], Literal["html"]] = ("plain", "html")
_SPACES = re.compile(r"\s+")


class MissingFieldsError(Exception):
    """A stack has left something out."""


def check(name: str, sample: Sample, mails: list[bytes]) -> None:
    """Each recipient's mail, and the PDF in the first. Raises MissingFieldsError."""
    if len(mails) != sample.recipients:
        raise MissingFieldsError(f"{name} sent {len(mails)} mails to {sample.recipients} people")
    printed = _on_paper(sample)
    for number, raw in enumerate(mails):
        mail: EmailMessage = message_from_bytes(raw, policy=default)
        text, html = (_body(mail, kind) for kind in _KINDS)
        for part, said in (("text", text), ("HTML", html)):
            _check(f"{name}'s {part}", [*_in_mail(sample), sample.names[number]], said)
        [attached] = list(mail.iter_attachments())
        if number == 0:
            paper = attached.get_content()
    pages = PdfReader(BytesIO(paper)).pages
    _embeds_noto(name, pages)
    _check(f"{name}'s PDF", printed, "\n".join(page.extract_text() for page in pages))


def _body(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def _check(name: str, wanted: list[str], said: str) -> None:
    said = _SPACES.sub("", said)
    if missing := [each for each in wanted if _SPACES.sub("", each) not in said]:
        raise MissingFieldsError(f"{name} leaves out: {', '.join(missing[:10])}")


def _embeds_noto(name: str, pages: Any) -> None:
    fonts = {str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()}
    # ReportLab names Helvetica on each page, and draws nothing in it.
    if not any("Noto" in each for each in fonts) or fonts - {"/Helvetica"} - {each for each in fonts if "Noto" in each}:
        raise MissingFieldsError(f"{name}'s PDF is drawn in {fonts}, not in Noto")


def _in_mail(sample: Sample) -> list[str]:
    facts = facts_of(sample)
    invoice = facts["invoice"]
    return [
        invoice.number,
        _date(invoice.issue_date),
        _date(invoice.due_date),
        _money(facts["totals"]["due"]),
        facts["iban"],
        facts["bic"],
        facts["order"],
        facts["seller"].name,
        facts["seller"].tax_id,
        facts["buyer"].name,
        "https://portal.nordlicht.example/p/",
    ]


def _on_paper(sample: Sample) -> list[str]:
    facts = facts_of(sample)
    invoice = facts["invoice"]
    fields = [invoice.number, _date(invoice.issue_date), _date(invoice.due_date), facts["order"]]
    for party in (facts["seller"], facts["buyer"]):
        fields += [party.name, *party.address.lines, party.address.postal_code, party.address.city]
    for line in facts["lines"]:
        quantity = f"{format_decimal(line['quantity'], locale='de')} {line['unit']}"
        # In the order of a row, so that no figure of another line stands in.
        fields.append(f"{quantity} {_money(line['price'])} {line['rate']} % {_money(line['net'])}")
        fields += [f"{line['id']} {line['name']}", line["description"], line["item_id"]]
    for each in facts["allowances"]:
        fields += [each["reason"], f"-{_money(each['amount'])}"]
    for each in facts["taxes"]:
        fields += [f"MwSt. {each['rate']} %", _money(each["basis"]), _money(each["amount"])]
    return [
        *fields,
        *map(_money, facts["totals"].values()),
        facts["seller"].tax_id,
        facts["iban"],
        facts["bic"],
        facts["terms"],
        *facts["notes"],
    ]


def _money(value: Decimal) -> str:
    return format_decimal(value, format="#,##0.00", locale="de")


def _date(value: date) -> str:
    return format_date(value, "long", locale="de")
