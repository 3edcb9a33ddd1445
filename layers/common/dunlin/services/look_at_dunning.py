"""Look at an invoice's dunning, and change nothing."""

from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.rest import rest
from dunlin.services.as_sent import as_sent
from dunlin.services.desk import Desk
from dunlin.services.facts_of import facts_of


def look_at_dunning(invoice_id: str, *, desk: Desk) -> tuple[Facts, Refreshed]:
    """The facts, and what would be decided from them now. Raises NotFound."""
    parties = desk.messages.parties(invoice_id)
    invoice = as_sent(parties.invoice, desk.messages)
    facts = facts_of(invoice, parties.customer, parties.seller, rules=desk.rules)
    return facts, rest(facts, now=desk.now)
