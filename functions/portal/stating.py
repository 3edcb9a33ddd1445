"""Statements of account, for somebody who has signed in."""

from datetime import date
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.domain.errors import InvalidInput, NotFound, TooLarge
from dunlin.domain.period import Period, period, shortcuts
from dunlin.domain.statement import Account, Statement
from dunlin.rendering.portal.language import spoken
from dunlin.rendering.portal.statement_page import account_shown
from dunlin.services.resume_session import Visitor
from dunlin.services.state_accounts import state_accounts
from portal.forms import proof
from portal.pages import file, show

_USUAL = "this_year"


def statement_page(who: Visitor, asked: dict[str, str], *, holder: str) -> Response[str]:
    """The page. What was given wrongly is given back, with what to change."""
    today = _today(who)
    usual = shortcuts(today)[_USUAL]
    given = {name: asked.get(name) or day.isoformat() for name, day in (("from", usual.first), ("to", usual.last))}
    chosen: Period | None = None
    found: tuple[Statement, ...] = ()
    problem = ""
    try:
        chosen = _period(given, today)
        found = _stated(who, chosen)
    except TooLarge:
        problem = "too_large"
    except InvalidInput:
        problem = "bad_period"
    sellers = {each: wiring.sellers().get(each) for each in dict.fromkeys(each.account.seller_id for each in found)}
    first = next(iter(sellers.values()), None)
    locale = spoken(who.customers[0].locale, first.locale if first else "")
    names = {each.customer_id: each.party.name if len(who.customers) > 1 else "" for each in who.customers}
    return show(
        "statement",
        locale,
        status=422 if problem else 200,
        seller=first if len(sellers) == 1 else None,
        proof=proof(holder),
        accounts=[
            account_shown(each, sellers[each.account.seller_id], locale, customer=names[each.account.customer_id])
            for each in found
        ],
        shortcuts=list(shortcuts(today).items()),
        asked=chosen,
        given=given,
        today=today.isoformat(),
        problem=problem,
    )


def statement_pdf(who: Visitor, asked: dict[str, str]) -> Response[str] | None:
    """The paper of one account; None for one that is not theirs, or a period that cannot be."""
    account = Account(asked.get("customer", ""), asked.get("seller", ""), asked.get("currency", ""))
    if not who.may_see(account.customer_id):
        return None
    try:
        chosen = _period(asked, _today(who))
        content = wiring.pdfs().statement(account, chosen)
    except (InvalidInput, NotFound):
        return None
    return file(content, "application/pdf", f"statement-{chosen.first}-{chosen.last}.pdf")


def _stated(who: Visitor, chosen: Period) -> tuple[Statement, ...]:
    read = (state_accounts(each.customer_id, chosen, ledger=wiring.ledger()) for each in who.customers)
    return tuple(each for found in read for each in found)


def _period(given: dict[str, str], today: date) -> Period:
    try:
        days = (date.fromisoformat(given.get(name, "")) for name in ("from", "to"))
        return period(*days, today=today)
    except ValueError as no_day:
        raise InvalidInput("a day looks like 2026-11-26") from no_day


def _today(who: Visitor) -> date:
    """The customer's day, where they have told us where they are."""
    return wiring.now().astimezone(ZoneInfo(who.customers[0].time_zone or "UTC")).date()
