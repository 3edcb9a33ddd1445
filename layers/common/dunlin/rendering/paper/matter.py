"""What is printed: the invoice with everything that decides how it reads."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dunlin.domain.document import InvoiceDocument, Period
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import Money
from dunlin.domain.seller import Seller
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.letter import has_vat
from dunlin.rendering.paper.style import GREEN, GREY, RED, Accent, Colour
from dunlin.rendering.paper.units import unit
from dunlin.rendering.paper.words import Words


@dataclass(frozen=True, slots=True)
class Matter:
    """An invoice to print, in the recipient's words and formats. Amounts are minor units of the document's currency.

    `logo` is a PNG, or empty.
    """

    invoice: Invoice
    document: InvoiceDocument
    seller: Seller
    locale: Locale
    words: Words
    accent: Accent
    draft: bool
    logo: bytes = b""

    @property
    def balance(self) -> Money:
        """What is still to be paid; never less than nothing, and nothing of a void invoice."""
        owed = 0 if self.invoice.status is Status.VOID else self.invoice.balance.amount
        return Money(max(owed, 0), self.document.currency)

    @property
    def payable_now(self) -> bool:
        """Whether a reader should pay it."""
        return not self.draft and self.invoice.status not in (Status.VOID, Status.PAID) and self.balance.amount > 0

    @property
    def mark(self) -> tuple[str, Colour] | None:
        """The word stamped on it, and its colour."""
        marks = self.words.marks
        if self.invoice.status is Status.VOID:
            return marks["void"], RED
        if self.draft:
            return marks["draft"], GREY
        return (marks["paid"], GREEN) if self.invoice.status is Status.PAID else None

    @property
    def title(self) -> str:
        """What the document is called: Invoice, Partial invoice..."""
        return self.words.types.get(self.document.type_code, self.words.types["380"])

    @property
    def tax(self) -> str:
        """What the tax is called within a sentence."""
        return self.words("general_tax" if self._no_vat else "tax")

    @property
    def tax_name(self) -> str:
        """The same at the head of a line."""
        return self.tax[:1].upper() + self.tax[1:]

    @property
    def tax_id_label(self) -> str:
        return self.words("general_tax_id" if self._no_vat else "tax_id")

    @property
    def buyer_tax_id_label(self) -> str:
        return self.words("your_general_tax_id" if self._no_vat else "your_tax_id")

    @property
    def _no_vat(self) -> bool:
        return not has_vat(self.document.seller)

    def money(self, amount: int) -> str:
        return formats.money(Money(amount, self.document.currency), self.locale)

    def amount(self, amount: int) -> str:
        return formats.amount(Money(amount, self.document.currency), self.locale)

    def price(self, price: Decimal) -> str:
        return formats.price(price, self.document.currency, self.locale)

    def date(self, day: dt.date) -> str:
        return formats.date(day, self.locale)

    def percent(self, rate: Decimal) -> str:
        return formats.percent(rate, self.locale)

    def quantity(self, quantity: Decimal, code: str) -> str:
        """The number and its unit, which do not part at a line's end."""
        word = unit(code, quantity, self.words.units, language=self.words.language)
        return f"{formats.number(quantity, self.locale)}\u00a0{word}".rstrip("\u00a0")

    def period(self, period: Period) -> str:
        start = self.date(period.start) if period.start else ""
        end = self.date(period.end) if period.end else ""
        if start and end:
            return self.words("between", start=start, end=end)
        if start:
            return self.words("from", start=start)
        return self.words("until", end=end) if end else ""
