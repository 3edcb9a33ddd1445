"""Dunning workflows: `/v1/workflows`."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors, leads, versions
from api.access import ADMIN, READ, actor
from api.bodies.workflows import WorkflowBody, WorkflowList, WorkflowPatch, WorkflowShown, WorkflowVersions, shown
from dunlin import wiring
from dunlin.domain.dunning.workflow import Workflow, standard
from dunlin.services.create_workflow import create_workflow
from dunlin.services.revise_workflow import revise_workflow

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST = "workflows"


@router.get("/v1/workflows", tags=["workflows"], summary="List workflows", middlewares=[READ])
def list_workflows(
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Annotated[str | None, Query()] = None
) -> WorkflowList:
    """The newest version of each."""
    page = wiring.workflows().list(limit=limit, after=cursors.decode(cursor, of=LIST))
    last = () if page.next else (standard(),)
    items = [shown(each) for each in (*page.items, *last)]
    return WorkflowList(items=items, next_cursor=cursors.encode(page.next, of=LIST))


@router.post(
    "/v1/workflows",
    tags=["workflows"],
    summary="Create a workflow",
    status_code=201,
    middlewares=[ADMIN],
    responses={
        201: leads.answer(
            WorkflowShown,
            "GET /v1/workflows/{workflow_id}",
            "PATCH /v1/workflows/{workflow_id}",
            "DELETE /v1/workflows/{workflow_id}",
            "GET /v1/workflows/{workflow_id}/versions",
            "GET /v1/workflows/{workflow_id}/versions/{version}",
            "POST /v1/workflows/{workflow_id}/forecast",
            "POST /v1/workflows/{workflow_id}/migrate",
            headers=("ETag", "Location"),
        )
    },
)
def post_workflow(body: WorkflowBody) -> Response[WorkflowShown]:
    """Its first version. Everything that is wrong with it is told at once; reminders that a weekend would push together
    too, with a due date that shows it.
    """
    workflow = create_workflow(body.to_domain(wiring.new_id("wf")), **_acting())
    location = f"/v1/workflows/{workflow.workflow_id}"
    return versions.tagged(shown(workflow), workflow.version, status=201, location=location)


@router.get("/v1/workflows/<workflow_id>", tags=["workflows"], summary="Get a workflow", middlewares=[READ])
def get_workflow(workflow_id: Id) -> Response[WorkflowShown]:
    """The newest version, with its ETag."""
    return _tagged(wiring.workflows().get(workflow_id))


@router.patch("/v1/workflows/<workflow_id>", tags=["workflows"], summary="Revise a workflow", middlewares=[ADMIN])
def patch_workflow(workflow_id: Id, body: WorkflowPatch) -> Response[WorkflowShown]:
    """A new version. Invoices that have an older one go on by it, until they are migrated. With `If-Match`, only if the
    workflow is still at that version.
    """
    return _tagged(_revised(workflow_id, body))


@router.delete("/v1/workflows/<workflow_id>", tags=["workflows"], summary="Archive a workflow", middlewares=[ADMIN])
def delete_workflow(workflow_id: Id) -> Response[WorkflowShown]:
    """No other invoice gets it; those that have it go on by it. A PATCH with `archived: false` brings it back."""
    return _tagged(_revised(workflow_id, WorkflowPatch(archived=True)))


@router.get("/v1/workflows/<workflow_id>/versions", tags=["workflows"], summary="List versions", middlewares=[READ])
def list_workflow_versions(workflow_id: Id) -> WorkflowVersions:
    """Every version there was, newest first."""
    return WorkflowVersions(items=[shown(each) for each in wiring.workflows().versions(workflow_id)])


@router.get(
    "/v1/workflows/<workflow_id>/versions/<version>", tags=["workflows"], summary="Get a version", middlewares=[READ]
)
def get_workflow_version(workflow_id: Id, version: Annotated[int, Path(ge=1)]) -> WorkflowShown:
    """One version, which never changes."""
    return shown(wiring.workflows().get(workflow_id, version))


def _tagged(workflow: Workflow) -> Response[WorkflowShown]:
    return versions.tagged(shown(workflow), workflow.version)


def _revised(workflow_id: str, body: WorkflowPatch) -> Workflow:
    return revise_workflow(workflow_id, how=body.changed, version=versions.wanted(router), **_acting())


def _acting() -> dict[str, Any]:
    return {
        "actor": actor(router),
        "now": wiring.now(),
        "sellers": wiring.sellers(),
        "templates": wiring.templates(),
        "workflows": wiring.workflows(),
    }
