"""Judge a workflow before it is written, with everything that it names."""

from collections.abc import Iterator

from dunlin.domain.dunning.faults import faults
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.template import REMINDERS, usable
from dunlin.services.ports.records import Sellers, Templates


def check_workflow(workflow: Workflow, *, sellers: Sellers, templates: Templates, where: str = "") -> None:
    """Raises InvalidInput with everything that is wrong with it: its own faults, its seller and its templates. `where`
    is where it stands in what was given.
    """
    problems = (*_seller(workflow, sellers), *_templates(workflow, templates), *faults(workflow))
    if problems:
        told = (Problem(where + each.where, each.message) for each in problems)
        raise InvalidInput("The workflow cannot be taken as it is.", *told)


def _seller(workflow: Workflow, sellers: Sellers) -> Iterator[Problem]:
    try:
        if workflow.seller_id:
            sellers.get(workflow.seller_id)
    except NotFound as missing:
        yield Problem("/seller_id", str(missing))


def _templates(workflow: Workflow, templates: Templates) -> Iterator[Problem]:
    wrong = {each: _wrong(each, workflow, templates) for each in {step.template_id for step in workflow.steps}}
    for number, step in enumerate(workflow.steps):
        if wrong[step.template_id]:
            yield Problem(f"/steps/{number}/template_id", wrong[step.template_id])


def _wrong(template_id: str, workflow: Workflow, templates: Templates) -> str:
    try:
        usable(templates.get(template_id), REMINDERS, seller_id=workflow.seller_id)
    except (NotFound, Conflict, InvalidInput) as refused:
        return str(refused)
    return ""
