"""Create a workflow: it is judged, then its first version is written."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.timeline import Actor
from dunlin.services.check_workflow import check_workflow
from dunlin.services.ports.dunning import Workflows
from dunlin.services.ports.records import Sellers, Templates


def create_workflow(
    workflow: Workflow, *, actor: Actor, now: datetime, sellers: Sellers, templates: Templates, workflows: Workflows
) -> Workflow:
    """Version 1. Raises InvalidInput with everything that is wrong with it."""
    check_workflow(workflow, sellers=sellers, templates=templates)
    return workflows.put(replace(workflow, version=0, created_at=now, created_by=actor.name))
