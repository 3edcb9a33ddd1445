"""Give up a try to charge an invoice that the provider has not heard of: it does not count, and all is planned anew."""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.payments.tries import TryState, open_try
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def give_up_try(invoice_id: str, number: int, *, why: str, desk: Desk) -> None:
    """Nothing happens where that try is over. Its number is not used again. Raises StaleVersion, Unavailable."""

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        asked = open_try(before.tries)
        if asked is None or asked.number != number:
            return before, ()
        over = replace(asked, state=TryState.GIVEN_UP, ended_at=desk.now)
        note = Note("autopay.given_up", f"Nothing was charged: {why}", {"try": str(number)})
        return replace(before, tries=(*before.tries[:-1], over)), (note,)

    change_dunning(invoice_id, how, desk=desk)
