"""The form of an answer, what comes of sending it, and the thanks; whether the invoice may be seen has been checked."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.domain.errors import Conflict, InvalidInput, Problem
from dunlin.domain.invoice import Invoice
from dunlin.domain.portal.reply import Reply, check, offered
from dunlin.domain.portal.settings import Answer
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.answer_form import Filled, read
from dunlin.rendering.portal.answer_page import answer_page, refused, thanks
from dunlin.rendering.portal.language import spoken
from dunlin.services.answer_invoice import answer_invoice
from dunlin.services.ports.sending import SendContext
from portal.forms import proof
from portal.pages import TurnedAwayError, go, show


@dataclass(frozen=True, slots=True)
class Asked:
    """Which answer, to what, by whom (an address), and where it is asked: `base` is the page of the invoice."""

    answer: Answer
    context: SendContext
    who: str
    base: str
    holder: str

    @property
    def locale(self) -> Locale:
        """The customer's language."""
        return spoken(self.context.customer.locale, self.context.seller.locale)

    @property
    def zone(self) -> str:
        """The customer's clock, as dunning has it."""
        return self.context.customer.time_zone or self.context.seller.time_zone or "UTC"

    @property
    def today(self) -> date:
        """The day by it."""
        return wiring.now().astimezone(ZoneInfo(self.zone)).date()


def asked(name: str, context: SendContext, *, who: str, base: str, holder: str) -> Asked:
    """What the path asks for. An answer that there is not, or that is not offered now, gets a page that says so; who
    has answered before is led on as then.
    """
    answer = next((each for each in Answer if each == name), Answer.QUESTION)
    found = Asked(answer, context, who, base, holder)
    if answer != name:
        raise TurnedAwayError(_refused(found, "not_offered", 404))
    is_offered = answer in offered(context.invoice, context.seller.portal)
    if not is_offered and not _has_answered(context.invoice, answer):
        raise TurnedAwayError(_refused(found, "not_offered", 409))
    return found


def form(of: Asked) -> Response[str]:
    """The form, empty."""
    return _form(of, Filled({}, Reply(of.answer), ()))


def take(of: Asked, fields: dict[str, str]) -> Response[str]:
    """On to the thanks; or the form again, with what is to be changed in it."""
    invoice = of.context.invoice
    filled = read(of.answer, fields, of.locale, currency=invoice.currency)
    try:
        check(filled.reply, issued=invoice.issue_date, today=of.today)
        if filled.unreadable:
            return _form(of, filled, 422)
        actor = Actor(ActorKind.CUSTOMER, of.who)
        answer_invoice(invoice.invoice_id, filled.reply, desk=wiring.desk(actor), doorkeeper=wiring.doorkeeper())
    except InvalidInput as wrong:
        return _form(of, filled, 422, *wrong.problems)
    except Conflict as refusal:
        return _conflict(of, refusal)
    return go(f"{of.base}/answer/{of.answer}/thanks")


def thanked(of: Asked) -> Response[str]:
    """What happens now; whoever has not answered so is led to the form."""
    invoice = of.context.invoice
    if not _has_answered(invoice, of.answer):
        return go(f"{of.base}/answer/{of.answer}")
    said = thanks(of.answer, invoice, of.locale, now=wiring.now(), zone=of.zone)
    return show("answered", of.locale, seller=of.context.seller, said=said, base=of.base)


def _has_answered(invoice: Invoice, answer: Answer) -> bool:
    return invoice.dunning is not None and any(each.answer is answer for each in invoice.dunning.answers)


def _conflict(of: Asked, refusal: Conflict) -> Response[str]:
    """What was offered a moment ago is so no longer, or there have been too many."""
    if refusal.code == "too_many":
        return _refused(of, "too_many", 429)
    if refusal.code in {"not_offered", "wrong_status"}:
        return _refused(of, "not_offered", 409)
    raise refusal


def _form(of: Asked, filled: Filled, status: int = 200, *problems: Problem) -> Response[str]:
    invoice = of.context.invoice
    shown = answer_page(
        of.answer,
        invoice,
        of.locale,
        today=of.today,
        furthest=timedelta(days=of.context.seller.portal.promise_days),
        typed=filled.typed,
        problems=problems,
        unreadable=filled.unreadable,
    )
    return show(
        "answer",
        of.locale,
        status=status,
        seller=of.context.seller,
        form=shown,
        answer=of.answer.value,
        base=of.base,
        proof=proof(of.holder),
    )


def _refused(of: Asked, why: str, status: int) -> Response[str]:
    said = refused(why, of.locale)
    return show("answered", of.locale, status=status, seller=of.context.seller, said=said, base=of.base)
