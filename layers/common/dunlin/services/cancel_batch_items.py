"""Cancel up to a hundred items of a batch, as far as nobody has claimed them. Harmless to repeat."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from dunlin.domain.errors import StaleVersion, Unavailable
from dunlin.services.cancel_batch_item import cancel_batch_item
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Messages, Schedules

_TRIES = 3


def cancel_batch_items(
    batch_id: str,
    invoice_ids: Sequence[str],
    *,
    now: datetime,
    new_id: NewId,
    batches: Batches,
    messages: Messages,
    schedules: Schedules,
) -> Counter[str]:
    """How many came to what. Raises Unavailable, after all had their turn, when some keep changing."""
    done: Counter[str] = Counter()
    left = tuple(invoice_ids)
    for _ in range(_TRIES):
        restless: list[str] = []
        for item in batches.items(batch_id, left):
            try:
                state = cancel_batch_item(
                    item, now=now, new_id=new_id, batches=batches, messages=messages, schedules=schedules
                )
                done[str(state).lower()] += 1
            except StaleVersion:
                restless.append(item.invoice_id)
        if not restless:
            return done
        left = tuple(restless)
    raise Unavailable(f"{len(left)} items of {batch_id} keep changing: try again")
