"""Parties and addresses as lines of text."""

from dunlin.domain.party import Address, Party
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.countries import country_name

# Where the postal code follows the town (Universal Postal Union, addressing systems).
_CODE_LAST = frozenset({"US", "CA", "AU", "NZ", "GB", "IE", "IN", "BR", "ZA", "KR", "TW", "HK", "SG"})


def address_lines(address: Address, locale: Locale, *, country: bool) -> list[str]:
    """The address from street to country; what is unknown takes no line."""
    if address.country in _CODE_LAST:
        place = [" ".join(filter(None, (address.city, address.region, address.postal_code)))]
    else:
        region = "" if address.region == address.city else address.region
        place = [" ".join(filter(None, (address.postal_code, address.city))), region]
    name = country_name(address.country, locale) if country else ""
    return [line for line in (*address.lines, *place, name) if line.strip()]


def names(party: Party) -> list[str]:
    """What the party goes by, then its registered name where that differs."""
    return list(dict.fromkeys(name for name in (party.trading_name, party.name) if name.strip()))
