"""Workflows in DynamoDB: one item per version."""

from collections.abc import Mapping

from pynamodb.attributes import UnicodeAttribute

from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.versions import ByName, VersionRow, Versions
from dunlin.domain.dunning.workflow import Workflow


class WorkflowRow(VersionRow):
    """One version."""

    class Meta(Table):
        """The workflows' table."""

    by_name = ByName()
    workflow_id = UnicodeAttribute(hash_key=True)


def dynamo_workflows(*, shipped: Mapping[str, Workflow]) -> Versions[Workflow]:
    """Port `Workflows`."""
    return Versions(WorkflowRow, Workflow, id_of=lambda one: one.workflow_id, shipped=shipped)
