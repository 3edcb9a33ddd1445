"""ReportLab's Platypus, the standard library's mail, and boto3: what one would write by hand.

InvoiceGenerator, which draws by ReportLab too, knows neither allowances nor article numbers; it would win by drawing
less. As its users do: one PDF for all, one message for each.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from io import BytesIO
from string import Template
from typing import Any

import boto3
from babel.dates import format_date
from babel.numbers import format_decimal
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bench.sends.facts import TEMPLATES, facts_of, link_of, subject_of
from bench.sends.fonts import BOLD, REGULAR
from bench.sends.sample import Sample
from bench.sends.stopwatch import Stopwatch

_TAG = re.compile(r"\{\{ ([a-z_0-9.]+)(\|[^}]*)? \}\}|\{%[^%]*%\}")


class ReportLabStack:
    """No evidence is kept, no state is written."""

    name = "ReportLab, EmailMessage"

    def __init__(self) -> None:
        pdfmetrics.registerFont(TTFont("Noto", REGULAR))
        pdfmetrics.registerFont(TTFont("Noto-Bold", BOLD))
        pdfmetrics.registerFontFamily("Noto", normal="Noto", bold="Noto-Bold")
        plain = ParagraphStyle("plain", fontName="Noto", fontSize=9.5, leading=13)
        self._plain, self._small = plain, ParagraphStyle("small", plain, fontSize=8, leading=10.5)
        self._title = ParagraphStyle("title", plain, fontName="Noto-Bold", fontSize=15, leading=20)
        self._heading = ParagraphStyle("heading", plain, fontName="Noto-Bold", spaceBefore=12)
        self._right = ParagraphStyle("right", self._small, alignment=2)
        self._text, self._html = (_template(name) for name in ("mail.txt", "mail.html"))
        self._client = boto3.client("sesv2")

    def prepare(self, sample: Sample) -> None:
        """Its facts, as its models would have them."""
        self._facts = facts_of(sample)

    def send(self, sample: Sample, watch: Stopwatch) -> None:
        """One PDF, and a message to each."""
        with watch.whole():
            with watch.part("PDF"):
                pdf = self._pdf()
            for number, (address, name) in enumerate(zip(sample.addresses, sample.names, strict=True)):
                with watch.part("template"):
                    said = _Said({**self._facts, "name": name, "link": link_of(number)})
                    text = self._text.substitute(said)
                    html = self._html.substitute(_Said(said.facts, escape))
                with watch.part("MIME"):
                    raw = _message(sample, address, text, html, pdf)
                with watch.part("SES"):
                    self._client.send_email(
                        FromEmailAddress=sample.seller.sender_address,
                        Destination={"ToAddresses": [address]},
                        Content={"Raw": {"Data": raw}},
                        ConfigurationSetName="dunlin",
                    )

    def _pdf(self) -> bytes:
        facts, into = self._facts, BytesIO()
        footer = f"{facts['seller'].name} · USt-IdNr. {facts['seller'].tax_id}"

        def foot(canvas: Canvas, document: Any) -> None:
            canvas.setFont("Noto", 7.5)
            canvas.drawString(25 * mm, 12 * mm, footer)
            canvas.drawRightString(190 * mm, 12 * mm, f"Seite {document.page}")

        sheet = SimpleDocTemplate(
            into, pagesize=A4, leftMargin=25 * mm, rightMargin=20 * mm, topMargin=20 * mm, bottomMargin=25 * mm
        )
        sheet.build([*self._head(), self._lines(), *self._sums(), *self._close()], onFirstPage=foot, onLaterPages=foot)
        return into.getvalue()

    def _head(self) -> list[Flowable]:
        facts = self._facts
        invoice, seller, buyer = facts["invoice"], facts["seller"], facts["buyer"]
        rows = [
            ["Rechnungsnummer", invoice.number],
            ["Rechnungsdatum", _said(invoice.issue_date)],
            ["Fällig am", _said(invoice.due_date)],
            ["Ihre Bestellung", facts["order"]],
        ]
        return [
            Paragraph(_address(seller, "Deutschland"), self._right),
            Paragraph(_address(buyer, "Frankreich"), self._plain),
            Table(rows, hAlign="RIGHT", style=TableStyle([("FONT", (0, 0), (-1, -1), "Noto", 9.5)])),
            Paragraph(f"Rechnung {escape(invoice.number)}", self._title),
            Spacer(0, 4 * mm),
        ]

    def _lines(self) -> Flowable:
        rows: list[list[Any]] = [
            ["Pos.", "Bezeichnung", "Menge", "Einzelpreis", "MwSt.", f"Betrag {self._facts['invoice'].currency}"]
        ]
        for line in self._facts["lines"]:
            about = [line["description"], f"Art.-Nr. {line['item_id']}"]
            small = "<br/>".join(escape(each) for each in about if each)
            rows.append(
                [
                    line["id"],
                    [Paragraph(escape(line["name"]), self._plain), Paragraph(small, self._small)],
                    f"{format_decimal(line['quantity'], locale='de')} {line['unit']}",
                    _said(line["price"]),
                    f"{line['rate']} %",
                    _said(line["net"]),
                ]
            )
        style = TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), "Noto", 9.5),
                ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.2, colors.lightgrey),
            ]
        )
        widths = [10 * mm, 65 * mm, 20 * mm, 25 * mm, 17 * mm, 28 * mm]
        return Table(rows, colWidths=widths, repeatRows=1, style=style)

    def _sums(self) -> list[Flowable]:
        facts, totals = self._facts, self._facts["totals"]
        rows = [
            ["Summe der Positionen", _said(totals["lines"])],
            *([f"Rabatt: {each['reason']}", f"-{_said(each['amount'])}"] for each in facts["allowances"]),
            ["Gesamtbetrag netto", _said(totals["net"])],
            *([f"MwSt. {each['rate']} % auf {_said(each['basis'])}", _said(each["amount"])] for each in facts["taxes"]),
            ["MwSt.", _said(totals["tax"])],
            ["Gesamtbetrag brutto", _said(totals["gross"])],
            ["Zahlbetrag", f"{_said(totals['due'])} €"],
        ]
        style = [("FONT", (0, 0), (-1, -1), "Noto", 9.5), ("ALIGN", (1, 0), (1, -1), "RIGHT")]
        return [Spacer(0, 3 * mm), Table(rows, hAlign="RIGHT", style=TableStyle(style))]

    def _close(self) -> list[Flowable]:
        facts = self._facts
        pay = (
            f"Bitte überweisen Sie {_said(facts['totals']['due'])} € bis zum {_said(facts['invoice'].due_date)}.<br/>"
            f"IBAN {facts['iban']}<br/>BIC {facts['bic']}<br/>Verwendungszweck {escape(facts['invoice'].number)}"
        )
        parts = (("Zahlung", pay), ("Zahlungsbedingungen", facts["terms"]), ("Anmerkungen", " ".join(facts["notes"])))
        return [
            each for title, text in parts for each in (Paragraph(title, self._heading), Paragraph(text, self._plain))
        ]


class _Said(Mapping[str, str]):
    """What the templates name, as it is printed."""

    def __init__(self, facts: dict[str, Any], out: Any = str) -> None:
        self.facts, self._out = facts, out

    def __getitem__(self, name: str) -> str:
        value: Any = self.facts
        for part in name.split("__"):
            value = value[int(part)] if part.isdigit() else _part(value, part)
        return str(self._out(_said(value)))

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Any:
        return iter(self.facts)


def _part(value: Any, name: str) -> Any:
    return value[name] if isinstance(value, dict) else getattr(value, name)


def _said(value: Any) -> str:
    if isinstance(value, Decimal):
        return format_decimal(value, format="#,##0.00", locale="de")
    return format_date(value, "long", locale="de") if isinstance(value, date) else str(value)


def _address(party: Any, country: str) -> str:
    where = party.address
    lines = (party.name, *where.lines, f"{where.postal_code} {where.city}", country)
    return "<br/>".join(map(escape, lines))


def _template(name: str) -> Template:
    """The same mail as Django's, for the standard library's templates, which know no dots."""
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    return Template(_TAG.sub(lambda found: f"${{{found[1].replace('.', '__')}}}" if found[1] else "", source))


def _message(sample: Sample, address: str, text: str, html: str, pdf: bytes) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{sample.seller.sender_name} <{sample.seller.sender_address}>"
    mail["To"], mail["Subject"] = address, subject_of(sample)
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{sample.invoice.number}.pdf")
    return mail.as_bytes()
