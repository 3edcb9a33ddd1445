"""An invoice: what is owed, and where it is on its way from draft to paid. What it says is `document`."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.delivery import Delivery
from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.errors import Conflict, InvalidInput, Problem
from dunlin.domain.ids import derived
from dunlin.domain.money import Money


class Status(StrEnum):
    """DRAFT → POSTED → OPEN → PARTIALLY_PAID → PAID, or VOID."""

    DRAFT = "DRAFT"
    POSTED = "POSTED"
    OPEN = "OPEN"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"
    VOID = "VOID"


OWED = (Status.POSTED, Status.OPEN, Status.PARTIALLY_PAID)
# What payments make of it, whether it was sent before or not.
PAYING = (Status.PARTIALLY_PAID, Status.PAID)
OVER = (Status.PAID, Status.VOID)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in for this invoice, in minor units of its currency. Money that was given back is negative, on
    the day on which it was, and `refund_of` names the payment that it is taken from; a `chargeback` was taken by the
    customer's bank. `fee` is what the customer paid on top for the way of paying: the provider's, and never owed.
    """

    payment_id: str
    amount: int
    received_on: date
    method: str = ""
    reference: str = ""
    recorded_at: datetime | None = None
    refund_of: str = ""
    chargeback: bool = False
    fee: int = 0


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """Which PDF of the invoice is in the bucket, for which version of the invoice."""

    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """The state of an invoice. `payable` is what the document asks for, in minor units; `balance` what is still owed.

    `version` counts changes of what is owed or said; sending, opening and clicking do not change it. `charges` are
    late fees and interest, which the document knows nothing of. `mailed_at` is when the latest mail about it was
    claimed, `mailed_by` its message; `threads` are what `thread_of` looks in;
    `unsent` is a reminder that was called back at its claim.
    """

    invoice_id: str
    number: str
    seller_id: str
    customer_id: str
    customer_name: str
    status: Status
    version: int
    currency: str
    issue_date: date
    due_date: date
    payable: int
    created_at: datetime
    updated_at: datetime
    payments: tuple[Payment, ...] = ()
    delivery: Delivery = Delivery()
    pdf: StoredPdf | None = None
    sent_at: datetime | None = None
    charges: tuple[Charge, ...] = ()
    dunning: Dunning | None = None
    mailed_at: datetime | None = None
    mailed_by: str = ""
    threads: tuple[str, ...] = ()
    unsent: str = ""

    @property
    def never_sent(self) -> bool:
        """Whether it is issued, and no mail has brought it to the customer, who may have paid all the same."""
        return self.status is Status.POSTED or (self.status in PAYING and self.sent_at is None)

    @property
    def paid(self) -> int:
        """Minor units received since the document was issued (what it calls prepaid is not among them)."""
        return sum(payment.amount for payment in self.payments)

    @property
    def charged(self) -> int:
        """Minor units of late fees and interest that have not been waived."""
        return sum(charge.owed for charge in self.charges)

    @property
    def balance(self) -> Money:
        """What is still owed, late fees and interest included."""
        return Money(self.payable + self.charged - self.paid, self.currency)

    @property
    def principal(self) -> int:
        """Minor units of the document's own amount that are still owed: payments go to it first, then to charges."""
        return max(self.payable - self.paid, 0)

    def disturbed(self, *, now: datetime) -> "Invoice":
        """With its dunning to be looked at again, if it has one."""
        return replace(self, dunning=self.dunning.disturbed(now=now)) if self.dunning else self

    def thread_of(self, address: str) -> str:
        """The provider's id of the last mail that brought this invoice to the address; empty when none did."""
        mark = thread(address, "")
        return next((each.removeprefix(mark) for each in reversed(self.threads) if each.startswith(mark)), "")

    def overdue(self, *, today: date) -> bool:
        """Whether it is owed and its due date has passed on the given day (in the seller's zone)."""
        return self.status in OWED and self.due_date < today


def thread(address: str, ses_message_id: str) -> str:
    """How it is remembered which mail brought the invoice to an address: no address stands in it."""
    return f"{derived('to', address.strip().casefold())[:11]} {ses_message_id}"


def standing(invoice: Invoice) -> dict[str, str]:
    """Where it stands, as timeline entries tell programs."""
    return {
        "status": invoice.status.value,
        "balance": str(invoice.balance.amount),
        "currency": invoice.currency,
        "due_date": invoice.due_date.isoformat(),
    }


def post(invoice: Invoice, *, now: datetime) -> Invoice:
    """DRAFT → POSTED: the document is final from here. Raises Conflict for any other status."""
    if invoice.status is not Status.DRAFT:
        raise Conflict(f"only a DRAFT can be posted; {invoice.number} is {invoice.status}", code="wrong_status")
    settled = Status.PAID if invoice.payable == 0 else Status.POSTED
    return replace(invoice, status=settled, updated_at=now)


def void(invoice: Invoice, *, now: datetime) -> Invoice:
    """Cancel what is owed. Raises Conflict when money has come in for it, or when it is void already."""
    if invoice.status is Status.VOID:
        raise Conflict(f"{invoice.number} is void already", code="wrong_status")
    if invoice.paid:
        raise Conflict(
            f"{invoice.number} has payments of {Money(invoice.paid, invoice.currency)}; refund them before voiding",
            code="has_payments",
        )
    return replace(invoice, status=Status.VOID, updated_at=now)


def pay(invoice: Invoice, payment: Payment, *, now: datetime) -> Invoice:
    """Book a payment, of late fees and interest too.

    The same payment again is the same payment: then the invoice is itself.
    Raises Conflict when nothing is owed, InvalidInput for one of nothing or of more than is owed.
    """
    if any(each.payment_id == payment.payment_id for each in invoice.payments):
        return invoice
    if invoice.status not in OWED:
        raise Conflict(
            f"{invoice.number} is {invoice.status}; payments are taken on {', '.join(OWED)}", code="wrong_status"
        )
    if payment.amount <= 0:
        message = "a payment must be more than zero"
        raise InvalidInput(message, Problem("/amount", message))
    if payment.amount > invoice.balance.amount:
        charged = ", late fees and interest included" if invoice.charged else ""
        message = f"{Money(payment.amount, invoice.currency)} is more than the {invoice.balance} still owed{charged}"
        raise InvalidInput(message, Problem("/amount", message))
    left = invoice.balance.amount - payment.amount
    return replace(
        invoice,
        payments=(*invoice.payments, payment),
        status=Status.PARTIALLY_PAID if left else Status.PAID,
        updated_at=now,
    )


def move_due_date(invoice: Invoice, due_date: date, *, now: datetime) -> Invoice:
    """Give another due date, until paid or void. Raises Conflict afterwards, InvalidInput before the issue date."""
    if invoice.status in OVER:
        raise Conflict(f"{invoice.number} is {invoice.status}; its due date cannot move", code="wrong_status")
    if due_date < invoice.issue_date:
        message = f"the due date {due_date} is before the issue date {invoice.issue_date}"
        raise InvalidInput(message, Problem("/due_date", message))
    return replace(invoice, due_date=due_date, updated_at=now)
