"""All invoices of a visitor: what is open, and page by page what is over."""

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.adapters import cursors
from dunlin.domain.errors import InvalidInput
from dunlin.rendering.portal.language import spoken
from dunlin.rendering.portal.list_page import list_page
from dunlin.services.list_history import list_history
from dunlin.services.list_owed import Owed, list_owed
from dunlin.services.resume_session import Visitor
from portal.agreeing import offers_autopay
from portal.forms import proof
from portal.pages import show

_LIST = "history"


def all_of(who: Visitor, *, holder: str, page: str) -> Response[str]:
    """The first page, or with a cursor a later one, which holds no open invoices."""
    ids = [each.customer_id for each in who.customers]
    after = _place(page)
    owed = list_owed(ids, accounts=wiring.accounts()) if after is None else Owed((), more=False)
    over = list_history(ids, after=after, accounts=wiring.accounts())
    named = dict.fromkeys(each.seller_id for each in (*owed.invoices, *over.items))
    sellers = [wiring.sellers().get(each) for each in named]
    seller = sellers[0] if sellers else None
    locale = spoken(who.customers[0].locale, seller.locale if seller else "")
    today = seller.day(wiring.now()) if seller else wiring.now().date()
    return show(
        "invoices",
        locale,
        seller=seller,
        shown=list_page(owed.invoices, over.items, locale, today=today, cut=owed.more),
        customer=", ".join(each.party.name for each in who.customers),
        proof=proof(holder),
        autopay=offers_autopay(who.customers, sellers),
        later=after is not None,
        older=cursors.encode(over.next, of=_LIST, key=wiring.signing_key()) or "",
    )


def _place(page: str) -> dict[str, str] | None:
    """Where the page begins; a cursor that is none of ours leads to the first."""
    try:
        return cursors.decode(page, of=_LIST, key=wiring.signing_key())
    except InvalidInput:
        return None
