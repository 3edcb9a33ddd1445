"""A remittance: money that came in, which invoices it was applied to, and what of it waits for somebody to place it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.errors import Conflict, InvalidInput, Problem
from dunlin.domain.money import Money
from dunlin.domain.timeline import Actor

STAFF, IMPORT = "staff", "import"


class Unplaced(StrEnum):
    """Why money, or a part of it, was not applied to an invoice."""

    MORE_THAN_OWED = "more_than_owed"
    PAID_ALREADY = "paid_already"
    VOID = "void"
    NOT_POSTED = "not_posted"
    OTHER_CURRENCY = "other_currency"
    UNKNOWN_INVOICE = "unknown_invoice"
    AMBIGUOUS = "ambiguous"


WHY = {
    Unplaced.MORE_THAN_OWED: "it is more than was owed",
    Unplaced.PAID_ALREADY: "the invoice was paid already",
    Unplaced.VOID: "the invoice is void",
    Unplaced.NOT_POSTED: "the invoice is a draft",
    Unplaced.OTHER_CURRENCY: "the invoice is in another currency",
    Unplaced.UNKNOWN_INVOICE: "no invoice was found for it",
    Unplaced.AMBIGUOUS: "several invoices could be meant",
}


@dataclass(frozen=True, slots=True)
class IncomingPayment:
    """Money that somebody tells of, in minor units. `payment_id` is the same for the same money, however often told.

    `source` is `staff`, `import`, or the name of a payment provider; `payer` and `account` are who paid and from which
    account, as a bank names them. `fee` was paid on top, and is not part of the amount.
    """

    payment_id: str
    amount: int
    currency: str
    received_on: date
    method: str = ""
    reference: str = ""
    source: str = STAFF
    payer: str = ""
    account: str = ""
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What of it was applied to one invoice, as the payment of that id there."""

    invoice_id: str
    payment_id: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Who took the rest off the list, and why: it was returned to the payer, or booked elsewhere."""

    actor: Actor
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remittance:
    """What became of an incoming payment. `version` 0: it is not stored yet. `invoice_id` is what it was for.

    `same_as` is the payment that a person had recorded before the bank told of it, as this one; `told_as` that one's
    name for this. The money is the person's record then, and this one stands for it.
    """

    incoming: IncomingPayment
    recorded_at: datetime
    actor: Actor
    version: int = 0
    parts: tuple[Part, ...] = ()
    why: Unplaced | None = None
    invoice_id: str = ""
    dismissed: Dismissal | None = None
    same_as: str = ""
    told_as: str = ""

    @property
    def payment_id(self) -> str:
        """Its id: the payment's."""
        return self.incoming.payment_id

    @property
    def unapplied(self) -> int:
        """Minor units that are on no invoice."""
        return self.incoming.amount - sum(each.amount for each in self.parts)

    @property
    def waits(self) -> bool:
        """Whether somebody has to place what is left of it."""
        return self.unapplied > 0 and self.dismissed is None and not self.same_as

    def placed(self, part: Part) -> "Remittance":
        """With a part of it applied. Raises Conflict or InvalidInput where there is not so much left."""
        self._check_waiting()
        if not 0 < part.amount <= self.unapplied:
            left = Money(self.unapplied, self.incoming.currency)
            message = f"{Money(part.amount, left.currency)} cannot be applied: {left} are left of it"
            raise InvalidInput(message, Problem("/amount", message))
        return replace(self, parts=(*self.parts, part))

    def dismiss(self, dismissal: Dismissal) -> "Remittance":
        """Without the need for anybody to place it. One that is dismissed already is itself."""
        if self.dismissed:
            return self
        self._check_waiting()
        return replace(self, dismissed=dismissal)

    def _check_waiting(self) -> None:
        if not self.waits:
            how = "dismissed" if self.dismissed else "applied, all of it"
            raise Conflict(f"payment {self.payment_id} is {how}", code="nothing_left")
