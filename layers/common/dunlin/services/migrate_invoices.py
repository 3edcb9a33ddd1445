"""Migrate invoices to another version of the workflow that they go by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.rule_packs import check_rules
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.invoice import OWED
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk
from dunlin.services.facts_of import facts_of
from dunlin.services.forecast_workflow import Outlook, outlook


class Result(StrEnum):
    """What became of an invoice."""

    MIGRATED = "migrated"
    WOULD_MIGRATE = "would_migrate"
    UNCHANGED = "unchanged"  # it goes by that version already
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Migrated:
    """One invoice: what became of it, why, and its reminders before and after; None where nothing changes."""

    invoice_id: str
    result: Result
    text: str = ""
    outlook: Outlook | None = None


def migrate_invoices(
    workflow: Workflow, *, invoice_ids: Iterable[str], dry_run: bool, desk: Desk
) -> tuple[Migrated, ...]:
    """Each for itself, in the order given. Reminders that were sent stay sent; the others follow the new version, and
    one that is due by it goes out at once. Raises Conflict for an archived version.
    """
    if workflow.archived:
        raise Conflict(f"version {workflow.version} of {workflow.workflow_id} is archived", code="archived")
    return tuple(_migrate(each, workflow, dry_run, desk) for each in dict.fromkeys(invoice_ids))


def _migrate(invoice_id: str, workflow: Workflow, dry_run: bool, desk: Desk) -> Migrated:  # noqa: FBT001 - a wish
    try:
        parties = desk.messages.parties(invoice_id)
        facts = facts_of(parties.invoice, parties.customer, parties.seller, rules=desk.rules)
        _check(facts, workflow)
        if facts.dunning.workflow_version == workflow.version:
            return Migrated(invoice_id, Result.UNCHANGED, "it goes by this version already")
        seen = outlook(facts, workflow, now=desk.now)
        if dry_run:
            return Migrated(invoice_id, Result.WOULD_MIGRATE, outlook=seen)
        change_dunning(invoice_id, lambda each: _moved(each, workflow), desk=desk)
    except InvalidInput as refused:
        return Migrated(invoice_id, Result.REFUSED, "; ".join(each.message for each in refused.problems))
    except (NotFound, Conflict) as refused:
        return Migrated(invoice_id, Result.REFUSED, str(refused))
    return Migrated(invoice_id, Result.MIGRATED, outlook=seen)


def _check(facts: Facts, workflow: Workflow) -> None:
    invoice = facts.invoice
    if invoice.status not in OWED:
        raise Conflict(f"{invoice.number} is {invoice.status}", code="wrong_status")
    if facts.dunning.workflow_id != workflow.workflow_id:
        raise Conflict(f"{invoice.number} does not go by {workflow.workflow_id}", code="other_workflow")
    check_rules(workflow, facts.customer)


def _moved(facts: Facts, workflow: Workflow) -> tuple[Dunning, tuple[Note, ...]]:
    _check(facts, workflow)
    before = facts.dunning
    # The assignment stays: what was sent by one version is not sent again by another.
    after = replace(before, workflow_version=workflow.version)
    data = {"workflow_id": workflow.workflow_id, "workflow_version": str(workflow.version)}
    text = f"Workflow {workflow.name!r} went from version {before.workflow_version} to {workflow.version}"
    return after, (Note("dunning.migrated", text, data),)
