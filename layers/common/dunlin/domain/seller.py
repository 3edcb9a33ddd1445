"""A seller: a legal entity that the organisation bills through, with its defaults for sending."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from dunlin.domain.party import Party


class UnconfirmedPolicy(StrEnum):
    """What to do with an e-mail that may or may not have left, when no evidence came."""

    REVIEW = "review"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where customers pay to. `reference_hint` is printed when an invoice brings no payment reference of its own."""

    iban: str = ""
    bic: str = ""
    account_name: str = ""
    account_number: str = ""
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller record. `locale` is BCP 47 (`de-AT`), `time_zone` IANA, `accent` a colour `#rrggbb`.

    `payment_page` is where customers pay online, an https address; `{number}` in it stands for the invoice's number.
    `undo_seconds` is how long a send can be undone, unless the sender says otherwise.
    """

    seller_id: str
    version: int
    party: Party
    sender_address: str
    sender_name: str
    reply_to: str = ""
    bank: BankAccount = BankAccount()
    website: str = ""
    payment_page: str = ""
    locale: str = "en"
    time_zone: str = "UTC"
    payment_terms_days: int = 30
    accent: str = "#1f5f8b"
    unconfirmed_policy: UnconfirmedPolicy = UnconfirmedPolicy.REVIEW
    undo_seconds: int = 0

    def pay_link(self, number: str) -> str:
        """Where this invoice is paid online; empty when the seller has no such page."""
        return self.payment_page.replace("{number}", quote(number, safe=""))
