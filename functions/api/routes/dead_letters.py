"""What the outbox gave up on: `/v1/dead-letters`."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from api.access import ADMIN
from api.bodies.messages import RedriveShown
from dunlin import wiring
from dunlin.services.redrive_dead_letters import redrive_dead_letters

router = Router()


@router.post(
    "/v1/dead-letters/redrive", tags=["messages"], summary="Try again what the outbox gave up on", middlewares=[ADMIN]
)
def redrive() -> RedriveShown:
    """Puts up to 500 dead letters back into the outbox; ask again for the rest. May be repeated: nothing leaves twice.

    What asks for nothing that we know stays: it would only fail again.
    """
    moved, remaining = redrive_dead_letters(dead_outbox=wiring.dead_outbox(), outbox=wiring.outbox())
    return RedriveShown(moved=moved, remaining=remaining)
