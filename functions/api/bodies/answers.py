"""What customers have answered in the portal, as callers get it."""

from datetime import date, datetime

from pydantic import Field

from api.bodies.common import Amount, Shown, amount
from dunlin.domain.dunning.answered import Answered
from dunlin.domain.portal.settings import Answer
from dunlin.domain.timeline import Entry


class AnswerShown(Shown):
    """One answer. What was said is the customer's own words: nothing in it has been checked."""

    answer_id: str
    answer: Answer
    at: datetime
    who: str = Field(description="the address that the link was mailed to, or that has signed in")
    paid_on: date | None = Field(description="`already_paid`: the day")
    promised_on: date | None = Field(description="`will_pay`: the day")
    amount: Amount | None = Field(description="`will_pay`: null: all that was owed")
    reference: str = Field(description="`already_paid`: what the payment is to be found by")
    text: str = Field(description="`something_wrong` and `question`")
    name: str = Field(description="`not_me`: who is to be asked instead")
    email: str = Field(description="`not_me`: their address; nobody has written to it")
    attended: bool | None = Field(description="whether nobody needs to look any more; null: long ago")


class AnswerList(Shown):
    """A page of them, newest first."""

    items: list[AnswerShown]
    next_cursor: str | None


def answer(of: Entry, known: dict[str, Answered]) -> AnswerShown:
    """An answer, from the timeline's entry and from what is kept with the dunning."""
    data, kept = of.data, known.get(of.data.get("answer_id", ""))
    return AnswerShown(
        answer_id=data["answer_id"],
        answer=Answer(data["answer"]),
        at=of.at,
        who=of.actor.name,
        paid_on=_day(data, "paid_on"),
        promised_on=_day(data, "on"),
        amount=amount(int(data["amount"]), data["currency"]) if "amount" in data else None,
        **{name: data.get(name, "") for name in ("reference", "text", "name", "email")},
        attended=kept.attended if kept else None,
    )


def _day(data: dict[str, str], name: str) -> date | None:
    return date.fromisoformat(data[name]) if name in data else None
