"""What is to come: of a version of a workflow, and of all reminders."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors
from api.access import ADMIN, READ, actor
from api.bodies import forecasts
from api.bodies.forecasts import ForecastBody, ForecastShown, MigrateBody, MigrationShown, UpcomingShown
from dunlin import wiring
from dunlin.domain.dunning.workflow import Workflow
from dunlin.services.check_workflow import check_workflow
from dunlin.services.find_assigned import find_assigned
from dunlin.services.forecast_upcoming import forecast_upcoming
from dunlin.services.forecast_workflow import forecast_workflow
from dunlin.services.migrate_invoices import migrate_invoices
from dunlin.services.ports.records import Page

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


@router.post(
    "/v1/workflows/<workflow_id>/forecast", tags=["workflows"], summary="Forecast a version", middlewares=[READ]
)
def post_forecast(workflow_id: Id, body: ForecastBody) -> ForecastShown:
    """What would change for the invoices that go by this workflow, whatever their version, if all went by this one.
    Changes nothing.
    """
    of = f"forecast {workflow_id}"
    made = forecast_workflow(
        _forecasted(workflow_id, body),
        limit=body.limit,
        after=cursors.decode(body.cursor, of=of),
        **_looking(),
    )
    return forecasts.forecast(made, cursors.encode(made.next, of=of))


@router.post(
    "/v1/workflows/<workflow_id>/migrate", tags=["workflows"], summary="Move invoices to a version", middlewares=[ADMIN]
)
def post_migration(workflow_id: Id, body: MigrateBody) -> MigrationShown:
    """Reminders that were sent stay sent; those to come follow the version, and one that is due by it goes out at once.
    May be repeated: who goes by the version already stays as he is.
    """
    workflow = wiring.workflows().get(workflow_id, body.version)
    page = _named(workflow_id, body)
    done = migrate_invoices(workflow, invoice_ids=page.items, dry_run=body.dry_run, desk=wiring.desk(actor(router)))
    return forecasts.migration(
        done, dry_run=body.dry_run, next_cursor=cursors.encode(page.next, of=f"migrate {workflow_id}")
    )


@router.get("/v1/dunning/upcoming", tags=["dunning"], summary="List reminders to come", middlewares=[READ])
def get_upcoming(
    days: Annotated[int, Query(ge=1, le=365)] = 30,
    limit: Annotated[int, Query(ge=1, le=100, description="how many invoices are looked at")] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> UpcomingShown:
    """By day, as they are planned today: a payment, a hold or another due date may change any of them."""
    of = f"upcoming {days}"
    found = forecast_upcoming(days, limit=limit, after=cursors.decode(cursor, of=of), **_looking())
    return forecasts.upcoming(found, cursors.encode(found.next, of=of))


def _forecasted(workflow_id: str, body: ForecastBody) -> Workflow:
    workflow = wiring.workflows().get(workflow_id, body.version)
    if not body.workflow:
        return workflow
    draft = body.workflow.to_domain(workflow_id)
    check_workflow(draft, sellers=wiring.sellers(), templates=wiring.templates(), where="/workflow")
    return draft


def _named(workflow_id: str, body: MigrateBody) -> Page[str]:
    if body.invoice_ids is not None:
        return Page(tuple(body.invoice_ids))
    after = cursors.decode(body.cursor, of=f"migrate {workflow_id}")
    return find_assigned(workflow_id, limit=body.limit, after=after, now=wiring.now(), dunnings=wiring.dunnings())


def _looking() -> dict[str, Any]:
    return {
        "now": wiring.now(),
        "dunnings": wiring.dunnings(),
        "customers": wiring.customers(),
        "sellers": wiring.sellers(),
        "rules": wiring.rules(),
    }
