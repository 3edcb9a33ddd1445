"""Whom a message goes to: what the sender said, else the preferences, else the billing, else the primary contact."""

import re
from collections.abc import Iterable

from dunlin.domain.customer import Contact, Customer, Role, normalise
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.message import Header, Recipient

# RFC 5321 atoms and a dotted domain; quoted local parts and address literals are not worth their risk in headers.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:{_LABEL}\.)+(?=..){_LABEL}")
MOST = 50


def is_address(text: str) -> bool:
    """Whether this is an address that SES takes as it is."""
    local = text.partition("@")[0]
    return (
        len(text) <= 254  # noqa: PLR2004 - RFC 5321 4.5.3.1.3
        and _ADDRESS.fullmatch(text) is not None
        and ".." not in local
        and not local.startswith(".")
        and not local.endswith(".")
    )


def choose(
    customer: Customer, *, to: Iterable[str] = (), cc: Iterable[str] = (), bcc: Iterable[str] = ()
) -> tuple[Recipient, ...]:
    """The recipients, each mailbox once. Raises InvalidInput when there is none, a bad or an undeliverable one."""
    preferences = customer.preferences
    to = tuple(to)
    wanted = (
        *((address, Header.TO) for address in to or _default(customer)),
        *((address, Header.CC) for address in tuple(cc) or (() if to else preferences.cc)),
        *((address, Header.BCC) for address in tuple(bcc) or (() if to else preferences.bcc)),
    )
    found: dict[str, Recipient] = {}
    for address, header in wanted:
        found.setdefault(normalise(address), _recipient(customer, address, header))
    _check(customer, tuple(found.values()))
    return tuple(found.values())


def _default(customer: Customer) -> tuple[str, ...]:
    if customer.preferences.to:
        return customer.preferences.to
    contact = customer.contact_for(Role.BILLING) or customer.contact_for(Role.PRIMARY)
    return (contact.email,) if contact else ()


def _recipient(customer: Customer, address: str, header: Header) -> Recipient:
    same = normalise(address)
    contact = next((each for each in customer.contacts if normalise(each.email) == same), Contact(""))
    return Recipient(address.strip(), contact.name, header, contact.contact_id)


def _check(customer: Customer, recipients: tuple[Recipient, ...]) -> None:
    if not any(each.header is Header.TO for each in recipients):
        message = (
            f"{customer.party.name} has no address to send to: give `to`, set the customer's email preferences, "
            "or add a contact with the role billing or primary"
        )
        raise InvalidInput(message, Problem("/to", message))
    if len(recipients) > MOST:
        message = f"{len(recipients)} recipients are more than the {MOST} of one message"
        raise InvalidInput(message, Problem("/to", message))
    problems = [problem for each in recipients if (problem := _problem(customer, each))]
    if problems:
        raise InvalidInput("Some recipients cannot be written to.", *problems)


def _problem(customer: Customer, recipient: Recipient) -> Problem | None:
    where = f"/{recipient.header}"
    if not is_address(recipient.address):
        return Problem(where, f"{recipient.address!r} is not an e-mail address")
    if dead := customer.dead(recipient.address):
        return Problem(
            where,
            f"{recipient.address} is undeliverable since {dead.since:%Y-%m-%d} ({dead.reason}): "
            "correct the contact's address, or clear the mark once it works again",
        )
    return None
