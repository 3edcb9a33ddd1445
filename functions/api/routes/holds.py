"""What lets the reminders of an invoice rest: `/v1/invoices/{id}/dunning/hold`, `/resume`, `/promise`, `/dispute`."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from api.access import SEND, actor
from api.bodies.dunning import DunningShown, shown
from api.bodies.holds import DisputeBody, HoldBody, PromiseBody, ResumeBody
from dunlin import wiring
from dunlin.domain.dunning.hold import HoldKind
from dunlin.services.desk import Desk
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.promise_to_pay import promise_to_pay
from dunlin.services.resume_dunning import resume_dunning

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Ended = Annotated[ResumeBody, Body()]


@router.post(
    "/v1/invoices/<invoice_id>/dunning/hold", tags=["dunning"], summary="Pause the reminders", middlewares=[SEND]
)
def hold(invoice_id: Id, body: HoldBody) -> DunningShown:
    """None goes out until then, or until somebody resumes. Another pause takes the place of the one before."""
    desk = _desk()
    held = hold_dunning(invoice_id, HoldKind.PAUSED, reason=body.reason, until=body.until, desk=desk)
    return shown(*held, now=desk.now)


@router.post(
    "/v1/invoices/<invoice_id>/dunning/dispute", tags=["dunning"], summary="Record a dispute", middlewares=[SEND]
)
def dispute(invoice_id: Id, body: DisputeBody) -> DunningShown:
    """No reminder goes out until the dispute is resolved: resume with `kinds: [dispute]`."""
    desk = _desk()
    held = hold_dunning(invoice_id, HoldKind.DISPUTE, reason=body.reason, who=body.who, desk=desk)
    return shown(*held, now=desk.now)


@router.post(
    "/v1/invoices/<invoice_id>/dunning/promise", tags=["dunning"], summary="Record a promise to pay", middlewares=[SEND]
)
def promise(invoice_id: Id, body: PromiseBody) -> DunningShown:
    """No reminder goes out until the working day after it. If the money is not there by then, reminders go on."""
    desk = _desk()
    made = promise_to_pay(invoice_id, on=body.on, amount=body.amount, resume_at=body.resume_at, who=body.who, desk=desk)
    return shown(*made, now=desk.now)


@router.post(
    "/v1/invoices/<invoice_id>/dunning/resume", tags=["dunning"], summary="Let the reminders go on", middlewares=[SEND]
)
def resume(invoice_id: Id, body: Ended = ResumeBody()) -> DunningShown:  # noqa: B008 - immutable in effect
    """What was due meanwhile goes out as the workflow catches up. A promise that ends so is withdrawn."""
    desk = _desk()
    resumed = resume_dunning(invoice_id, kinds=tuple(body.kinds), reason=body.reason, desk=desk)
    return shown(*resumed, now=desk.now)


def _desk() -> Desk:
    return wiring.desk(actor(router))
