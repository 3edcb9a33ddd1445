"""The ports of dunning in memory: strict, so that what passes here also passes the real ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from dunlin.domain.dunning.plan import Closed
from dunlin.domain.dunning.workflow import STANDARD, Workflow, standard
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.services.ports.records import Page


@dataclass
class FakeWorkflows:
    """Port `Workflows`."""

    stored: dict[str, list[Workflow]] = field(default_factory=dict)

    def get(self, workflow_id: str, version: int | None = None) -> Workflow:
        found = [each for each in self.versions(workflow_id) if version in {None, each.version}]
        if not found:
            raise NotFound(f"there is no version {version} of workflow {workflow_id}")
        return found[0]

    def put(self, workflow: Workflow) -> Workflow:
        if workflow.workflow_id == STANDARD:
            raise Conflict("shipped", code="read_only")
        known = self.stored.setdefault(workflow.workflow_id, [])
        if workflow.version != (known[0].version if known else 0):
            raise StaleVersion(f"workflow {workflow.workflow_id} is no longer at version {workflow.version}")
        known.insert(0, replace(workflow, version=workflow.version + 1))
        return known[0]

    def versions(self, workflow_id: str) -> tuple[Workflow, ...]:
        if workflow_id == STANDARD:
            return (standard(),)
        if not self.stored.get(workflow_id):
            raise NotFound(f"there is no workflow {workflow_id}")
        return tuple(self.stored[workflow_id])

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Workflow]:
        newest = (versions[0] for versions in self.stored.values() if versions)
        return _page(newest, lambda one: f"{one.name.casefold()}#{one.workflow_id}", limit, after)


@dataclass
class FakeCalendars:
    """Port `Calendars`: Saturdays and Sundays everywhere, and the holidays that a test names, by country."""

    holidays: dict[str, dict[date, str]] = field(default_factory=dict)

    def of(self, country: str, region: str = "") -> Closed:
        named = self.holidays.get(country, {})
        weekend = {5: "Saturday", 6: "Sunday"}
        return lambda on: named.get(on) or weekend.get(on.weekday(), "")


def _page[T](items: Iterable[T], key: Callable[[T], str], limit: int, after: dict[str, str] | None) -> Page[T]:
    assert limit > 0, "an empty page leads nowhere"
    rest = sorted((each for each in items if not after or key(each) > after["after"]), key=key)
    return Page(tuple(rest[:limit]), {"after": key(rest[limit - 1])} if len(rest) > limit else None)
