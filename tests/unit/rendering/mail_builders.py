"""Mails about one ordinary invoice: a Dutch paper mill bills a German shop €1,240.50."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument, PaymentMeans, Reference
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.message import MessageKind
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import Seller
from dunlin.domain.totals import Totals

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINK = "https://pay.veluwe-papier.example/p/4f9Qm2xT7sLk0aVbN3yRwE8uHcZdJ6gP1oXtI5eKfMs"
TRANSFER = PaymentMeans(code="58", iban="NL57RABO0107307510", bic="RABONL2U", reference="RF18 5390 0754 7034")
DIRECT_DEBIT = PaymentMeans(code="59", mandate_id="M-4711")

MILL = Party(
    name="Papierfabriek De Veluwe B.V.",
    trading_name="Veluwe Papier",
    address=Address(("Molenweg 12",), "Apeldoorn", "7311 AB", "", "NL"),
    tax_id="NL8200.98.395.B.01",
    registration_id="57151520",
)
SHOP = Party(name="Schreibwaren Müller GmbH", address=Address(("Hauptstraße 5",), "Köln", "50667", "", "DE"))


def a_seller(**changes: Any) -> Seller:
    seller = Seller("sel_1", 1, MILL, "invoices@veluwe-papier.example", "Veluwe Papier", locale="nl-NL")
    return replace(seller, **changes)


def a_customer(**changes: Any) -> Customer:
    return replace(Customer("cus_1", 1, SHOP, locale="en-GB"), **changes)


def an_invoice(**changes: Any) -> Invoice:
    invoice = Invoice(
        invoice_id="inv_1",
        number="2026-0417",
        seller_id="sel_1",
        customer_id="cus_1",
        customer_name=SHOP.name,
        status=Status.POSTED,
        version=1,
        currency="EUR",
        issue_date=date(2026, 11, 23),
        due_date=date(2026, 12, 23),
        payable=124050,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(invoice, **changes)


def a_payment(amount: int) -> Payment:
    return Payment("pay_1", amount, date(2026, 12, 1))


def a_document(**changes: Any) -> InvoiceDocument:
    document = InvoiceDocument(
        seller=MILL,
        buyer=SHOP,
        currency="EUR",
        lines=(),
        totals=Totals(102521, 0, 0, 102521, (), 21529, 124050, 0, 0, 124050),
        references=(Reference("order", "PO-88231"),),
        payment_means=(TRANSFER,),
    )
    return replace(document, **changes)


def a_mail(**changes: Any) -> MailContent:
    content = MailContent(
        kind=MessageKind.INVOICE,
        invoice=an_invoice(),
        document=a_document(),
        seller=a_seller(),
        customer=a_customer(),
        recipient_name="Jana Müller",
        link=LINK,
    )
    return replace(content, **changes)


def a_mail_to(locale: str, **changes: Any) -> MailContent:
    """The ordinary mail to a customer who is written to in that locale."""
    return a_mail(customer=a_customer(locale=locale), **changes)


def a_paid_mail(**changes: Any) -> MailContent:
    return a_mail(invoice=an_invoice(status=Status.PAID, payments=(a_payment(124050),)), **changes)


def seen(mail: RenderedMail) -> str:
    """The words of the HTML part, as a person reads them."""
    body = re.sub(r"<!--.*?-->|<style.*?</style>|<title.*?</title>", " ", mail.html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def read(mail: RenderedMail) -> str:
    """The words of the text part, wherever its lines end."""
    return " ".join(mail.text.split())
