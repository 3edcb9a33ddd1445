"""A seller: a legal entity that the organisation bills through, with its defaults for sending."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.logo import Logo
from dunlin.domain.party import Party
from dunlin.domain.portal.settings import PortalSettings

PAY, PORTAL = "pay", "portal"
# No userinfo, no backslash, no port: nothing that two readers could understand differently.
_LINK = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#][!-\[\]-~]*)?", re.IGNORECASE)


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
    `undo_seconds` is how long a send can be undone, unless the sender says otherwise; `link_hosts` are the hosts that a
    button may lead to besides. `workflow_id` is the workflow of invoices for which neither they nor their customer name
    one (empty: no reminders); `reminder_spacing_days` lie between reminders that are caught up. With
    `payments_fresh_hours`, reminders wait when payments were known longer ago (0: they never do); `payments_known_at`
    is when a bank import or a payment provider told of payments last.
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
    link_hosts: tuple[str, ...] = ()
    workflow_id: str = ""
    reminder_spacing_days: int = 3
    portal: PortalSettings = PortalSettings()
    payments_fresh_hours: int = 0
    payments_known_at: datetime | None = None
    logo: Logo | None = None

    def day(self, moment: datetime) -> date:
        """The day that it is by its clock."""
        return moment.astimezone(ZoneInfo(self.time_zone or "UTC")).date()

    def pay_link(self, number: str) -> str:
        """Where this invoice is paid online; empty when the seller has no such page."""
        return self.payment_page.replace("{number}", quote(number, safe=""))

    def link(self, target: str, number: str, *, own: str = "") -> str:
        """Where a button leads: to the recipient's `own` page in the portal, or, where the seller has turned those
        links off, or there is none, to the page to pay on.
        """
        if target not in {PAY, PORTAL}:
            return target
        return own if own and self.portal.links_in_mails else self.pay_link(number)

    def check_target(self, target: str) -> None:
        """Raises InvalidInput for a target that no mail of this seller's may lead to."""
        if target in {PAY, PORTAL}:
            return
        found = _LINK.fullmatch(target)
        if not found:
            message = "a button leads to `pay`, `portal`, or an https address with a plain host"
            raise InvalidInput(message, Problem("/cta/target", message))
        if found[1].casefold() not in {host.casefold() for host in self.link_hosts}:
            message = f"{found[1]} is not among the seller's `link_hosts`"
            raise InvalidInput(message, Problem("/cta/target", message))
