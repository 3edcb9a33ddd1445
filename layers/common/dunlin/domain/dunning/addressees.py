"""Whom a reminder goes to: the roles and addresses of the step, as far as they can be written to."""

from dataclasses import dataclass

from dunlin.domain.customer import Contact, Customer, Role, normalise
from dunlin.domain.dunning.workflow import Step
from dunlin.domain.message import Header, Recipient
from dunlin.domain.recipients import is_address

# Who is asked in place of a contact who cannot be written to.
_STAND_INS = (Role.BILLING, Role.PRIMARY, Role.FINANCE, Role.ESCALATION)


@dataclass(frozen=True, slots=True)
class Addressees:
    """The people, and what kept others from being among them (`why`, for the one who asks where the mail went)."""

    recipients: tuple[Recipient, ...]
    why: tuple[str, ...] = ()


def addressees(step: Step, customer: Customer) -> Addressees:
    """The first who can be written to stand in To; empty when nobody can. Each mailbox once.

    Roles are taken as a preference: the first role that has somebody wins. Addresses are taken all.
    """
    roles, addresses = _split(step.to)
    dead = {normalise(each): each for each in (*customer.preferences.to, *addresses) if customer.dead(each)}
    dead |= {
        normalise(each.email): each.name or each.contact_id for each in customer.contacts if customer.dead(each.email)
    }
    why = tuple(f"{each} cannot be written to" for each in dead.values())
    found: dict[str, Recipient] = {}
    for each in _own(customer, roles, addresses):
        found.setdefault(normalise(each), _recipient(customer, each, Header.TO))
    for each in (*step.cc, *customer.preferences.cc):
        if found and _writable(customer, each):
            found.setdefault(normalise(each), _recipient(customer, each, Header.CC))
    return Addressees(tuple(found.values()), why)


def next_contact(customer: Customer, *tried: str) -> Contact | None:
    """Somebody else at the customer, by role, who can be written to and has not been."""
    known = {normalise(each) for each in tried}
    for role in _STAND_INS:
        for contact in customer.contacts:
            usable = role in contact.roles and _writable(customer, contact.email)
            if usable and normalise(contact.email) not in known:
                return contact
    return None


def _split(to: tuple[str, ...]) -> tuple[list[Role], list[str]]:
    names = {role.value for role in Role}
    return [Role(each) for each in to if each in names], [each for each in to if each not in names]


def _own(customer: Customer, roles: list[Role], addresses: list[str]) -> list[str]:
    found = [each for each in addresses if _writable(customer, each)]
    if not roles:
        return found
    preferred = customer.preferences.to if Role.BILLING in roles else ()
    if usable := [each for each in preferred if _writable(customer, each)]:
        return [*usable, *found]
    for role in (*roles, *_STAND_INS):
        for contact in customer.contacts:
            if role in contact.roles and _writable(customer, contact.email):
                return [contact.email, *found]
    return found


def _writable(customer: Customer, address: str) -> bool:
    return is_address(address) and customer.dead(address) is None


def _recipient(customer: Customer, address: str, header: Header) -> Recipient:
    same = normalise(address)
    contact = next((each for each in customer.contacts if normalise(each.email) == same), Contact(""))
    return Recipient(address.strip(), contact.name, header, contact.contact_id)
