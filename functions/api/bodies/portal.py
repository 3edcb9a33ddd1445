"""What a seller offers in the portal, as callers give and get it.

What is wrong with it is judged, and told, all at once by the domain.
"""

from datetime import time
from typing import Annotated

from pydantic import Field

from api.bodies.common import Given, Number, Shown
from api.bodies.escalations import AS_IT_IS, Amounts, amounts
from api.bodies.workflow_steps import Clock
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.faults import LINK_DAYS, MOST_PERCENT, MOST_RETRIES, PROMISE_DAYS, RETRY
from dunlin.domain.portal.settings import Answer, Collecting, Fee, FeePolicy, MethodSettings, PortalSettings


class FeeBody(Given):
    """Who bears what a payment costs."""

    model_config = AS_IT_IS

    policy: FeePolicy = Field(
        FeePolicy.ABSORB,
        description="`pass_through`: the customer pays it on top, unless the law of their country forbids it",
    )
    percent: Annotated[Number, Field(max_digits=6, decimal_places=4, examples=["1.5"])] = Field(
        Number(0), description=f"what the provider keeps of all that is paid; 0 to {MOST_PERCENT}"
    )
    fixed: Amounts = Field([], description="what it keeps besides, one amount per currency; none given: nothing")

    def to_domain(self) -> Fee:
        """The domain's fee."""
        return Fee(self.policy, self.percent, amounts(self.fixed))


class MethodBody(Given):
    """A method of payment, for which amounts it is offered, and what it costs."""

    model_config = AS_IT_IS

    method: Method
    minimums: Amounts = Field([], description="offered for this much or more, one amount per currency")
    maximums: Amounts = Field([], description="offered for this much or less, one amount per currency")
    fee: FeeBody = FeeBody()

    def to_domain(self) -> MethodSettings:
        """The domain's method."""
        return MethodSettings(self.method, amounts(self.minimums), amounts(self.maximums), self.fee.to_domain())


class CollectingBody(Given):
    """How invoices are charged automatically."""

    model_config = AS_IT_IS

    at: Clock = Field("08:00", description="when on the due date, by the seller's clock")
    retry_days: Annotated[list[int], Field(max_length=100)] = Field(
        [3, 7],
        description="what was refused is tried again so many days after the due date; ascending, "
        f"{RETRY.least} to {RETRY.most}, at most {MOST_RETRIES}; none: it is not",
    )
    creditor_id: Annotated[str, Field(max_length=60, examples=["DE98ZZZ09999999999"])] = Field(
        "", description="the seller's identifier as a creditor of SEPA debits, which mandates name"
    )

    def to_domain(self) -> Collecting:
        """The domain's way to collect."""
        return Collecting(time.fromisoformat(self.at), tuple(self.retry_days), self.creditor_id)


class PortalBody(Given):
    """What a seller offers its customers in the portal."""

    pay_online: bool = Field(False, description="customers may pay through the provider of the stack")
    require_login: bool = Field(False, description="a link alone shows nothing: a code is mailed to an address on file")
    links_in_mails: bool = Field(True, description="every mail carries its recipient's own link")
    link_days: int = Field(
        30, description=f"how long a link works after the due date; {LINK_DAYS.least} to {LINK_DAYS.most}"
    )
    methods: Annotated[list[MethodBody], Field(max_length=20)] = Field([], description="in the order they are shown")
    autopay_allowed: bool = Field(False, description="customers may have their invoices charged on the due date")
    autopay: CollectingBody = CollectingBody()
    answers: Annotated[list[Answer], Field(max_length=20)] = Field(
        list(Answer), description="what customers may answer"
    )
    promise_days: int = Field(
        30,
        description=f"how far ahead customers may promise to pay; {PROMISE_DAYS.least} to {PROMISE_DAYS.most}",
    )

    def to_domain(self) -> PortalSettings:
        """The domain's settings."""
        return PortalSettings(
            methods=tuple(each.to_domain() for each in self.methods),
            answers=tuple(self.answers),
            autopay=self.autopay.to_domain(),
            **self.model_dump(exclude={"methods", "answers", "autopay"}),
        )


class PortalShown(PortalBody, Shown):
    """The stored settings. `warnings` tell where a fee will not be charged, by which law."""

    warnings: list[str] = Field(description="customers in the seller's own country who will not be charged a fee")
