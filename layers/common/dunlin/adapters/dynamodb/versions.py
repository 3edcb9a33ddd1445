"""Versions in DynamoDB: one item each. The newest of each thing stands on the shelf, by which they are listed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import pack, unpack
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.paging import page
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.domain.template import Template
from dunlin.services.ports.records import Page

# An organisation has a handful of workflows and dozens of templates: one partition carries them.
_SHELF = "newest"
_KEPT = 256


class ByName(GlobalSecondaryIndex[Any]):
    """The newest version of each."""

    class Meta:
        """The index."""

        index_name = "by_name"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    name_key = UnicodeAttribute(range_key=True)


class VersionRow(Model):
    """The columns of one version; its table adds the id and the index, which PynamoDB ties to one table. What it says
    never changes; it leaves the shelf when there is a newer one.
    """

    by_name: ByName

    version = NumberAttribute(range_key=True)
    shelf = UnicodeAttribute(null=True)
    name_key = UnicodeAttribute()
    packed = BinaryAttribute(legacy_encoding=False)


class Versions[T: (Template, Workflow)]:
    """Ports `Templates` and `Workflows`. A version that was read once is kept while the function is warm: it never
    changes.
    """

    def __init__(
        self, rows: type[VersionRow], kind: type[T], *, id_of: Callable[[T], str], shipped: Mapping[str, T]
    ) -> None:
        self._rows, self._what = rows, kind.__name__.lower()
        self._kind: type[T] = kind
        self._id_of: Callable[[T], str] = id_of
        self._shipped: Mapping[str, T] = shipped
        self._kept: dict[tuple[str, int], T] = {}

    def get(self, id_: str, /, version: int | None = None) -> T:
        """See the ports."""
        if id_ in self._shipped:
            return self._same(self._shipped[id_], version)
        if version is None:
            return self._keep(next(iter(self._newest(id_, limit=1))))
        return self._kept.get((id_, version)) or self._keep(self._read(id_, version))

    def put(self, one: T, /) -> T:
        """See the ports."""
        id_, rows = self._id_of(one), self._rows
        if id_ in self._shipped:
            raise Conflict(f"{id_} is shipped with Dunlin and stays as it is", code="read_only")
        written = replace(one, version=one.version + 1)
        stale = StaleVersion(f"{self._what} {id_} is no longer at version {one.version}: read it again")
        with ours(stale), TransactWrite(connection=connection()) as transaction:
            transaction.save(self._row(written), condition=rows.version.does_not_exist())
            if one.version:
                transaction.update(rows(id_, one.version), [rows.shelf.remove()], rows.shelf == _SHELF)
        return written

    def versions(self, id_: str, /) -> tuple[T, ...]:
        """See the ports."""
        return (self._shipped[id_],) if id_ in self._shipped else self._newest(id_)

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[T]:
        """See the ports."""
        since = self._rows.name_key > after["after"] if after else None
        return page(
            self._rows.by_name.query(_SHELF, since),
            limit=limit,
            key=lambda row: str(row.name_key),
            wanted=lambda _: True,
            convert=self._record,
        )

    def _keep(self, one: T) -> T:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[self._id_of(one), one.version] = one
        return one

    def _newest(self, id_: str, limit: int | None = None) -> tuple[T, ...]:
        with ours(Conflict("")):
            rows = self._rows.query(id_, scan_index_forward=False, consistent_read=True, limit=limit)
            found = tuple(self._record(row) for row in rows)
        if not found:
            raise NotFound(f"there is no {self._what} {id_}")
        return found

    def _read(self, id_: str, version: int) -> T:
        try:
            return self._record(self._rows.get(id_, version))
        except self._rows.DoesNotExist as missing:
            raise NotFound(f"there is no version {version} of {self._what} {id_}") from missing

    def _same(self, one: T, version: int | None) -> T:
        if version not in {None, one.version}:
            raise NotFound(f"there is no version {version} of {self._what} {self._id_of(one)}")
        return one

    def _record(self, row: VersionRow) -> T:
        return unpack(row.packed, self._kind)

    def _row(self, one: T) -> VersionRow:
        id_ = self._id_of(one)
        name_key = f"{one.name.casefold()}#{id_}"
        return self._rows(id_, one.version, shelf=_SHELF, name_key=name_key, packed=pack(one))
