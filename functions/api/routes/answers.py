"""What customers have answered in the portal: `/v1/invoices/{id}/answers`."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors
from api.access import READ
from api.bodies.answers import AnswerList, answer
from dunlin import wiring

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
_ABOUT = ("customer",)


@router.get(
    "/v1/invoices/<invoice_id>/answers", tags=["portal"], summary="List the customer's answers", middlewares=[READ]
)
def get_answers(
    invoice_id: Id,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> AnswerList:
    """What the customer answered in the portal, newest first. What a person is to look at is in
    `GET /v1/dunning/attention` until `POST .../dunning/attended`.
    """
    dunning = wiring.invoices().get(invoice_id).dunning
    known = {each.answer_id: each for each in dunning.answers} if dunning else {}
    name = f"answers/{invoice_id}"
    page = wiring.timeline().latest(invoice_id, about=_ABOUT, limit=limit, after=cursors.decode(cursor, of=name))
    items = [answer(each, known) for each in page.items]
    return AnswerList(items=items, next_cursor=cursors.encode(page.next, of=name))
