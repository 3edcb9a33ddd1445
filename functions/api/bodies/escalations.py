"""What a workflow charges, and what it does when nothing helps, as callers give and get it.

Numbers are judged, and told, with the rest of what is wrong with a workflow.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.bodies.common import Amount, Given, Number
from dunlin.domain.dunning.limits import AFTER, GRACE, MOST_ACTIONS, Range
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Interest
from dunlin.domain.money import Money

AS_IT_IS = ConfigDict(extra="forbid", str_strip_whitespace=True, from_attributes=True)
Amounts = Annotated[list[Amount], Field(max_length=200)]


def told(numbers: Range) -> str:
    """A range, for a description."""
    return f"{numbers.least} to {numbers.most}"


def amounts(bodies: list[Amount]) -> tuple[Money, ...]:
    """The domain's amounts."""
    return tuple(Money(each.amount, each.currency) for each in bodies)


def to_domain(value: Any) -> Any:
    """What was given, as the domain has it."""
    if isinstance(value, list):
        return tuple(to_domain(each) for each in value)
    return value.to_domain() if hasattr(value, "to_domain") else value


class InterestBody(Given):
    """Simple interest on the overdue principal, per year, by actual/365. One amount per currency in each list."""

    model_config = AS_IT_IS

    percent: Annotated[Number, Field(max_digits=9, decimal_places=6, examples=["5"])] = Field(
        description="yearly rate in percent, or with `statutory` the points above the reference rate; at most 100"
    )
    statutory: bool = Field(False, description="`percent` is on top of the reference rate of the customer's law")
    grace_days: int = Field(0, description=f"days after the due date in which nothing accrues; {told(GRACE)}")
    minimums: Amounts = Field([], description="smaller amounts are not asked for")
    caps: Amounts = Field([], description="no more than this is asked for in all")

    def to_domain(self) -> Interest:
        """The domain's interest."""
        return Interest(
            self.percent,
            statutory=self.statutory,
            grace_days=self.grace_days,
            minimums=amounts(self.minimums),
            caps=amounts(self.caps),
        )


class ActionBody(Given):
    """One thing that happens when nothing has helped."""

    model_config = AS_IT_IS

    kind: EscalationKind = Field(
        description="publish: other systems are told; notify: somebody in your company gets a mail; fee, interest: it "
        "is booked on the invoice; review: a person is asked to look at it"
    )
    value: Annotated[str, Field(max_length=254, examples=["suspend_service", "credit@example.com"])] = Field(
        "",
        description="for publish: suspend_service, legal, collection, or a word of your own (a-z, 0-9, _); for notify: "
        "the address; else empty",
    )
    fees: Amounts = Field([], description="for fee: how much, one per currency")
    interest: InterestBody | None = Field(None, description="for interest: at which rate")

    def to_domain(self) -> EscalationAction:
        """The domain's action."""
        interest = self.interest.to_domain() if self.interest else None
        return EscalationAction(self.kind, self.value, amounts(self.fees), interest)


class EscalationBody(Given):
    """What happens after the last reminder, if the invoice is still owed."""

    model_config = AS_IT_IS

    after_days: int = Field(description=f"days after the last reminder; {told(AFTER)}")
    actions: Annotated[list[ActionBody], Field(max_length=100, description=f"at most {MOST_ACTIONS}")]

    def to_domain(self) -> Escalation:
        """The domain's escalation."""
        return Escalation(self.after_days, tuple(each.to_domain() for each in self.actions))
