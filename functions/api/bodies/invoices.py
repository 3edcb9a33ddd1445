"""Invoices as callers give them: JSON to lines that add up."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from api.bodies.common import Currency, Day, Given, LongText, Number, Text
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Period, Reference
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.money import LARGEST, Money
from dunlin.domain.party import Party
from dunlin.domain.pricing import check_places, gross, line_net, share
from dunlin.domain.remittance import IncomingPayment
from dunlin.domain.totals import Adjustment, Totals, total

TaxCategory = Annotated[
    str,
    Field(pattern="^(S|Z|E|AE|K|G|O|L|M|B)$", description="UNCL 5305, as in EN 16931: S standard, Z zero, E exempt"),
]
Rate = Annotated[Number, Field(ge=0, le=100, description="percent")]
Minor = Annotated[int, Field(ge=0, le=LARGEST, description="minor units of the invoice's currency")]


class PeriodBody(Given):
    """A billing period."""

    start: Day | None = None
    end: Day | None = None


class AdjustmentBody(Given):
    """An allowance (discount) or a charge: an amount, or a percentage of what it stands under."""

    kind: Literal["allowance", "charge"]
    amount: Minor | None = None
    percent: Annotated[Number, Field(gt=0, le=1000)] | None = None
    reason: Text = ""
    tax_category: TaxCategory = "S"
    tax_rate: Rate = Decimal(0)

    def to_domain(self, base: int, *, where: str) -> Adjustment:
        """The domain's adjustment of `base` minor units."""
        if (self.amount is None) == (self.percent is None):
            message = "give either `amount` or `percent`"
            raise InvalidInput(message, Problem(where, message))
        amount = self.amount if self.amount is not None else abs(share(base, self.percent or Decimal(0)))
        return Adjustment(
            charge=self.kind == "charge",
            amount=amount,
            reason=self.reason,
            percent=self.percent,
            base=base if self.percent is not None else None,
            tax_category=self.tax_category,
            tax_rate=self.tax_rate,
        )


class LineBody(Given):
    """One line. Its net is quantity × unit price / base quantity, with its adjustments, rounded half up."""

    name: Annotated[str, Field(min_length=1, max_length=500)]
    description: LongText = ""
    quantity: Annotated[Number, Field(description="up to 6 decimals", max_digits=18, examples=["1.5"])]
    unit_price: Annotated[Number, Field(description="net, in major units, up to 6 decimals", max_digits=18)]
    unit_code: Annotated[str, Field(max_length=3, description="UN/ECE Rec 20", examples=["HUR"])] = ""
    base_quantity: Annotated[Number, Field(gt=0)] = Decimal(1)
    tax_category: TaxCategory = "S"
    tax_rate: Rate = Decimal(0)
    adjustments: Annotated[list[AdjustmentBody], Field(max_length=20)] = []
    item_id: Text = ""
    note: LongText = ""
    period: PeriodBody | None = None

    def to_domain(self, number: int, currency: str) -> Line:
        """The domain's line."""
        where = f"/lines/{number - 1}"
        check_places(self.quantity, where=f"{where}/quantity")
        check_places(self.unit_price, where=f"{where}/unit_price")
        check_places(self.base_quantity, where=f"{where}/base_quantity")
        base = gross(self.quantity, self.unit_price, self.base_quantity, currency=currency)
        adjustments = tuple(
            each.to_domain(base, where=f"{where}/adjustments/{index}") for index, each in enumerate(self.adjustments)
        )
        return Line(
            line_id=str(number),
            name=self.name,
            description=self.description,
            quantity=self.quantity,
            unit_price=self.unit_price,
            unit_code=self.unit_code,
            base_quantity=self.base_quantity,
            net=line_net(
                self.quantity,
                self.unit_price,
                currency=currency,
                base_quantity=self.base_quantity,
                adjustments=adjustments,
            ),
            tax_category=self.tax_category,
            tax_rate=self.tax_rate,
            adjustments=adjustments,
            item_id=self.item_id,
            note=self.note,
            period=Period(self.period.start, self.period.end) if self.period else None,
        )


