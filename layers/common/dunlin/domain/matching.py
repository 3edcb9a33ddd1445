"""By what a party on a document is recognised as one we know: its tax id, its registration, at last its name."""

from dunlin.domain.party import Party


def identifiers(kind: str, party: Party) -> tuple[str, ...]:
    """Business keys of a `seller` or `customer`, the strongest first. Never empty."""
    strong = (
        *((f"{kind}/tax/{_compact(party.tax_id)}",) if _compact(party.tax_id) else ()),
        *((f"{kind}/registration/{_place(party)}/{_compact(party.registration_id)}",) if _registered(party) else ()),
    )
    return strong or (f"{kind}/name/{_place(party)}/{_compact(party.address.postal_code)}/{_compact(party.name)}",)


def _registered(party: Party) -> bool:
    return bool(_compact(party.registration_id))


def _place(party: Party) -> str:
    return party.address.country.upper() or "--"


def _compact(text: str) -> str:
    """Two spellings of one id differ in spaces, dots, hyphens and case."""
    return "".join(each for each in text.casefold() if each.isalnum())[:200]
