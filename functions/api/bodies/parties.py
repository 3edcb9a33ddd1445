"""Sellers and customers, as callers give and get them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from api.bodies.agreements import AgreementShown, agreements
from api.bodies.common import EmailText, Given, PartyBody, Shown, Text, as_is
from api.bodies.holds import HoldShown, holds
from dunlin.domain.customer import Contact, Customer, EmailPreferences, Role
from dunlin.domain.portal.settings import PortalSettings
from dunlin.domain.seller import BankAccount, Seller, UnconfirmedPolicy


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone")
    return name


Zone = Annotated[str, Field(examples=["Europe/Amsterdam"]), AfterValidator(_zone)]
Locale = Annotated[str, Field(pattern="^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$", examples=["nl-NL"])]
WorkflowId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$", examples=["wf_standard"])]
Host = Annotated[str, Field(max_length=253, pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", examples=["example.com"])]


class BankBody(Given):
    """Where customers pay to."""

    iban: Annotated[str, Field(max_length=34)] = ""
    bic: Annotated[str, Field(max_length=11)] = ""
    account_name: Text = ""
    account_number: Annotated[str, Field(max_length=50)] = ""
    bank_name: Text = ""


class SellerBody(Given):
    """A legal entity that the organisation bills through."""

    party: PartyBody
    sender_address: EmailText = Field(description="From: must be in the stack's verified domain")
    sender_name: Annotated[str, Field(min_length=1, max_length=100)]
    reply_to: EmailText = Field("", description="where answers go: a person's mailbox")
    bank: BankBody = BankBody()
    website: Annotated[str, Field(max_length=200)] = ""
    payment_page: Annotated[
        str,
        Field(max_length=300, pattern=r"^(https://[^\s/@]+(/\S*)?)?$", examples=["https://pay.example.com/{number}"]),
    ] = ""
    locale: Locale = "en"
    time_zone: Zone = "UTC"
    payment_terms_days: int = Field(30, ge=0, le=365)
    accent: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")] = "#1f5f8b"
    link_hosts: Annotated[list[Host], Field(max_length=20, description="where buttons may lead besides")] = []
    unconfirmed_policy: UnconfirmedPolicy = Field(
        UnconfirmedPolicy.REVIEW, description="what to do with a mail of which nobody knows whether it left"
    )
    undo_seconds: int = Field(0, ge=0, le=900, description="how long a send can be undone")
    workflow_id: WorkflowId = Field(
        "", description="by which reminders are sent, unless the invoice or its customer names another; empty: none are"
    )
    reminder_spacing_days: int = Field(
        3, ge=1, le=90, description="days between reminders that are caught up because their own days have passed"
    )

    payments_fresh_hours: int = Field(
        0,
        ge=0,
        le=720,
        description="reminders wait when the last bank import or webhook is older than that; 0: off",
    )

    def to_domain(self, seller_id: str, version: int, portal: PortalSettings) -> Seller:
        """The domain's seller."""
        return Seller(
            seller_id=seller_id,
            version=version,
            portal=portal,
            party=self.party.to_domain(),
            bank=BankAccount(**self.bank.model_dump()),
            link_hosts=tuple(self.link_hosts),
            **self.model_dump(exclude={"party", "bank", "link_hosts"}),
        )


class SellerShown(SellerBody, Shown):
    """A stored seller."""

    seller_id: str
    version: int
    payments_known_at: datetime | None = Field(description="when payments were told of last")


class ContactBody(Given):
    """A person at the customer. Without `contact_id` a new one."""

    contact_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$")] = ""
    name: Text = ""
    email: EmailText = ""
    phone: Annotated[str, Field(max_length=50)] = ""
    roles: Annotated[list[Role], Field(max_length=4)] = []


class PreferencesBody(Given):
    """Addresses that win over the contacts."""

    to: Annotated[list[EmailText], Field(max_length=20)] = []
    cc: Annotated[list[EmailText], Field(max_length=20)] = []
    bcc: Annotated[list[EmailText], Field(max_length=20)] = []
    attach_pdf: bool = True
    tracking: bool = True

    def to_domain(self) -> EmailPreferences:
        """The domain's preferences."""
        return EmailPreferences(
            tuple(self.to), tuple(self.cc), tuple(self.bcc), attach_pdf=self.attach_pdf, tracking=self.tracking
        )


class CustomerBody(Given):
    """A customer to create."""

    party: PartyBody
    contacts: Annotated[list[ContactBody], Field(max_length=50)] = []
    preferences: PreferencesBody = PreferencesBody()
    locale: Locale = ""
    time_zone: Zone = ""
    consumer: bool = Field(False, description="a person, not a business: other rules hold for fees and interest")
    workflow_id: WorkflowId = Field(
        "", description="by which reminders are sent, unless the invoice names another; empty: the seller's"
    )


class CustomerPatch(Given):
    """What to change of a customer; what is left out stays. Lists are replaced whole."""

    party: PartyBody | None = None
    contacts: Annotated[list[ContactBody], Field(max_length=50)] | None = None
    preferences: PreferencesBody | None = None
    locale: Locale | None = None
    time_zone: Zone | None = None
    consumer: bool | None = None
    workflow_id: WorkflowId | None = None


class UndeliverableShown(Shown):
    """An address that nothing is sent to until it is corrected or cleared."""

    address: str
    reason: str
    since: datetime


class CustomerShown(CustomerBody, Shown):
    """A stored customer."""

    customer_id: str
    version: int
    undeliverable: list[UndeliverableShown]
    holds: list[HoldShown] = Field(description="why no invoice is reminded of; those of one invoice stand there")
    promises_kept: int
    promises_broken: int
    agreements: list[AgreementShown] = Field(description="to be charged automatically; ended ones too")


def customer_shown(customer: Customer, *, now: datetime) -> CustomerShown:
    """A customer as callers get it."""
    held = holds(customer.holds, now=now)
    return as_is(CustomerShown, customer, holds=held, agreements=agreements(customer.agreements))


def contacts(bodies: list[ContactBody], new_ids: list[str]) -> tuple[Contact, ...]:
    """The domain's contacts; those without an id take theirs from `new_ids`."""
    return tuple(
        Contact(body.contact_id or new_id, body.name, body.email, body.phone, tuple(body.roles))
        for body, new_id in zip(bodies, new_ids, strict=True)
    )


def patched(customer: Customer, patch: CustomerPatch, new_ids: list[str]) -> Customer:
    """The customer with what the patch gives."""
    return replace(
        customer,
        party=patch.party.to_domain() if patch.party else customer.party,
        contacts=customer.contacts if patch.contacts is None else contacts(patch.contacts, new_ids),
        preferences=patch.preferences.to_domain() if patch.preferences else customer.preferences,
        locale=customer.locale if patch.locale is None else patch.locale,
        time_zone=customer.time_zone if patch.time_zone is None else patch.time_zone,
        consumer=customer.consumer if patch.consumer is None else patch.consumer,
        workflow_id=customer.workflow_id if patch.workflow_id is None else patch.workflow_id,
    )
