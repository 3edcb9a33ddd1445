"""Workflows in DynamoDB: one item per version. The newest of each stands on the shelf, by which they are listed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import pack, unpack
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import Table, connection
from dunlin.adapters.dynamodb.paging import page
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.services.ports.records import Page

# An organisation has a handful of workflows: one partition carries them.
_SHELF = "newest"
_KEPT = 256


class ByName(GlobalSecondaryIndex[Any]):
    """The newest version of each workflow."""

    class Meta:
        """The index."""

        index_name = "by_name"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    name_key = UnicodeAttribute(range_key=True)


class WorkflowRow(Model):
    """One version. What it says never changes; it leaves the shelf when there is a newer one."""

    class Meta(Table):
        """The workflows' table."""

    by_name = ByName()

    workflow_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(range_key=True)
    shelf = UnicodeAttribute(null=True)
    name_key = UnicodeAttribute()
    packed = BinaryAttribute(legacy_encoding=False)

    def to_workflow(self) -> Workflow:
        """The domain's record."""
        return unpack(self.packed, Workflow)


class DynamoWorkflows:
    """Port `Workflows`. A version that was read once is kept while the function is warm: it never changes."""

    def __init__(self, *, shipped: Mapping[str, Workflow]) -> None:
        self._shipped, self._kept = shipped, dict[tuple[str, int], Workflow]()

    def get(self, workflow_id: str, version: int | None = None) -> Workflow:
        """See the port."""
        if workflow_id in self._shipped:
            return _same(self._shipped[workflow_id], version)
        if version is None:
            return self._keep(next(iter(self._newest(workflow_id, limit=1))))
        return self._kept.get((workflow_id, version)) or self._keep(self._read(workflow_id, version))

    def put(self, workflow: Workflow) -> Workflow:
        """See the port."""
        if workflow.workflow_id in self._shipped:
            raise Conflict(f"{workflow.workflow_id} is shipped with Dunlin and stays as it is", code="read_only")
        written = replace(workflow, version=workflow.version + 1)
        stale = StaleVersion(
            f"workflow {workflow.workflow_id} is no longer at version {workflow.version}: read it again"
        )
        with ours(stale), TransactWrite(connection=connection()) as transaction:
            transaction.save(_row(written), condition=WorkflowRow.workflow_id.does_not_exist())
            if workflow.version:
                before = WorkflowRow(workflow.workflow_id, workflow.version)
                transaction.update(before, [WorkflowRow.shelf.remove()], WorkflowRow.shelf == _SHELF)
        return written

    def versions(self, workflow_id: str) -> tuple[Workflow, ...]:
        """See the port."""
        if workflow_id in self._shipped:
            return (self._shipped[workflow_id],)
        return self._newest(workflow_id)

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Workflow]:
        """See the port."""
        since = WorkflowRow.name_key > after["after"] if after else None
        return page(
            WorkflowRow.by_name.query(_SHELF, since),
            limit=limit,
            key=lambda row: str(row.name_key),
            wanted=lambda _: True,
            convert=WorkflowRow.to_workflow,
        )

    def _keep(self, workflow: Workflow) -> Workflow:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[workflow.workflow_id, workflow.version] = workflow
        return workflow

    def _newest(self, workflow_id: str, limit: int | None = None) -> tuple[Workflow, ...]:
        with ours(Conflict("")):
            rows = WorkflowRow.query(workflow_id, scan_index_forward=False, consistent_read=True, limit=limit)
            found = tuple(row.to_workflow() for row in rows)
        if not found:
            raise NotFound(f"there is no workflow {workflow_id}")
        return found

    def _read(self, workflow_id: str, version: int) -> Workflow:
        try:
            return WorkflowRow.get(workflow_id, version).to_workflow()
        except WorkflowRow.DoesNotExist as missing:
            raise NotFound(f"there is no version {version} of workflow {workflow_id}") from missing


def _same(workflow: Workflow, version: int | None) -> Workflow:
    if version not in {None, workflow.version}:
        raise NotFound(f"there is no version {version} of workflow {workflow.workflow_id}")
    return workflow


def _row(workflow: Workflow) -> WorkflowRow:
    return WorkflowRow(
        workflow.workflow_id,
        workflow.version,
        shelf=_SHELF,
        name_key=f"{workflow.name.casefold()}#{workflow.workflow_id}",
        packed=pack(workflow),
    )
