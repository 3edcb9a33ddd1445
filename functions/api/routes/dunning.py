"""The reminders of an invoice: `/v1/invoices/{id}/dunning`, and what a person is to look at."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from api import cursors
from api.access import READ, SEND, actor
from api.bodies.attention import AttentionList, asked
from api.bodies.dunning import AssignBody, AttendBody, DunningShown, shown
from dunlin import wiring
from dunlin.services.assign_workflow import assign_workflow, unassign_workflow
from dunlin.services.attend_dunning import attend_dunning
from dunlin.services.desk import Desk
from dunlin.services.look_at_dunning import look_at_dunning

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Said = Annotated[AttendBody, Body()]
LIST = "attention"


@router.get(
    "/v1/invoices/<invoice_id>/dunning", tags=["dunning"], summary="Get the reminders of an invoice", middlewares=[READ]
)
def get_dunning(invoice_id: Id) -> DunningShown:
    """By which workflow, what was done, what is to come and why. Of an invoice that nobody has looked at yet, as it
    would be decided now.
    """
    desk = _desk()
    return shown(*look_at_dunning(invoice_id, desk=desk), now=desk.now)


@router.put("/v1/invoices/<invoice_id>/dunning", tags=["dunning"], summary="Assign a workflow", middlewares=[SEND])
def put_dunning(invoice_id: Id, body: AssignBody) -> DunningShown:
    """The invoice is reminded of by it, whatever its customer and seller have. Under the workflow that holds already,
    it goes on where it stands; another begins with its reminder `first`.
    """
    desk = _desk()
    assigned = assign_workflow(invoice_id, body.workflow_id, version=body.version, first=body.first, desk=desk)
    return shown(*assigned, now=desk.now)


@router.delete(
    "/v1/invoices/<invoice_id>/dunning", tags=["dunning"], summary="Take the workflow away", middlewares=[SEND]
)
def delete_dunning(invoice_id: Id) -> DunningShown:
    """No reminders of this invoice, whatever its customer and seller have."""
    desk = _desk()
    return shown(*unassign_workflow(invoice_id, desk=desk), now=desk.now)


@router.post(
    "/v1/invoices/<invoice_id>/dunning/attended",
    tags=["dunning"],
    summary="Say that a person has looked",
    middlewares=[SEND],
)
def attended(invoice_id: Id, body: Said = AttendBody()) -> DunningShown:  # noqa: B008 - immutable in effect
    """It leaves the list of what a person is asked to look at."""
    desk = _desk()
    return shown(*attend_dunning(invoice_id, note=body.note, desk=desk), now=desk.now)


@router.get("/v1/dunning/attention", tags=["dunning"], summary="List what needs a person", middlewares=[READ])
def get_attention(
    limit: Annotated[int, Query(ge=1, le=100)] = 50, cursor: Annotated[str | None, Query()] = None
) -> AttentionList:
    """Invoices whose reminders a person is asked to look at, the oldest first."""
    page = wiring.dunnings().attention(limit=limit, after=cursors.decode(cursor, of=LIST))
    items = [asked(each) for each in page.items]
    return AttentionList(items=items, next_cursor=cursors.encode(page.next, of=LIST))


def _desk() -> Desk:
    return wiring.desk(actor(router))
