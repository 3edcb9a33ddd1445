"""The facts that events may carry. What does not look as its shape says is left out, so no address is among them."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a fact is written, as a regular expression of its whole text."""

    ID = r"[A-Za-z0-9_-]{1,64}"
    CODE = r"[A-Za-z0-9_./-]{1,100}"
    WHOLE = r"-?[0-9]{1,16}"
    CURRENCY = r"[A-Z]{3}"
    DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})"
    LINE = r"[^@\n]{1,200}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its shape, and what it means wherever it stands."""

    shape: Shape
    means: str

    def read(self, text: str) -> str | int | None:
        """The value for an event; None for what is not of this shape."""
        if not re.fullmatch(self.shape, text):
            return None
        return int(text) if self.shape is Shape.WHOLE else text


FACTS = {
    "action": Fact(Shape.CODE, "what is to be done: `suspend_service`, `legal`, `collection`, or a word of one's own"),
    "answer": Fact(
        Shape.CODE, "what the customer answered: `already_paid`, `will_pay`, `something_wrong`, `not_me`, `question`"
    ),
    "answer_id": Fact(Shape.ID, "the answer; what was said is under `/v1/invoices/{id}/answers`"),
    "amount": Fact(Shape.WHOLE, "in minor units of `currency`: 124050 is EUR 1,240.50"),
    "balance": Fact(Shape.WHOLE, "what is owed then, late fees and interest included, in minor units of `currency`"),
    "batch_id": Fact(Shape.ID, "the batch that the mail is of"),
    "charge_id": Fact(Shape.ID, "the late fee or interest"),
    "charged_at": Fact(Shape.INSTANT, "when the invoice is charged automatically"),
    "code": Fact(Shape.CODE, "why, for programs: SES's own code, or a reason of Dunlin's"),
    "currency": Fact(Shape.CURRENCY, "ISO 4217"),
    "customer_id": Fact(Shape.ID, "the customer"),
    "days_late": Fact(Shape.WHOLE, "days since the due date; negative before it"),
    "departs_at": Fact(Shape.INSTANT, "when the mail is to leave"),
    "due_date": Fact(Shape.DAY, "when the invoice is due"),
    "email_id": Fact(Shape.ID, "the mail to one person"),
    "event_at": Fact(Shape.INSTANT, "when SES saw it happen"),
    "invoice_number": Fact(Shape.LINE, "as it is printed on the invoice"),
    "kind": Fact(Shape.CODE, "of a mail: `invoice`, `reminder`, `receipt`, `test`; of a hold; of a charge"),
    "message_id": Fact(Shape.ID, "the message, which has one mail for each person"),
    "next_at": Fact(Shape.INSTANT, "when the next reminder is due, or looked at again"),
    "number": Fact(Shape.WHOLE, "which reminder of the workflow, from 1; the escalation comes after the last"),
    "on": Fact(Shape.DAY, "the day that was promised"),
    "paid_on": Fact(Shape.DAY, "the day on which the customer says to have paid"),
    "payment_id": Fact(Shape.ID, "the payment"),
    "reason": Fact(Shape.CODE, "why it was decided so, for programs"),
    "refund_id": Fact(Shape.ID, "the refund"),
    "seller_id": Fact(Shape.ID, "the seller"),
    "source": Fact(Shape.CODE, "who told of it: `staff`, `import`, or the payment provider"),
    "status": Fact(Shape.CODE, "the invoice's status then"),
    "superseded_by": Fact(Shape.ID, "the mail that takes its place"),
    "try": Fact(Shape.WHOLE, "which try to charge the invoice automatically, from 1"),
    "unapplied": Fact(Shape.WHOLE, "what was more than was owed, and is kept for a person to place, in minor units"),
    "until": Fact(Shape.INSTANT, "when a hold passes by itself"),
    "workflow_id": Fact(Shape.ID, "the workflow that is assigned"),
    "workflow_version": Fact(Shape.WHOLE, "its version"),
}
