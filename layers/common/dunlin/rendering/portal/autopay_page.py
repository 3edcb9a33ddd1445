"""What the pages about automatic payment show: how it stands with each seller, and what is agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.invoice import Invoice
from dunlin.domain.payments.agreeing import chargeable
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.collecting import Collection, collection_of
from dunlin.domain.payments.surcharging import ban
from dunlin.domain.portal.settings import FeePolicy, MethodSettings
from dunlin.domain.seller import Seller
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail.rows import Row
from dunlin.rendering.portal.language import words


@dataclass(frozen=True, slots=True)
class Choice:
    """One method: for programs, by name, and what it costs."""

    method: str
    name: str
    fee: str


@dataclass(frozen=True, slots=True)
class Account:
    """A customer with a seller. Without `agreement_id` nothing is agreed; without `choices` nothing can be."""

    customer_id: str
    customer: str
    seller_id: str
    seller: str
    agreement_id: str
    since: str
    facts: tuple[Row, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Where a limit is typed: what stands in it, and what is wrong with that."""

    currency: str
    label: str
    value: str
    example: str
    fault: str = ""


def account(customer: Customer, seller: Seller, owed: Sequence[Invoice], locale: Locale, *, now: datetime) -> Account:
    """How it stands; `owed` are the customer's invoices of this seller, with their dunning."""
    agreement = customer.agreement_with(seller.seller_id)
    said = words(locale.language, "autopay")
    return Account(
        customer_id=customer.customer_id,
        customer=customer.party.name,
        seller_id=seller.seller_id,
        seller=name_of(seller),
        agreement_id=agreement.agreement_id if agreement else "",
        since=said["since"].format(date=day_of(agreement.agreed_at, seller, locale)) if agreement else "",
        facts=_facts(agreement, _next(customer, seller, owed, now), seller, locale) if agreement else (),
        choices=tuple(_choice(each, customer, locale) for each in chargeable(seller.portal)),
    )


def name_of(seller: Seller) -> str:
    """What customers call it."""
    return seller.party.trading_name or seller.party.name or seller.sender_name


def fee_told(each: MethodSettings, customer: Customer, locale: Locale) -> str:
    """What is charged on top of every invoice, in words; empty for nothing."""
    if each.fee.policy is FeePolicy.ABSORB or ban(each.method, customer):
        return ""
    said = words(locale.language, "autopay")
    percent = formats.percent(each.fee.percent, locale) if each.fee.percent else ""
    fixed = " / ".join(formats.money(one, locale) for one in each.fee.fixed)
    key = "fee_both" if percent and fixed else "fee_rate" if percent else "fee_fixed"
    return said[key].format(percent=percent, fixed=fixed)


def means_of(agreement: Agreement, locale: Locale) -> str:
    """How the customer knows it."""
    name = words(locale.language, "paying")[agreement.mandate.method]
    return f"{name} ({agreement.mandate.label})" if agreement.mandate.label else name


def _choice(each: MethodSettings, customer: Customer, locale: Locale) -> Choice:
    fee = fee_told(each, customer, locale) or words(locale.language, "autopay")["fee_none"]
    return Choice(each.method.value, words(locale.language, "paying")[each.method], fee)


def _facts(
    agreement: Agreement, found: tuple[Invoice, Collection] | None, seller: Seller, locale: Locale
) -> tuple[Row, ...]:
    said = words(locale.language, "autopay")
    limits = ", ".join(formats.money(each, locale) for each in agreement.limits)
    return (
        Row(said["means"], means_of(agreement, locale)),
        Row(said["limit"], limits or said["no_limit"]),
        Row(said["next"], _charge(*found, seller, locale) if found else said["none_next"]),
    )


def _next(
    customer: Customer, seller: Seller, owed: Sequence[Invoice], now: datetime
) -> tuple[Invoice, Collection] | None:
    found = ((each, collection_of(each, customer, seller, now=now)) for each in owed)
    coming = [(invoice, charge) for invoice, charge in found if isinstance(charge, Collection)]
    return min(coming, key=lambda each: (each[1].at, each[0].number), default=None)


def _charge(invoice: Invoice, charge: Collection, seller: Seller, locale: Locale) -> str:
    total = formats.money(charge.total, locale)
    said = words(locale.language, "autopay")["next_charge"]
    return said.format(number=invoice.number, amount=total, date=day_of(charge.at, seller, locale))


def day_of(at: datetime, seller: Seller, locale: Locale) -> str:
    """The day of the seller's clock, as customers read it."""
    return formats.date(seller.day(at), locale)
