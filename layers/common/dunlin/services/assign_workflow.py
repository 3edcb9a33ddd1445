"""Assign a workflow to an invoice, or take it away."""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning, Source
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.rule_packs import check_rules
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.invoice import OVER
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def assign_workflow(
    invoice_id: str, workflow_id: str, *, desk: Desk, version: int | None = None, first: int = 1
) -> tuple[Facts, Refreshed]:
    """From its reminder `first` on; what another workflow has sent does not count. Its newest version, if not named.
    An invoice that goes by this workflow already goes on where it stands: what was sent is not sent again.

    Raises Conflict for an invoice that is paid or void or a workflow that is archived, InvalidInput for one that is
    unknown, another seller's, or that breaks rules of the customer's country.
    """
    workflow = _workflow(workflow_id, version, desk)
    if not 1 <= first <= workflow.reminders:
        raise _refused("/first", f"the workflow has reminders 1 to {workflow.reminders}")

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        _check(facts, workflow)
        before, after = facts.dunning, _assigned(facts.dunning, workflow, first)
        if after == before:
            return before, ()
        data = {"workflow_id": workflow.workflow_id, "workflow_version": str(workflow.version)}
        return after, (Note("dunning.assigned", f"Workflow {workflow.name!r} was assigned", data),)

    return change_dunning(invoice_id, how, desk=desk)


def unassign_workflow(invoice_id: str, *, desk: Desk) -> tuple[Facts, Refreshed]:
    """No reminders for this invoice, whatever customer and seller have."""

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        if before.source is Source.INVOICE and not before.workflow_id:
            return before, ()
        none = Dunning(source=Source.INVOICE, assignment=before.assignment, generation=before.generation)
        after = replace(none, holds=before.holds, promise=before.promise, answers=before.answers)
        return after, (Note("dunning.unassigned", "The workflow was taken away: no reminders"),)

    return change_dunning(invoice_id, how, desk=desk)


def _assigned(before: Dunning, workflow: Workflow, first: int) -> Dunning:
    if before.workflow_id == workflow.workflow_id:
        number = max(before.next_number, first)
        return replace(before, workflow_version=workflow.version, source=Source.INVOICE, next_number=number)
    # Which reminder a broken promise goes on with was a number of the other workflow.
    promise = replace(before.promise, resume_at=first) if before.promise else None
    return Dunning(
        workflow_id=workflow.workflow_id,
        workflow_version=workflow.version,
        source=Source.INVOICE,
        assignment=before.assignment + 1,
        generation=before.generation,
        next_number=first,
        holds=before.holds,
        promise=promise,
        answers=before.answers,
    )


def _check(facts: Facts, workflow: Workflow) -> None:
    if facts.invoice.status in OVER:
        raise Conflict(f"{facts.invoice.number} is {facts.invoice.status}", code="wrong_status")
    if workflow.seller_id not in {"", facts.seller.seller_id}:
        raise _refused("/workflow_id", f"workflow {workflow.workflow_id} is for another seller's invoices")
    check_rules(workflow, facts.customer)


def _workflow(workflow_id: str, version: int | None, desk: Desk) -> Workflow:
    try:
        workflow = desk.rules.workflows.get(workflow_id, version)
    except NotFound as missing:
        raise _refused("/workflow_id", str(missing)) from missing
    if workflow.archived:
        raise Conflict(f"workflow {workflow_id} is archived: choose another", code="archived")
    return workflow


def _refused(where: str, message: str) -> InvalidInput:
    return InvalidInput(message, Problem(where, message))
