"""Give up on those of up to a hundred items that could not be planned, however often it was tried."""

from collections import Counter
from collections.abc import Sequence

from dunlin.domain.batch import Blocker
from dunlin.domain.errors import StaleVersion
from dunlin.services.give_up_item import give_up_item
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.sending import Messages


def give_up_items(
    batch_id: str, invoice_ids: Sequence[str], why: Blocker, *, run: int, batches: Batches, messages: Messages
) -> Counter[str]:
    """How many came to what: each is blocked with the reason, unless its message exists after all."""
    done: Counter[str] = Counter()
    for item in batches.items(batch_id, invoice_ids):
        try:
            done[give_up_item(item, why, run=run, batches=batches, messages=messages)] += 1
        except StaleVersion:
            done["changed_meanwhile"] += 1
    return done
