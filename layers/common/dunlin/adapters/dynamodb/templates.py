"""Templates in DynamoDB: one item per version."""

from collections.abc import Mapping

from pynamodb.attributes import UnicodeAttribute

from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.versions import ByName, VersionRow, Versions
from dunlin.domain.template import Template


class TemplateRow(VersionRow):
    """One version."""

    class Meta(Table):
        """The templates' table."""

    by_name = ByName()
    template_id = UnicodeAttribute(hash_key=True)


def dynamo_templates(*, shipped: Mapping[str, Template]) -> Versions[Template]:
    """Port `Templates`."""
    return Versions(TemplateRow, Template, id_of=lambda one: one.template_id, shipped=shipped)
