"""Changing the limit of automatic payment, and turning it off: `/portal/autopay/agreements/{id}/...`."""

from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.domain.errors import NotFound
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.autopay_page import means_of, name_of
from dunlin.rendering.portal.language import spoken
from dunlin.rendering.portal.limit_fields import limit_fields, typed_limits
from dunlin.services.end_agreement import end_agreement
from dunlin.services.limit_agreement import limit_agreement
from dunlin.services.request_login import CUSTOMER
from dunlin.services.resume_session import Visitor
from portal.agreeing import relations
from portal.forms import posted, proof
from portal.pages import go, show
from portal.routes.autopay import HOME, missing
from portal.sessions import SIGNED_IN, read, visitor

router = Router()
_AT = f"{HOME}/agreements/<agreement_id>"


@dataclass(frozen=True, slots=True)
class Theirs:
    """An agreement of whoever has signed in."""

    customer: Customer
    agreement: Agreement
    seller: Seller

    @property
    def locale(self) -> Locale:
        """In which its pages speak."""
        return spoken(self.customer.locale, self.seller.locale)

    @property
    def currencies(self) -> tuple[str, ...]:
        """In which a limit may be set."""
        found = relations(self.customer)
        return next((each.currencies for each in found if each.seller.seller_id == self.seller.seller_id), ())


@router.get(f"{_AT}/limit")
def ask_limit(agreement_id: str) -> Response[str]:
    """Where to type it."""
    theirs = _active(visitor(router), agreement_id)
    return _limit_page(theirs, limit_fields(theirs.currencies, theirs.agreement.limits, theirs.locale))


@router.post(f"{_AT}/limit")
def set_limit(agreement_id: str) -> Response[str]:
    """From now on no more is charged at once."""
    who = visitor(router)
    sent = posted(router, holder=read(router, SIGNED_IN))
    theirs = _active(who, agreement_id)
    limits, fields = typed_limits(theirs.currencies, sent, theirs.locale)
    if any(each.fault for each in fields):
        return _limit_page(theirs, fields, status=422)
    try:
        limit_agreement(theirs.customer.customer_id, agreement_id, limits=limits, registry=wiring.registry(CUSTOMER))
    except NotFound as ended:
        raise missing() from ended
    return go(f"{HOME}?note=done_limit")


@router.get(f"{_AT}/end")
def ask_end(agreement_id: str) -> Response[str]:
    """What ends, and a button."""
    theirs = _active(visitor(router), agreement_id)
    return show("autopay_end", theirs.locale, action=f"{HOME}/agreements/{agreement_id}/end", **_shown(theirs))


@router.post(f"{_AT}/end")
def end(agreement_id: str) -> Response[str]:
    """From now on nothing is charged. Once more changes nothing, and does what was left undone."""
    who = visitor(router)
    posted(router, holder=read(router, SIGNED_IN))
    theirs = _theirs(who, agreement_id)
    end_agreement(
        theirs.customer.customer_id,
        agreement_id,
        why="turned off by the customer",
        registry=wiring.registry(CUSTOMER),
    )
    return go(f"{HOME}?note=done_ended")


def _active(who: Visitor, agreement_id: str) -> Theirs:
    theirs = _theirs(who, agreement_id)
    if not theirs.agreement.active:
        raise missing()
    return theirs


def _theirs(who: Visitor, agreement_id: str) -> Theirs:
    for customer in who.customers:
        for each in customer.agreements:
            if each.agreement_id == agreement_id:
                return Theirs(customer, each, wiring.sellers().get(each.seller_id))
    raise missing()


def _limit_page(theirs: Theirs, fields: Any, *, status: int = 200) -> Response[str]:
    wrong = status != 200  # noqa: PLR2004 - HTTP's
    return show("autopay_limit", theirs.locale, status=status, fields=fields, wrong=wrong, **_shown(theirs))


def _shown(theirs: Theirs) -> dict[str, Any]:
    return {
        "seller": theirs.seller,
        "company": name_of(theirs.seller),
        "means": means_of(theirs.agreement, theirs.locale),
        "proof": proof(read(router, SIGNED_IN)),
    }
