"""Who is on an invoice: the names, addresses and ids of a legal entity, copied onto the document when it is issued."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. `country` is ISO 3166-1 alpha-2, or empty when unknown."""

    lines: tuple[str, ...] = ()
    city: str = ""
    postal_code: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A legal entity as it stands on one document. `name` is the registered name, `trading_name` what it goes by."""

    name: str
    trading_name: str = ""
    address: Address = Address()
    tax_id: str = ""
    registration_id: str = ""
    other_ids: tuple[str, ...] = ()
    legal_form: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
