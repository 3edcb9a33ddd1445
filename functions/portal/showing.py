"""An invoice, for whoever may see it: by a link or by a session."""

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.domain.invoice import OWED
from dunlin.domain.portal.reply import offered
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.answer_page import ways
from dunlin.rendering.portal.autopay_offer import AutopayOffer, autopay_offer
from dunlin.rendering.portal.invoice_page import invoice_page
from dunlin.rendering.portal.pay_box import PayBox, pay_box
from dunlin.rendering.portal.transfer import code_of, picture
from dunlin.services.offer_payment import offer_payment
from dunlin.services.ports.sending import SendContext
from dunlin.services.prepare_mail import pdf_name
from portal.forms import proof
from portal.pages import PRIVATE, Caller, file, show


def page_of(context: SendContext, *, base: str, holder: str, signed_in: bool = False, tried: str = "") -> Response[str]:
    """The page. `base` is where what belongs to it is found, `holder` for whom its forms are made, `tried` what came of
    trying to pay.
    """
    shown, locale = invoice_page(context, today=context.seller.day(wiring.now()))
    title, answers = ways(offered(context.invoice, context.seller.portal), locale)
    return show(
        "invoice",
        locale,
        seller=context.seller,
        shown=shown,
        base=base,
        proof=proof(holder),
        signed_in=signed_in,
        pay=_paying(context, locale, tried),
        answers_title=title,
        answers=answers,
        autopay=autopay_offer(context, locale, now=wiring.now()) if wiring.takes_payments() else AutopayOffer(),
    )


def options_of(context: SendContext, *, base: str, holder: str, signed_in: bool = False) -> Response[str]:
    """The page of all ways to pay: what the page of the invoice says about that, and nothing else."""
    shown, locale = invoice_page(context, today=context.seller.day(wiring.now()))
    return show(
        "options",
        locale,
        seller=context.seller,
        shown=shown,
        base=base,
        proof=proof(holder),
        signed_in=signed_in,
        pay=_paying(context, locale, ""),
    )


def receipt_of(context: SendContext, payment_id: str) -> Response[str] | None:
    """The receipt of one of its payments; None for another payment, and for what was given back."""
    payment = next((each for each in context.invoice.payments if each.payment_id == payment_id), None)
    if payment is None or payment.refund_of:
        return None
    content = wiring.pdfs().receipt(context.invoice.invoice_id, payment_id)
    return file(content, "application/pdf", f"receipt-{pdf_name(context.invoice.number)}")


def tried(app: Caller) -> str:
    """What came of trying to pay, for somebody who was led back from there."""
    return app.current_event.query_string_parameters.get("payment", "")


def _paying(context: SendContext, locale: Locale, tried: str) -> PayBox:
    """The provider is asked for only where there is something to pay through it: to load it takes a while."""
    if not context.seller.portal.online or context.invoice.status not in OWED:
        return pay_box((), locale, note="" if tried == "begun" else tried)
    payable = offer_payment(context.invoice.invoice_id, till=wiring.till())
    processing = "payment_processing" if payable.objection == "payment_processing" else ""
    return pay_box(payable.offers, locale, note=processing or tried)


def pdf_of(context: SendContext) -> Response[str]:
    """The PDF as the mail brings it: drawn again only if the invoice has changed since."""
    invoice = context.invoice
    kept = invoice.pdf
    sha256 = kept.sha256 if kept and kept.version == invoice.version else wiring.pdfs().render(invoice.invoice_id)
    content = wiring.documents().get_pdf(invoice.invoice_id, sha256)
    return file(content, "application/pdf", pdf_name(invoice.number))


def transfer_of(context: SendContext) -> Response[str]:
    """The code for banking apps; a picture of nothing is not found."""
    text = code_of(context)
    if not text:
        return Response(404, "text/plain", "", dict(PRIVATE))
    return Response(200, "image/svg+xml", picture(text), dict(PRIVATE))
