"""Where an invoice stands in its dunning: by which workflow, what was done, what comes next, and what it waits for."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dunlin.domain.dunning.answered import SAYS, Answered, waiting
from dunlin.domain.dunning.hold import Hold, HoldKind, Promise
from dunlin.domain.ids import derived
from dunlin.domain.payments.tries import Try


class Source(StrEnum):
    """Who chose the workflow: of these, the first that names one wins."""

    INVOICE = "invoice"
    CUSTOMER = "customer"
    SELLER = "seller"
    NONE = "none"  # nobody: no reminders


class Outcome(StrEnum):
    """What became of a reminder's turn."""

    SENT = "sent"
    SKIPPED = "skipped"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Turn:
    """A reminder whose turn has come and gone. The escalation is the turn after the last reminder."""

    number: int
    outcome: Outcome
    at: datetime
    code: str = ""
    message_id: str = ""


def reminder_id(invoice_id: str, dunning: "Dunning", number: int) -> str:
    """The message that this reminder is, as decided by this generation of the dunning: each decides once."""
    return derived("msg", invoice_id, f"reminder {dunning.assignment}/{number}/{dunning.generation}")


@dataclass(frozen=True, slots=True)
class Dunning:
    """`generation` counts every change of this record: whatever was scheduled before the last one is stale.

    `assignment` counts the workflows that were assigned: reminder 1 of another assignment is another message.
    `next_number` is whose turn comes, `next_at` when somebody must look (None: nobody has to), `ended` why no turn
    comes any more, `decided` the reason of the last decision. `attention` is what a person is asked to look at (empty:
    nothing); `answers` what the customer said of late, newest first. `tries` are those to charge the invoice
    automatically; `left` is why it is left to a customer who has agreed to be charged, as it was told last.
    """

    workflow_id: str = ""
    workflow_version: int = 0
    source: Source = Source.NONE
    assignment: int = 0
    generation: int = 0
    next_number: int = 1
    next_at: datetime | None = None
    turns: tuple[Turn, ...] = ()
    holds: tuple[Hold, ...] = ()
    promise: Promise | None = None
    ended: str = ""
    decided: str = ""
    attention: str = ""
    attention_since: datetime | None = None
    answers: tuple[Answered, ...] = ()
    tries: tuple[Try, ...] = ()
    left: str = ""

    def turn(self, number: int) -> Turn | None:
        """What became of that reminder, under the present assignment."""
        return next((each for each in self.turns if each.number == number), None)

    def undone(self, message_id: str) -> "Dunning":
        """As it was before that reminder, which nobody got: its turn comes again."""
        number = next((each.number for each in self.turns if each.message_id == message_id), None)
        if number is None:
            return self
        turns = tuple(each for each in self.turns if each.number < number)
        return replace(self, turns=turns, next_number=number, ended="")

    def disturbed(self, *, now: datetime) -> "Dunning":
        """Something about the invoice has changed: whatever was scheduled is stale, and somebody looks again now."""
        return replace(self, generation=self.generation + 1, next_at=now)

    @property
    def asks(self) -> str:
        """Everything that a person is asked to look at: what reminders wait for, and answers; empty: nothing."""
        told = (f"{each.who} answered: {SAYS[each.answer]}" for each in waiting(self.answers))
        return "; ".join(filter(None, (self.attention, *told)))

    @property
    def asks_since(self) -> datetime | None:
        """Since when."""
        since = [self.attention_since] if self.attention and self.attention_since else []
        return min((*since, *(each.at for each in waiting(self.answers))), default=None)

    @property
    def last_sent(self) -> Turn | None:
        """The last reminder that was sent."""
        return next((each for each in reversed(self.turns) if each.outcome is Outcome.SENT), None)

    def held_by(self, kind: HoldKind, *, now: datetime) -> Hold | None:
        """The hold of that kind, if it still holds."""
        return next((each for each in self.holds if each.kind is kind and each.lasts(now=now)), None)
