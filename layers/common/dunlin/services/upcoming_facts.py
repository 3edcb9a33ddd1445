"""The facts about invoices that somebody is to look at, the soonest first."""

from datetime import datetime
from functools import cache

from dunlin.domain.dunning.facts import Facts
from dunlin.services.facts_of import Rules, facts_of
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import Customers, Page, Sellers


def upcoming_facts(
    *,
    until: datetime,
    limit: int,
    after: dict[str, str] | None,
    dunnings: Dunnings,
    customers: Customers,
    sellers: Sellers,
    rules: Rules,
) -> Page[Facts]:
    """A page of them. Each customer and each seller is read once."""
    customer, seller = cache(customers.get), cache(sellers.get)
    page = dunnings.upcoming(until=until, limit=limit, after=after)
    found = (facts_of(each, customer(each.customer_id), seller(each.seller_id), rules=rules) for each in page.items)
    return Page(tuple(found), page.next)
