"""Put what the outbox gave up on into the outbox again, once the cause is mended."""

from dunlin.services.ports.sending import DeadLetter, DeadOutbox, Outbox

MOST = 500


def redrive_dead_letters(*, dead_outbox: DeadOutbox, outbox: Outbox) -> tuple[int, int]:
    """How many were put back, at most 500, and about how many are dead still. What asks for nothing that we know stays.

    Each is put back before it is taken out: what is interrupted is there twice rather than lost, and `deliver` sends
    nothing twice. Raises Unavailable; then it may be repeated.
    """
    moved = 0
    for letter in dead_outbox.read(limit=MOST):
        if _put_back(letter, outbox):
            dead_outbox.take_out(letter)
            moved += 1
    return moved, dead_outbox.count()


def _put_back(letter: DeadLetter, outbox: Outbox) -> bool:
    """Whether it asked for anything that we know."""
    if letter.message_id:
        outbox.put(letter.message_id)
    elif letter.turn:
        outbox.put_turn(letter.turn)
    elif letter.customer_id:
        outbox.put_customer(letter.customer_id)
    else:
        return False
    return True
