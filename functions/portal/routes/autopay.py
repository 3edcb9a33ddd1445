"""Automatic payment, for whoever has signed in: how it stands, and how it is set up: `/portal/autopay`."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.domain.errors import Conflict, NotFound, StaleVersion, Unavailable
from dunlin.domain.payments.agreeing import chargeable, visit_of
from dunlin.domain.portal.settings import MethodSettings
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.autopay_page import account, fee_told, name_of
from dunlin.rendering.portal.language import spoken, words
from dunlin.rendering.portal.limit_fields import limit_fields, typed_limits
from dunlin.rendering.portal.mandate import mandate_text
from dunlin.services.begin_setup import Wanted, begin_setup
from dunlin.services.find_relations import Relation
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.resume_session import Visitor
from portal.agreeing import conclude_for, owed_by, relations
from portal.forms import posted, proof
from portal.pages import TurnedAwayError, go, say, show, visitors_locale
from portal.received import origin
from portal.sessions import SIGNED_IN, read, visitor

router = Router()
HOME = "/portal/autopay"
SET_UP = f"{HOME}/set-up/<customer_id>/<seller_id>/<method>"
# What came of it, for somebody who was led back here; anything else in the address is nothing.
_DONE = ("done_set_up", "done_ended", "done_limit")
_NOTES = (*_DONE, "note_not_agreed", "note_not_started", "note_not_offered", "note_too_many")


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody is asked to agree to: with whom, by what, in which words."""

    relation: Relation
    method: MethodSettings
    locale: Locale

    @property
    def text(self) -> str:
        """In full."""
        seller, customer = self.relation.seller, self.relation.customer
        fee = fee_told(self.method, customer, self.locale)
        return mandate_text(seller, self.method.method, self.locale, fee=fee)

    @property
    def digest(self) -> str:
        """What stands for the text that was read."""
        return sha256(self.text.encode()).hexdigest()


@router.get(HOME)
def overview() -> Response[str]:
    """With each seller that offers it, for each customer record that has the address."""
    who = visitor(router)
    known = [each for customer in who.customers for each in relations(customer)] if wiring.takes_payments() else []
    sellers = {each.seller.seller_id: each.seller for each in known}
    seller = next(iter(sellers.values())) if len(sellers) == 1 else None
    locale = spoken(who.customers[0].locale, *(each.locale for each in sellers.values()))
    owed = {each.customer_id: owed_by(each) for each in who.customers if any(a.active for a in each.agreements)}
    accounts = [account(each.customer, each.seller, _of(owed, each), locale, now=wiring.now()) for each in known]
    told = router.current_event.query_string_parameters.get("note", "")
    note = words(locale.language, "autopay")[told] if told in _NOTES else ""
    key = read(router, SIGNED_IN)
    return show("autopay", locale, seller=seller, accounts=accounts, note=note, good=told in _DONE, proof=proof(key))


@router.get(SET_UP)
def ask(customer_id: str, seller_id: str, method: str) -> Response[str]:
    """What is agreed to, in full, with a box to tick."""
    form = _form(visitor(router), customer_id, seller_id, method)
    return _page(form, limit_fields(form.relation.currencies, (), form.locale))


@router.post(SET_UP)
def begin(customer_id: str, seller_id: str, method: str) -> Response[str]:
    """To the provider's page, for who has agreed. Nothing comes of it until they have been there."""
    who = visitor(router)
    sent = posted(router, holder=read(router, SIGNED_IN))
    form = _form(who, customer_id, seller_id, method)
    limits, fields = typed_limits(form.relation.currencies, sent, form.locale)
    unticked, changed = sent.get("agree") != "yes", sent.get("read") != form.digest
    if unticked or changed or any(each.fault for each in fields):
        return _page(form, fields, status=422, wrong=True, unticked=unticked or changed, changed=changed)
    try:
        setup = begin_setup(
            Wanted(form.method.method, limits, form.text, form.locale.tag),
            form.relation.customer,
            form.relation.seller,
            session=who.session,
            back=f"{origin(router)}{HOME}/setups/",
            now=wiring.now(),
            provider=wiring.payment_provider(),
            setups=wiring.setups(),
            doorkeeper=wiring.doorkeeper(),
        )
    except Conflict as refused:
        return go(f"{HOME}?note=note_{refused.code}")
    except (PaymentRefused, Unavailable):
        return go(f"{HOME}?note=note_not_started")
    return go(setup.url)


@router.get(f"{HOME}/setups/<setup_id>")
def back(setup_id: str) -> Response[str]:
    """Back from the provider. Only what was begun by a button, in this session, is concluded: whoever else opens the
    address changes nothing.
    """
    who = visitor(router)
    try:
        setup = wiring.setups().get(setup_id)
    except NotFound:
        return go(HOME)
    if setup.visit != visit_of(who.session) or not who.may_see(setup.customer_id):
        return go(HOME)
    try:
        conclude_for(setup_id)
    except PaymentRefused:
        return go(f"{HOME}?note=note_not_agreed")
    except Conflict:
        return go(f"{HOME}?note=note_not_offered")
    except (StaleVersion, Unavailable):
        return say("trouble", visitors_locale(router), status=503)
    return go(f"{HOME}?note=done_set_up")


def missing() -> TurnedAwayError:
    """Somebody else's is as unknown as none."""
    return TurnedAwayError(
        say("missing", visitors_locale(router), status=404, link="/portal/invoices", button="all_invoices")
    )


def _of(owed: dict[str, Any], relation: Relation) -> list[Any]:
    theirs = owed.get(relation.customer.customer_id, ())
    return [each for each in theirs if each.seller_id == relation.seller.seller_id]


def _form(who: Visitor, customer_id: str, seller_id: str, method: str) -> Form:
    known = (each for customer in who.customers if customer.customer_id == customer_id for each in relations(customer))
    relation = next((each for each in known if each.seller.seller_id == seller_id), None)
    offered = chargeable(relation.seller.portal) if relation and wiring.takes_payments() else ()
    chosen = next((each for each in offered if each.method == method), None)
    if relation is None or chosen is None:
        raise missing()
    return Form(relation, chosen, spoken(relation.customer.locale, relation.seller.locale))


def _page(form: Form, fields: Any, *, status: int = 200, **wrong: bool) -> Response[str]:
    faults: dict[str, Any] = {"wrong": False, "unticked": False, "changed": False, **wrong}
    return show(
        "autopay_setup",
        form.locale,
        status=status,
        seller=form.relation.seller,
        company=name_of(form.relation.seller),
        customer=form.relation.customer.party.name,
        method=words(form.locale.language, "paying")[form.method.method],
        paragraphs=form.text.split("\n"),
        digest=form.digest,
        fields=fields,
        proof=proof(read(router, SIGNED_IN)),
        **faults,
    )
