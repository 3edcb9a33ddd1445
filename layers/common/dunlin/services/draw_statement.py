"""Draw the statement of an account."""

from dunlin.domain.errors import NotFound
from dunlin.domain.period import Period
from dunlin.domain.statement import Account
from dunlin.services.ports.papers import Papers
from dunlin.services.ports.records import Customers, Sellers
from dunlin.services.ports.reports import Ledger
from dunlin.services.state_accounts import state_accounts


def draw_statement(
    account: Account, period: Period, *, ledger: Ledger, customers: Customers, sellers: Sellers, papers: Papers
) -> bytes:
    """A PDF, kept nowhere. Raises NotFound where there is no such account, and what `state_accounts` does."""
    customer, seller = customers.get(account.customer_id), sellers.get(account.seller_id)
    for statement in state_accounts(account.customer_id, period, only=account, ledger=ledger):
        return papers.statement(statement, seller, customer)
    raise NotFound("there is no such account")
