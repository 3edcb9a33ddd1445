"""Revise a workflow: a new version beside the old ones, by which those invoices go on that have one of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.workflow import STANDARD, Workflow
from dunlin.domain.errors import Conflict, StaleVersion
from dunlin.domain.timeline import Actor
from dunlin.services.check_workflow import check_workflow
from dunlin.services.ports.dunning import Workflows
from dunlin.services.ports.records import Sellers, Templates


def revise_workflow(
    workflow_id: str,
    *,
    how: Callable[[Workflow], Workflow],
    version: int | None,
    actor: Actor,
    now: datetime,
    sellers: Sellers,
    templates: Templates,
    workflows: Workflows,
) -> Workflow:
    """The workflow as `how` makes it of the newest version. What changes nothing writes nothing.

    Raises StaleVersion when it is not at `version`, Conflict for the shipped one, InvalidInput with all that is wrong.
    """
    if workflow_id == STANDARD:
        raise Conflict(f"{workflow_id} is shipped with Dunlin: make a workflow of your own from it", code="read_only")
    before = workflows.get(workflow_id)
    if version not in {None, before.version}:
        raise StaleVersion(f"the workflow is at version {before.version}, not {version}: read it again")
    after = how(before)
    if after == before:
        return before
    # One whose templates are gone can still be put away.
    if not after.archived:
        check_workflow(after, sellers=sellers, templates=templates)
    return workflows.put(replace(after, created_at=now, created_by=actor.name))
