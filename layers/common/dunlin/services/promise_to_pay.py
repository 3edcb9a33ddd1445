"""Record a promise to pay: reminders rest until it is judged, on the next working day after its day."""

from datetime import date

from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.promising import promised
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def promise_to_pay(
    invoice_id: str, *, on: date, desk: Desk, amount: int | None = None, resume_at: int | None = None, who: str = ""
) -> tuple[Facts, Refreshed]:
    """`amount` in minor units, all that is owed if left out. Broken, it goes on with reminder `resume_at`, by default
    the next. Another promise takes the place of an open one; the same again changes nothing.

    Raises Conflict when nothing is owed, InvalidInput for a day that has passed or is half a year away, an amount of
    nothing or of more than is owed, or a reminder that is not to come.
    """
    return change_dunning(
        invoice_id,
        lambda facts: promised(
            facts, on=on, amount=amount, resume_at=resume_at, who=who, actor=desk.actor, now=desk.now
        ),
        desk=desk,
    )
