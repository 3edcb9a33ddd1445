"""Put what the outbox gave up on into the outbox again, once the cause is mended."""

from dunlin.services.ports.sending import DeadOutbox, Outbox

MOST = 500


def redrive_dead_letters(*, dead_outbox: DeadOutbox, outbox: Outbox) -> tuple[int, int]:
    """How many were put back, at most 500, and about how many are dead still. What names no message stays.

    Each is put back before it is taken out: what is interrupted is there twice rather than lost, and `deliver` sends
    nothing twice. Raises Unavailable; then it may be repeated.
    """
    moved = 0
    for letter in dead_outbox.read(limit=MOST):
        if letter.message_id:
            outbox.put(letter.message_id)
            dead_outbox.take_out(letter)
            moved += 1
    return moved, dead_outbox.count()
