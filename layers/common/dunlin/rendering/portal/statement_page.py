"""What the page of statements shows of one account."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dunlin.domain.seller import Seller
from dunlin.domain.statement import Statement
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.statement_texts import Texts, texts


@dataclass(frozen=True, slots=True)
class AccountShown:
    """Texts, ready to be read. `customer` is named where the visitor has several; `pdf` is where the paper is."""

    seller: str
    currency: str
    customer: str
    told: Texts
    pdf: str


def account_shown(statement: Statement, seller: Seller, locale: Locale, *, customer: str = "") -> AccountShown:
    """The statement, as its page shows it."""
    account, period = statement.account, statement.period
    query = {
        "customer": account.customer_id,
        "seller": account.seller_id,
        "currency": account.currency,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
    }
    name = seller.party.trading_name or seller.party.name or seller.sender_name
    pdf = f"/portal/statement.pdf?{urlencode(query)}"
    return AccountShown(name, account.currency, customer, texts(statement, locale), pdf)
