"""Django's templates, anymail's SES backend, and WeasyPrint: what a Python web shop would take first.

As its users do: one PDF for all, one message for each, as everybody gets a link of their own. In its favour, what can
be kept between two invoices is kept: loaded templates, the stylesheet, the fonts and the connection.
"""

from typing import Any

import django
from django.conf import settings

from bench.sends.facts import TEMPLATES, facts_of, link_of, subject_of
from bench.sends.fonts import BOLD, REGULAR
from bench.sends.sample import Sample
from bench.sends.stopwatch import Stopwatch


class DjangoStack:
    """No evidence is kept, no state is written."""

    name = "Django, anymail, WeasyPrint"

    def __init__(self) -> None:
        settings.configure(
            TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [TEMPLATES]}],
            LANGUAGE_CODE="de",
            USE_THOUSAND_SEPARATOR=True,
            INSTALLED_APPS=["anymail"],
            ANYMAIL={"AMAZON_SES_CONFIGURATION_SET_NAME": "dunlin"},
        )
        django.setup()
        from anymail.backends.amazon_ses import EmailBackend
        from django.template.loader import get_template
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        style = (TEMPLATES / "invoice.css").read_text(encoding="utf-8")
        style = style.replace("REGULAR", REGULAR.as_uri()).replace("BOLD", BOLD.as_uri())
        self._style = CSS(string=style, font_config=self._fonts)
        self._get = get_template
        self._backend = EmailBackend()
        self._backend.open()

    def prepare(self, sample: Sample) -> None:
        """Its facts, as its models would have them."""
        self._facts = facts_of(sample)

    def send(self, sample: Sample, watch: Stopwatch) -> None:
        """One PDF, and a message to each."""
        with watch.whole():
            with watch.part("PDF"):
                pdf = self._pdf()
            for number, (address, name) in enumerate(zip(sample.addresses, sample.names, strict=True)):
                self._mail(sample, watch, pdf, {"name": name, "link": link_of(number)}, address)

    def _pdf(self) -> bytes:
        from weasyprint import HTML

        html = self._get("invoice.html").render(self._facts)
        return bytes(HTML(string=html).write_pdf(stylesheets=[self._style], font_config=self._fonts))

    def _mail(self, sample: Sample, watch: Stopwatch, pdf: bytes, person: dict[str, Any], address: str) -> None:
        from anymail.message import AnymailMessage

        with watch.part("template"):
            text, html = (self._get(each).render({**self._facts, **person}) for each in ("mail.txt", "mail.html"))
        with watch.part("MIME"):
            mail = AnymailMessage(
                subject_of(sample), text, f"{sample.seller.sender_name} <{sample.seller.sender_address}>", [address]
            )
            mail.attach_alternative(html, "text/html")
            mail.attach(f"{sample.invoice.number}.pdf", pdf, "application/pdf")
            mail.tags = ["invoice"]
            mail.metadata = {"invoice_id": sample.invoice.invoice_id}
            payload = self._backend.build_message_payload(mail, self._backend.send_defaults)
            payload.finalize_payload()
        with watch.part("SES"):
            self._backend.client.send_email(**payload.params)
