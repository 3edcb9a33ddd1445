"""Assign a workflow to an invoice, or take it away."""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning, Source
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refresh import Facts, Refreshed
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.invoice import Status
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk

_OVER = (Status.PAID, Status.VOID)


def assign_workflow(
    invoice_id: str, workflow_id: str, *, desk: Desk, version: int | None = None, first: int = 1
) -> tuple[Facts, Refreshed]:
    """From its reminder `first` on; what an earlier workflow has sent does not count. Its newest version, if not named.

    Raises Conflict for an invoice that is paid or void or a workflow that is archived, InvalidInput for an unknown one.
    """
    workflow = _workflow(workflow_id, version, desk)
    if not 1 <= first <= workflow.reminders:
        message = f"the workflow has reminders 1 to {workflow.reminders}"
        raise InvalidInput(message, Problem("/first", message))

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        if facts.invoice.status in _OVER:
            raise Conflict(f"{facts.invoice.number} is {facts.invoice.status}", code="wrong_status")
        before = facts.dunning
        after = Dunning(
            workflow_id=workflow.workflow_id,
            workflow_version=workflow.version,
            source=Source.INVOICE,
            assignment=before.assignment + 1,
            generation=before.generation,
            next_number=first,
            holds=before.holds,
            promise=before.promise,
        )
        data = {"workflow_id": workflow.workflow_id, "workflow_version": str(workflow.version)}
        return after, (Note("dunning.assigned", f"Workflow {workflow.name!r} was assigned", data),)

    return change_dunning(invoice_id, how, desk=desk)


def unassign_workflow(invoice_id: str, *, desk: Desk) -> tuple[Facts, Refreshed]:
    """No reminders for this invoice, whatever customer and seller have."""

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        none = Dunning(source=Source.INVOICE, assignment=before.assignment, generation=before.generation)
        after = replace(none, holds=before.holds, promise=before.promise)
        return after, (Note("dunning.unassigned", "The workflow was taken away: no reminders"),)

    return change_dunning(invoice_id, how, desk=desk)


def _workflow(workflow_id: str, version: int | None, desk: Desk) -> Workflow:
    try:
        workflow = desk.rules.workflows.get(workflow_id, version)
    except NotFound as missing:
        raise InvalidInput(str(missing), Problem("/workflow_id", str(missing))) from missing
    if workflow.archived:
        raise Conflict(f"workflow {workflow_id} is archived: choose another", code="archived")
    return workflow
