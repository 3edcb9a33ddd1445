"""The bank transfer that pays an invoice, as a code for banking apps."""

from io import BytesIO

import segno

from dunlin.domain.invoice import OWED
from dunlin.rendering.mail.bank import account, is_collected, reference
from dunlin.rendering.paper.epc import Transfer, payload
from dunlin.services.ports.sending import SendContext


def code_of(context: SendContext) -> str:
    """The text of the EPC code; empty where nothing is owed, or it is not paid by SEPA transfer."""
    invoice, document = context.invoice, context.document
    bank = account(document, context.seller.bank)
    if invoice.status not in OWED or is_collected(document) or not bank or not bank.iban:
        return ""
    payee = document.payee or document.seller
    name = bank.account_name or payee.name
    quoted = reference(document) or invoice.number
    return payload(Transfer(name, bank.iban, bank.bic, invoice.balance, quoted))


def picture(text: str) -> str:
    """The code as SVG, dark on white, whatever the page's colours are."""
    out = BytesIO()
    code = segno.make(text, error="m", boost_error=False, micro=False, mode="byte", encoding="utf-8", eci=False)
    code.save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode()
