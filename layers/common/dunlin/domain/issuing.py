"""Making an invoice: from parties, lines and dates to a record that adds up."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import Conflict, InvalidInput, Problem
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import LARGEST, Money, too_large
from dunlin.domain.seller import Seller

# DynamoDB keys and SES tags bound ids; invoice numbers are printed, so they only need to be short and one line.
LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, and how it came about when nobody gave one."""

    on: date
    note: str = ""


def due_date(stated: date | None, *, issued: date, seller: Seller) -> Due:
    """The stated due date, else the seller's payment terms. Raises InvalidInput for one before the issue date."""
    if stated is None:
        on = _after(issued, seller.payment_terms_days)
        return Due(on, f"no due date was given: {on} follows from {seller.payment_terms_days} days' payment terms")
    if stated < issued:
        message = f"the due date {stated} is before the issue date {issued}"
        raise InvalidInput(message, Problem("/due_date", message))
    return Due(stated)


def _after(issued: date, days: int) -> date:
    try:
        return issued + timedelta(days=days)
    except OverflowError as beyond:
        message = f"the issue date {issued} is not plausible"
        raise InvalidInput(message, Problem("/issue_date", message)) from beyond


def draft(
    document: InvoiceDocument,
    *,
    number: str,
    issue_date: date,
    due: date,
    seller: Seller,
    customer: Customer,
    now: datetime,
) -> Invoice:
    """A DRAFT. Its id follows from seller and number, so the same invoice is never there twice.

    Raises InvalidInput when there is nothing to ask for: a negative amount is the customer's money, not ours to chase.
    """
    check_issuable(number, document)
    return Invoice(
        invoice_id=derived("inv", seller.seller_id, number),
        number=number,
        seller_id=seller.seller_id,
        customer_id=customer.customer_id,
        customer_name=customer.party.trading_name or customer.party.name,
        status=Status.DRAFT,
        version=0,
        currency=document.currency,
        issue_date=issue_date,
        due_date=due,
        payable=document.totals.payable,
        created_at=now,
        updated_at=now,
    )


def revise(invoice: Invoice, document: InvoiceDocument, *, issue_date: date, due: date, now: datetime) -> Invoice:
    """A DRAFT with another document. Raises Conflict once it is posted."""
    if invoice.status is not Status.DRAFT:
        raise Conflict(
            f"{invoice.number} is {invoice.status}: only its due date can be changed; void it and issue another",
            code="wrong_status",
        )
    check_issuable(invoice.number, document)
    return replace(
        invoice,
        currency=document.currency,
        issue_date=issue_date,
        due_date=due,
        payable=document.totals.payable,
        updated_at=now,
    )


def check_issuable(number: str, document: InvoiceDocument) -> None:
    """Raises InvalidInput, with everything that is wrong, for what cannot be issued as an invoice."""
    problems = []
    if not number.strip() or len(number) > LONGEST_NUMBER or not number.isprintable():
        problems.append(Problem("/number", f"the number must be one line of 1 to {LONGEST_NUMBER} characters"))
    if not document.lines:
        problems.append(Problem("/lines", "an invoice needs at least one line"))
    if document.totals.payable < 0:
        owed = Money(document.totals.payable, document.currency)
        problems.append(Problem("/totals/payable", f"the amount to pay is {owed}: there is nothing to ask for"))
    if any(abs(figure) > LARGEST for figure in _figures(document)):
        problems.append(Problem("/totals", too_large(document.currency)))
    if problems:
        raise InvalidInput("This cannot be issued as an invoice.", *problems)


def _figures(document: InvoiceDocument) -> tuple[int, ...]:
    totals = document.totals
    return (
        *(line.net for line in document.lines),
        *(each.amount for each in document.adjustments),
        *(totals.lines, totals.tax_exclusive, totals.tax, totals.tax_inclusive, totals.prepaid, totals.payable),
    )
