"""Find the seller or customer that a document names, or make a record of it."""

from collections.abc import Callable

from dunlin.domain.countries import custom
from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.matching import identifiers
from dunlin.domain.party import Party
from dunlin.domain.recipients import is_address
from dunlin.domain.seller import BankAccount, Seller
from dunlin.services.ports.records import Customers, Identifiers, NewId, Sellers


def register_seller(
    party: Party, bank: BankAccount, *, sender_address: str, new_id: NewId, sellers: Sellers, known: Identifiers
) -> tuple[Seller, bool]:
    """The seller, and whether it was made just now, from what the document says."""
    usual = custom(party.address.country)
    name = party.trading_name or party.name

    def make(seller_id: str) -> Seller:
        return sellers.put(
            Seller(
                seller_id=seller_id,
                version=0,
                party=party,
                sender_address=sender_address,
                sender_name=name,
                reply_to=party.email if is_address(party.email) else "",
                bank=bank,
                locale=usual.locale or "en",
                time_zone=usual.time_zone or "UTC",
            )
        )

    return _register(identifiers("seller", party), new_id("sel"), get=sellers.get, make=make, known=known)


def register_customer(
    party: Party, *, new_id: NewId, customers: Customers, known: Identifiers
) -> tuple[Customer, bool]:
    """The customer, and whether it was made just now, with the contact that the document names."""
    usual = custom(party.address.country)

    def make(customer_id: str) -> Customer:
        return customers.put(
            Customer(
                customer_id=customer_id,
                version=0,
                party=party,
                contacts=_contacts(party, new_id),
                locale=usual.locale,
                time_zone=usual.time_zone,
            )
        )

    return _register(identifiers("customer", party), new_id("cus"), get=customers.get, make=make, known=known)


def _register[R](
    keys: tuple[str, ...],
    fresh: str,
    *,
    get: Callable[[str], R],
    make: Callable[[str], R],
    known: Identifiers,
) -> tuple[R, bool]:
    """Whoever claims the identifiers first makes the record; one that crashed in between is made by the next."""
    owner = known.owner(*keys) or known.claim(keys, owner=fresh)
    if len(keys) > 1:
        # A document may bring a further id of somebody we know: then that is theirs too.
        known.claim(keys, owner=owner)
    try:
        return get(owner), False
    except NotFound:
        try:
            return make(owner), True
        except StaleVersion:
            return get(owner), False


def _contacts(party: Party, new_id: NewId) -> tuple[Contact, ...]:
    if not is_address(party.email):
        return ()
    return (Contact(new_id("con"), party.contact_name, party.email, party.phone, (Role.PRIMARY,)),)
