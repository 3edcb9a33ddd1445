"""Templates in DynamoDB: one item per version. The newest of each stands on the shelf, by which they are listed."""

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
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.domain.template import Template
from dunlin.services.ports.records import Page

# An organisation has dozens of templates: one partition carries them.
_SHELF = "newest"
_KEPT = 256


class ByName(GlobalSecondaryIndex[Any]):
    """The newest version of each template."""

    class Meta:
        """The index."""

        index_name = "by_name"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    name_key = UnicodeAttribute(range_key=True)


class TemplateRow(Model):
    """One version. Its texts never change; it leaves the shelf when there is a newer one."""

    class Meta(Table):
        """The templates' table."""

    by_name = ByName()

    template_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(range_key=True)
    shelf = UnicodeAttribute(null=True)
    name_key = UnicodeAttribute()
    packed = BinaryAttribute(legacy_encoding=False)

    def to_template(self) -> Template:
        """The domain's record."""
        return unpack(self.packed, Template)


class DynamoTemplates:
    """Port `Templates`. A version that was read once is kept while the function is warm: it never changes."""

    def __init__(self, *, shipped: Mapping[str, Template]) -> None:
        self._shipped, self._kept = shipped, dict[tuple[str, int], Template]()

    def get(self, template_id: str, version: int | None = None) -> Template:
        """See the port."""
        if template_id in self._shipped:
            return _same(self._shipped[template_id], version)
        if version is None:
            return next(iter(self._newest(template_id, limit=1)))
        if (template_id, version) not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[template_id, version] = self._read(template_id, version)
        return self._kept[template_id, version]

    def put(self, template: Template) -> Template:
        """See the port."""
        if template.template_id in self._shipped:
            raise Conflict(f"{template.template_id} is shipped with Dunlin and stays as it is", code="read_only")
        written = replace(template, version=template.version + 1)
        stale = StaleVersion(
            f"template {template.template_id} is no longer at version {template.version}: read it again"
        )
        with ours(stale), TransactWrite(connection=connection()) as transaction:
            transaction.save(_row(written), condition=TemplateRow.template_id.does_not_exist())
            if template.version:
                before = TemplateRow(template.template_id, template.version)
                transaction.update(before, [TemplateRow.shelf.remove()], TemplateRow.shelf == _SHELF)
        return written

    def versions(self, template_id: str) -> tuple[Template, ...]:
        """See the port."""
        if template_id in self._shipped:
            return (self._shipped[template_id],)
        return self._newest(template_id)

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Template]:
        """See the port."""
        since = TemplateRow.name_key > after["after"] if after else None
        return page(
            TemplateRow.by_name.query(_SHELF, since),
            limit=limit,
            key=lambda row: str(row.name_key),
            wanted=lambda _: True,
            convert=TemplateRow.to_template,
        )

    def _newest(self, template_id: str, limit: int | None = None) -> tuple[Template, ...]:
        with ours(Conflict("")):
            rows = TemplateRow.query(template_id, scan_index_forward=False, consistent_read=True, limit=limit)
            found = tuple(row.to_template() for row in rows)
        if not found:
            raise NotFound(f"there is no template {template_id}")
        return found

    def _read(self, template_id: str, version: int) -> Template:
        try:
            return TemplateRow.get(template_id, version).to_template()
        except TemplateRow.DoesNotExist as missing:
            raise NotFound(f"there is no version {version} of template {template_id}") from missing


def _same(template: Template, version: int | None) -> Template:
    if version not in {None, template.version}:
        raise NotFound(f"there is no version {version} of template {template.template_id}")
    return template


def _row(template: Template) -> TemplateRow:
    return TemplateRow(
        template.template_id,
        template.version,
        shelf=_SHELF,
        name_key=f"{template.name.casefold()}#{template.template_id}",
        packed=pack(template),
    )
