"""What every paper of a seller's has in common: who writes to whom, in which words and colours, under which logo."""

from dataclasses import dataclass
from typing import Protocol

from dunlin.domain.party import Party
from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.style import Accent
from dunlin.rendering.paper.words import Words

# Countries whose tax on sales is not called VAT.
_NO_VAT = frozenset({"US", "CA", "AU", "NZ", "SG", "MY", "IN", "PK", "JP", "HK", "BR", "PR"})


class Ends(Protocol):
    """The two parties: an invoice's document, or those of another paper."""

    @property
    def seller(self) -> Party: ...

    @property
    def buyer(self) -> Party: ...


class Letter(Protocol):
    """What heads and feet are drawn from."""

    @property
    def document(self) -> Ends: ...

    @property
    def seller(self) -> Seller: ...

    @property
    def locale(self) -> Locale: ...

    @property
    def words(self) -> Words: ...

    @property
    def accent(self) -> Accent: ...

    @property
    def logo(self) -> bytes: ...

    @property
    def tax_id_label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Correspondents:
    """Who writes to whom."""

    seller: Party
    buyer: Party


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is no invoice. `said` are the words of papers; `logo` is a PNG, or empty."""

    document: Correspondents
    seller: Seller
    locale: Locale
    words: Words
    said: dict[str, str]
    accent: Accent
    logo: bytes = b""

    @property
    def tax_id_label(self) -> str:
        return self.words("tax_id" if has_vat(self.document.seller) else "general_tax_id")


def has_vat(party: Party) -> bool:
    """Whether the tax on sales is called VAT where the party is."""
    return party.address.country not in _NO_VAT
