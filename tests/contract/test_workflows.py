"""Port `Workflows`: the fake and DynamoDB keep the same promises."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from dunlin import wiring
from dunlin.domain.dunning.workflow import (
    Escalation,
    EscalationAction,
    EscalationKind,
    Interest,
    Repetition,
    Step,
    Workflow,
    standard,
)
from dunlin.domain.errors import Conflict, NotFound, StaleVersion
from dunlin.domain.money import Money
from dunlin.services.ports.dunning import Workflows
from tests.builders import a_workflow
from tests.fakes_dunning import FakeWorkflows
from tests.wire import tapped

FEE = (Money(500, "EUR"), Money(600, "USD"))


@pytest.fixture(params=["fake", "dynamodb"])
def workflows(request: pytest.FixtureRequest) -> Workflows:
    if request.param == "fake":
        return FakeWorkflows()
    request.getfixturevalue("aws_world")
    wiring.workflows.cache_clear()
    return wiring.workflows()


def with_everything() -> Workflow:
    """Nothing in it is as it is by default."""
    return a_workflow(
        steps=(Step(7, at=time(10, 30), cc=("boss@buyer.example",), attach_pdf=False, minimums=FEE, fees=FEE),),
        repetition=Repetition(7, 2),
        interest=Interest(Decimal("4.25"), statutory=True, grace_days=30, caps=FEE),
        escalation=Escalation(14, (EscalationAction(EscalationKind.FEE, fees=FEE),)),
        override="agreed with the trade association",
    )


def test_a_workflow_is_read_as_it_was_written(workflows: Workflows) -> None:
    written = workflows.put(with_everything())
    assert written == replace(with_everything(), version=1)
    assert workflows.get("wf_1") == workflows.get("wf_1", 1) == written


def test_versions_stay_as_they_were_written(workflows: Workflows) -> None:
    first = workflows.put(a_workflow())
    second = workflows.put(replace(first, minimum_gap_days=7))

    assert (first.version, second.version) == (1, 2)
    assert workflows.get("wf_1") == second
    assert workflows.get("wf_1", 1) == first
    assert workflows.versions("wf_1") == (second, first)


def test_only_the_newest_version_can_be_revised(workflows: Workflows) -> None:
    first = workflows.put(a_workflow())
    workflows.put(first)

    for old in (first, a_workflow(), replace(first, version=7)):
        with pytest.raises(StaleVersion):
            workflows.put(old)
    assert workflows.get("wf_1").version == 2


def test_the_newest_of_each_are_listed_by_name(workflows: Workflows) -> None:
    workflows.put(workflows.put(a_workflow()))
    workflows.put(a_workflow(workflow_id="wf_2", name="archived", archived=True))
    page = workflows.list(limit=1)

    assert [(each.name, each.archived) for each in page.items] == [("archived", True)]
    rest = workflows.list(limit=5, after=page.next)
    assert [(each.name, each.version) for each in rest.items] == [("Ours", 2)]
    assert rest.next is None


def test_the_shipped_workflow_is_read_and_never_written(workflows: Workflows) -> None:
    assert workflows.get("wf_standard") == workflows.get("wf_standard", 1) == standard()
    assert workflows.versions("wf_standard") == (standard(),)
    with pytest.raises(Conflict):
        workflows.put(standard())
    with pytest.raises(NotFound):
        workflows.get("wf_standard", 2)


def test_what_is_unknown_is_not_found(workflows: Workflows) -> None:
    for ask in (lambda: workflows.get("wf_9"), lambda: workflows.get("wf_9", 1), lambda: workflows.versions("wf_9")):
        with pytest.raises(NotFound):
            ask()


def test_a_version_is_read_once_while_the_function_is_warm(aws_world: None) -> None:
    wiring.workflows.cache_clear()
    wiring.workflows().put(a_workflow())
    with tapped() as wire:
        for _ in range(3):
            wiring.workflows().get("wf_1", 1)
            wiring.workflows().get("wf_standard", 1)

    assert wire.calls == ["dynamodb.GetItem"]
