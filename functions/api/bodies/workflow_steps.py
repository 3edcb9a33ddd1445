"""The steps of a workflow, as callers give and get them.

Numbers and addresses are judged, and told, with the rest of what is wrong with a workflow.
"""

from datetime import time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api.bodies.common import Given
from api.bodies.escalations import AS_IT_IS, Amounts, amounts, told
from dunlin.domain.customer import Role
from dunlin.domain.dunning.limits import EVERY, MOST_ADDRESSEES, MOST_MESSAGE, MOST_SUBJECT, OFFSET, TIMES
from dunlin.domain.dunning.workflow import Repetition, Step, Window
from dunlin.domain.template import TemplateKind, default_id


def _clock(value: Any) -> Any:
    """The domain's times, shown as they are given."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"]), BeforeValidator(_clock)]
_Addresses = Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=100)]


class StepBody(Given):
    """One reminder."""

    model_config = AS_IT_IS

    offset_days: int = Field(
        description=f"days from the due date, which is day 0; negative before it; {told(OFFSET)}. Steps stand in "
        "the order of their days",
        examples=[5],
    )
    template_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")] = Field(
        default_id(TemplateKind.REMINDER_FRIENDLY), description="a template of one of the kinds for reminders"
    )
    at: Clock = Field("09:00", description="when it leaves, by the customer's clock; within the window")
    to: _Addresses = Field(
        [Role.BILLING.value, Role.PRIMARY.value],
        description=f"roles ({', '.join(Role)}) or addresses. Of the roles the first that has somebody is taken, of "
        f"the addresses all; at most {MOST_ADDRESSEES} with `cc`",
    )
    cc: _Addresses = Field([], description="addresses")
    subject: Annotated[str, Field(max_length=1_000)] = Field(
        "", description=f"in place of the template's, as it is; one line of at most {MOST_SUBJECT} characters"
    )
    message: Annotated[str, Field(max_length=20_000)] = Field(
        "", description=f"markdown in place of the template's, as it is; at most {MOST_MESSAGE} characters"
    )
    attach_pdf: bool | None = Field(None, description="null: as the customer prefers")
    minimums: Amounts = Field([], description="it is sent for this much or more, one amount per currency")
    fees: Amounts = Field([], description="what it adds to the debt, one amount per currency")

    def to_domain(self) -> Step:
        """The domain's step."""
        return Step(
            offset_days=self.offset_days,
            template_id=self.template_id,
            at=time.fromisoformat(self.at),
            to=tuple(self.to),
            cc=tuple(self.cc),
            subject=self.subject,
            message=self.message,
            attach_pdf=self.attach_pdf,
            minimums=amounts(self.minimums),
            fees=amounts(self.fees),
        )


class RepetitionBody(Given):
    """The last step, again."""

    model_config = AS_IT_IS

    every_days: int = Field(description=told(EVERY), examples=[7])
    times: int = Field(description=told(TIMES), examples=[3])

    def to_domain(self) -> Repetition:
        """The domain's repetition."""
        return Repetition(self.every_days, self.times)


class WindowBody(Given):
    """The hours of the customer's day in which reminders leave."""

    model_config = AS_IT_IS

    opens: Clock = "08:00"
    closes: Clock = Field("18:00", description="the first minute at which none leaves any more")

    def to_domain(self) -> Window:
        """The domain's window."""
        return Window(time.fromisoformat(self.opens), time.fromisoformat(self.closes))