class PaymentBody(Given):
    """How to pay this invoice, where it differs from the seller's bank account."""

    reference: Text = ""
    terms: LongText = ""
    iban: Annotated[str, Field(max_length=34)] = ""
    bic: Annotated[str, Field(max_length=11)] = ""
    account_name: Text = ""


class StatedTotals(Given):
    """The caller's own sums, in minor units. One that disagrees with ours refuses the invoice."""

    tax_exclusive: int | None = None
    tax: int | None = None
    tax_inclusive: int | None = None
    payable: int | None = None


class InvoiceContent(Given):
    """What an invoice says."""

    currency: Currency
    issue_date: Day
    due_date: Day | None = Field(None, description="left out: the seller's payment terms decide")
    lines: Annotated[list[LineBody], Field(min_length=1, max_length=2000)]
    adjustments: Annotated[list[AdjustmentBody], Field(max_length=50)] = []
    prepaid: Minor = 0
    rounding: Annotated[int, Field(ge=-(10**6), le=10**6)] = 0
    period: PeriodBody | None = None
    buyer_reference: Text = ""
    order_reference: Text = ""
    contract_reference: Text = ""
    notes: Annotated[list[LongText], Field(max_length=20)] = []
    payment: PaymentBody = PaymentBody()
    exemption_reasons: dict[str, Text] = Field({}, description="by tax category: why no tax is charged")
    totals: StatedTotals = StatedTotals()

    def to_domain(self, seller: Party, buyer: Party) -> InvoiceDocument:
        """The document, added up. Raises InvalidInput where the stated totals disagree."""
        lines = tuple(line.to_domain(number, self.currency) for number, line in enumerate(self.lines, start=1))
        net = sum(line.net for line in lines)
        adjustments = tuple(
            each.to_domain(net, where=f"/adjustments/{index}") for index, each in enumerate(self.adjustments)
        )
        totals = total(
            lines,
            adjustments,
            prepaid=self.prepaid,
            rounding=self.rounding,
            exemption_reasons=dict(self.exemption_reasons),
        )
        self._agree(totals)
        return InvoiceDocument(
            seller=seller,
            buyer=buyer,
            currency=self.currency,
            lines=lines,
            adjustments=adjustments,
            totals=totals,
            period=Period(self.period.start, self.period.end) if self.period else None,
            references=self._references(),
            notes=tuple(self.notes),
            payment_terms=self.payment.terms,
            payment_means=self._means(),
        )

    def _agree(self, totals: Totals) -> None:
        stated = self.totals.model_dump(exclude_none=True)
        wrong = [
            Problem(
                f"/totals/{name}",
                f"{name} is stated as {Money(value, self.currency)} but the lines come to "
                f"{Money(getattr(totals, name), self.currency)}",
            )
            for name, value in stated.items()
            if value != getattr(totals, name)
        ]
        if wrong:
            raise InvalidInput("The stated totals do not follow from the lines.", *wrong)

    def _references(self) -> tuple[Reference, ...]:
        given = (
            ("buyer", self.buyer_reference),
            ("order", self.order_reference),
            ("contract", self.contract_reference),
        )
        return tuple(Reference(kind, value) for kind, value in given if value)

    def _means(self) -> tuple[PaymentMeans, ...]:
        given = self.payment
        if not (given.reference or given.iban):
            return ()
        return (
            PaymentMeans(
                code="58" if given.iban else "30",
                reference=given.reference,
                iban=given.iban,
                bic=given.bic,
                account_name=given.account_name,
            ),
        )


class NewInvoice(InvoiceContent):
    """An invoice to create, as a DRAFT."""

    seller_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]
    customer_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]
    number: Annotated[str, Field(min_length=1, max_length=100)]


class InvoicePatch(Given):
    """A DRAFT's new content (whole), or a new due date, which moves until the invoice is paid or void."""

    content: InvoiceContent | None = None
    due_date: Day | None = None


class NewPayment(Given):
    """Money that came in."""

    amount: Annotated[int, Field(gt=0, le=LARGEST, description="minor units")]
    currency: Currency
    received_on: Day
    method: Text = ""
    reference: Text = ""

    def to_domain(self, payment_id: str) -> IncomingPayment:
        """As a person told of it."""
        return IncomingPayment(payment_id, **self.model_dump())
