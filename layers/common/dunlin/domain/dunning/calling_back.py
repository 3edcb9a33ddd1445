"""A reminder that was decided, and then called back at its claim before anybody got it."""

from dataclasses import replace

from dunlin.domain.invoice import Invoice


def called_back(invoice: Invoice) -> Invoice:
    """As if it had not had its turn, and without what it cost: that was added last, and nobody was asked for it."""
    dunning = invoice.dunning
    turn = next((each for each in dunning.turns if each.message_id == invoice.unsent), None) if dunning else None
    if dunning is None or turn is None:
        return invoice
    charges = list(invoice.charges)
    while charges and charges[-1].number == turn.number and not charges[-1].waived:
        charges.pop()
    after = replace(invoice, dunning=dunning.undone(invoice.unsent), charges=tuple(charges))
    # What was paid meanwhile is not given back.
    return after if after.balance.amount >= 0 else replace(after, charges=invoice.charges)
