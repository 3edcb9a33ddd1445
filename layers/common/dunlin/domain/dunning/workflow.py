"""A dunning workflow: when a customer is reminded of what is owed, how, and what happens when nothing helps."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from dunlin.domain.customer import Role
from dunlin.domain.money import Money
from dunlin.domain.template import TemplateKind, default_id


class CatchUp(StrEnum):
    """What becomes of reminders whose day has passed, as after an outage, or for an invoice that was late already."""

    SKIP = "skip"  # none of them is sent
    LATEST = "latest"  # only the last of them, as soon as it may
    ALL_SPACED = "all_spaced"  # each, one after the other, some days apart


class Shift(StrEnum):
    """Where a reminder goes that falls on a weekend or a holiday of the customer's country."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder. `offset_days` counts from the due date (negative: before it); `at` is the customer's local time.

    `to` are roles or addresses, each role the first contact of that role that can be written to. `subject` and
    `message` (markdown) win over the template. `minimums` are the least balances it is sent for, `fees` what it adds to
    the debt, one per currency. `attach_pdf` None means the customer's preference.
    """

    offset_days: int
    template_id: str = default_id(TemplateKind.REMINDER_FRIENDLY)
    at: time = time(9, 0)
    to: tuple[str, ...] = (Role.BILLING.value, Role.PRIMARY.value)
    cc: tuple[str, ...] = ()
    subject: str = ""
    message: str = ""
    attach_pdf: bool | None = None
    minimums: tuple[Money, ...] = ()
    fees: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Repetition:
    """The last step again, every so many days, so many times."""

    every_days: int
    times: int


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of the customer's day in which reminders leave: from `opens` until `closes`."""

    opens: time = time(8, 0)
    closes: time = time(18, 0)


@dataclass(frozen=True, slots=True)
class Interest:
    """Simple interest on the principal that is overdue, per year by actual/365.

    `percent` is the yearly rate; with `statutory` it is the points above the reference rate of the customer's law.
    Nothing accrues in the first `grace_days` after the due date. Amounts below `minimums` are not asked for, and no
    more than `caps`, each one per currency.
    """

    percent: Decimal
    statutory: bool = False
    grace_days: int = 0
    minimums: tuple[Money, ...] = ()
    caps: tuple[Money, ...] = ()


class EscalationKind(StrEnum):
    """What can happen after the last reminder."""

    PUBLISH = "publish"  # `value` is the action: suspend_service, legal, collection, or a word of one's own
    NOTIFY = "notify"  # `value` is an address inside the company
    FEE = "fee"
    INTEREST = "interest"
    REVIEW = "review"  # a person is to look at it


@dataclass(frozen=True, slots=True)
class EscalationAction:
    """One thing that happens. `fees` are for FEE, one per currency; `interest` for INTEREST."""

    kind: EscalationKind
    value: str = ""
    fees: tuple[Money, ...] = ()
    interest: Interest | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """What happens so many days after the last reminder, if the invoice is still owed."""

    after_days: int
    actions: tuple[EscalationAction, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One version of a workflow; versions never change. Without `seller_id` all sellers use it.

    `minimum_gap_days` is between any two mails about one invoice. `interest` is booked with each reminder. `override`
    is why the rules of a country are broken on purpose (empty: they are kept).
    """

    workflow_id: str
    version: int
    name: str
    steps: tuple[Step, ...]
    repetition: Repetition | None = None
    shift: Shift = Shift.NEXT
    window: Window = Window()
    minimum_gap_days: int = 3
    catch_up: CatchUp = CatchUp.ALL_SPACED
    escalation: Escalation | None = None
    interest: Interest | None = None
    seller_id: str = ""
    archived: bool = False
    override: str = ""
    created_at: datetime | None = None
    created_by: str = ""

    @property
    def reminders(self) -> int:
        """How many reminders it has, repetitions included."""
        return len(self.steps) + (self.repetition.times if self.repetition else 0)

    @property
    def gap_days(self) -> int:
        """Days between two mails: a reminder never follows on the day of another mail."""
        return max(self.minimum_gap_days, 1)

    def step(self, number: int) -> Step:
        """The step of a reminder, from 1; repetitions are the last step."""
        return self.steps[min(number, len(self.steps)) - 1]

    def offset(self, number: int) -> int:
        """Days from the due date at which a reminder is meant to go."""
        again = max(number - len(self.steps), 0)
        return self.step(number).offset_days + again * (self.repetition.every_days if self.repetition else 0)


STANDARD = "wf_standard"


def standard() -> Workflow:
    """The shipped workflow: friendly, firm and final, 5, 15 and 30 days after the due date."""
    tones = (
        (5, TemplateKind.REMINDER_FRIENDLY),
        (15, TemplateKind.REMINDER_FIRM),
        (30, TemplateKind.REMINDER_FINAL),
    )
    steps = tuple(Step(days, default_id(kind)) for days, kind in tones)
    return Workflow(STANDARD, 1, "Standard: 5, 15 and 30 days after the due date", steps)


def amount_in(currency: str, amounts: tuple[Money, ...]) -> int | None:
    """The amount for that currency in minor units; None when none is given for it."""
    return next((each.amount for each in amounts if each.currency == currency), None)
