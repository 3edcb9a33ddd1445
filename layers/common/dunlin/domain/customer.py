"""A customer: whom invoices go to, by which contacts and preferences, and which of their addresses are dead."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.dunning.hold import Hold
from dunlin.domain.party import Party
from dunlin.domain.payments.agreement import Agreement


class Role(StrEnum):
    """What a contact is for."""

    PRIMARY = "primary"
    BILLING = "billing"
    FINANCE = "finance"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer."""

    contact_id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class EmailPreferences:
    """Addresses that win over the contacts. `tracking` False means no open or click tracking of this customer."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    attach_pdf: bool = True
    tracking: bool = True


@dataclass(frozen=True, slots=True)
class UndeliverableAddress:
    """An address that bounced hard or complained; refused until it is corrected or cleared."""

    address: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer record. `locale` BCP 47 and `time_zone` IANA may be empty: then the seller's hold.

    `workflow_id` is the workflow of its invoices that name none. `holds` rest all of them. `promises_kept` and
    `promises_broken` count promises to pay. A `consumer` is a person who buys for himself: other laws hold.
    `agreements` are those to be charged automatically, ended ones too.
    """

    customer_id: str
    version: int
    party: Party
    contacts: tuple[Contact, ...] = ()
    preferences: EmailPreferences = EmailPreferences()
    locale: str = ""
    time_zone: str = ""
    undeliverable: tuple[UndeliverableAddress, ...] = ()
    workflow_id: str = ""
    holds: tuple[Hold, ...] = ()
    promises_kept: int = 0
    promises_broken: int = 0
    consumer: bool = False
    agreements: tuple[Agreement, ...] = ()

    def agreement_with(self, seller_id: str) -> Agreement | None:
        """By which this seller may charge; None where there is none."""
        return next((each for each in self.agreements if each.seller_id == seller_id and each.active), None)

    def dead(self, address: str) -> UndeliverableAddress | None:
        """Why nothing is sent to this address, or None when nothing speaks against it."""
        wanted = normalise(address)
        return next((dead for dead in self.undeliverable if dead.address == wanted), None)

    def contact_for(self, role: Role) -> Contact | None:
        """The first contact with that role that has an address."""
        return next((contact for contact in self.contacts if role in contact.roles and contact.email), None)


def planned_from(customer: Customer) -> tuple[object, ...]:
    """What reminders are planned from: whose clock and calendar, to whom, and by which workflow."""
    address = customer.party.address
    return (
        customer.time_zone,
        address.country,
        address.region,
        customer.contacts,
        customer.preferences.to,
        customer.workflow_id,
    )


def addresses_of(customer: Customer) -> tuple[str, ...]:
    """Every address of the customer's on file, each once, as two spellings are compared."""
    preferred = (*customer.preferences.to, *customer.preferences.cc, *customer.preferences.bcc)
    known = (*(each.email for each in customer.contacts), *preferred)
    return tuple(dict.fromkeys(filter(None, map(normalise, known))))


def normalise(address: str) -> str:
    """The form in which two spellings of one mailbox are compared: no provider tells upper from lower case."""
    return address.strip().casefold()
