"""Settle the batch item that a message belongs to, if it belongs to one, after something became of its e-mails."""

from dunlin.domain.message import Message
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.sending import Messages
from dunlin.services.settle_batch_item import settle_batch_item


def settle_message(message: Message, *, batches: Batches, messages: Messages) -> None:
    """May be repeated at any time. Raises Unavailable when the item keeps changing."""
    if message.batch_id:
        settle_batch_item(message.batch_id, message.invoice_id, batches=batches, messages=messages)
