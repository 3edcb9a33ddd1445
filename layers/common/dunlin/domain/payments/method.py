"""Methods of payment, and what the law calls them."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How a customer pays."""

    CARD = "card"
    SEPA_DEBIT = "sepa_debit"
    BANK_TRANSFER = "bank_transfer"
    BANCONTACT = "bancontact"
    EPS = "eps"
    IDEAL = "ideal"
    KLARNA = "klarna"
    PAYPAL = "paypal"


class Rail(StrEnum):
    """What moves the money: laws on surcharges speak of it."""

    CARD = "card"
    SEPA = "sepa"  # credit transfers and direct debits under Regulation (EU) No 260/2012
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Nature:
    """`online`: paid through a provider, else by the customer's own bank. `later`: a provider may charge it again
    without the customer, for autopay.
    """

    rail: Rail
    online: bool = True
    later: bool = False


NATURES = {
    Method.CARD: Nature(Rail.CARD, later=True),
    Method.SEPA_DEBIT: Nature(Rail.SEPA, later=True),
    Method.BANK_TRANSFER: Nature(Rail.SEPA, online=False),
    Method.BANCONTACT: Nature(Rail.CARD),
    Method.EPS: Nature(Rail.SEPA),
    Method.IDEAL: Nature(Rail.SEPA),
    Method.KLARNA: Nature(Rail.OTHER),
    Method.PAYPAL: Nature(Rail.OTHER),
}
