"""Give up on an item that could not be planned: it is blocked, with the reason, unless its message exists after all."""

from contextlib import suppress

from dunlin.domain.batch import BatchItem, Blocker, ItemState, due, taken_up
from dunlin.domain.errors import NotFound
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.sending import Messages


def give_up_item(item: BatchItem, blocker: Blocker, *, run: int, batches: Batches, messages: Messages) -> str:
    """What became of it. Raises StaleVersion when somebody else changed it meanwhile."""
    for fresh in batches.items(item.batch_id, (item.invoice_id,)):
        if not due(fresh, run):
            return "left_alone"
        if fresh.state is ItemState.PLANNED:
            with suppress(NotFound):
                messages.get(fresh.message_id)
                return "planned"
        blocked = taken_up(fresh, ItemState.BLOCKED, run, code=blocker.code, reason=blocker.text)
        batches.change_item(fresh, blocked)
    return f"blocked_{blocker.code}"
