"""Dunning workflows, as callers give and get them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import Given, Shown
from api.bodies.escalations import EscalationBody, InterestBody, to_domain, told
from api.bodies.templates import Name, SellerId
from api.bodies.workflow_steps import RepetitionBody, StepBody, WindowBody
from dunlin.domain.dunning.limits import GAP, MOST_STEPS
from dunlin.domain.dunning.workflow import STANDARD, CatchUp, Shift, Workflow

Steps = Annotated[list[StepBody], Field(max_length=100, description=f"1 to {MOST_STEPS}, in the order of their days")]
Again = Annotated[RepetitionBody | None, Field(description="the last step again; null: once")]
Moving = Annotated[Shift, Field(description="where a reminder goes that falls on a weekend or a holiday")]
Between = Annotated[int, Field(description=f"days between any two mails about one invoice; {told(GAP)}")]
Late = Annotated[
    CatchUp,
    Field(
        description="reminders whose day has passed, as after an outage: skip sends none of them, latest only the "
        "last, all_spaced one after the other, the seller's `reminder_spacing_days` apart"
    ),
]
Last = Annotated[EscalationBody | None, Field(description="what happens when nothing helps; null: nothing")]
Rate = Annotated[InterestBody | None, Field(description="booked with each reminder; null: none")]
Reason = Annotated[
    str, Field(max_length=2_000, description="why the rules of a country are broken on purpose; empty: they are kept")
]


class WorkflowBody(Given):
    """A workflow, whole."""

    name: Name
    steps: Steps
    repetition: Again = None
    shift: Moving = Shift.NEXT
    window: WindowBody = WindowBody()
    minimum_gap_days: Between = 3
    catch_up: Late = CatchUp.ALL_SPACED
    escalation: Last = None
    interest: Rate = None
    seller_id: SellerId = ""
    override: Reason = ""

    def to_domain(self, workflow_id: str, version: int = 0) -> Workflow:
        """The domain's workflow."""
        fields = type(self).model_fields
        return Workflow(workflow_id, version, **{name: to_domain(getattr(self, name)) for name in fields})


class WorkflowPatch(Given):
    """What is given changes, as a new version; lists are replaced whole. A repetition, an escalation or an interest of
    null is taken out.
    """

    name: Name | None = None
    steps: Steps | None = None
    repetition: Again = None
    shift: Moving | None = None
    window: WindowBody | None = None
    minimum_gap_days: Between | None = None
    catch_up: Late | None = None
    escalation: Last = None
    interest: Rate = None
    override: Reason | None = None
    archived: bool | None = None

    def changed(self, before: Workflow) -> Workflow:
        """The workflow with what is given."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        taken = {name: to_domain(each) for name, each in given.items() if each is not None or name in _REMOVABLE}
        return replace(before, **taken)


_REMOVABLE = ("repetition", "escalation", "interest")


class WorkflowShown(WorkflowBody, Shown):
    """One version of a workflow, which never changes."""

    workflow_id: str
    version: int
    shipped: bool = Field(description="Dunlin's own, which stays as it is")
    archived: bool = Field(description="assigned to no invoice any more; those that have it go on by it")
    created_at: datetime | None
    created_by: str


class WorkflowList(Shown):
    """A page of workflows: your own by name, the shipped one after them."""

    items: list[WorkflowShown]
    next_cursor: str | None


class WorkflowVersions(Shown):
    """All versions, newest first."""

    items: list[WorkflowShown]


def shown(workflow: Workflow) -> WorkflowShown:
    """A workflow as callers get it."""
    fields = {name: getattr(workflow, name) for name in WorkflowShown.model_fields if name != "shipped"}
    told_of = {**fields, "shipped": workflow.workflow_id == STANDARD}
    return WorkflowShown.model_validate(told_of, from_attributes=True)
