"""The timeline: the append-only audit trail of an invoice, an actor on every entry."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Entries that tell of decisions about reminders and automatic charges: their types begin so.
DECISIONS = ("reminder", "dunning", "hold", "promise", "charge", "autopay")


class ActorKind(StrEnum):
    """Who can act."""

    STAFF = "staff"
    CUSTOMER = "customer"
    SYSTEM = "system"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a token's subject, a function of ours, or a provider's name."""

    kind: ActorKind
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `type` is stable for programs (`email.sent`), `text` is for people.

    What happens to money of no invoice that is known stands under the payment's id, to be published.
    """

    entry_id: str
    invoice_id: str
    at: datetime
    actor: Actor
    type: str
    text: str
    data: dict[str, str] = field(default_factory=dict)

    @property
    def about_money(self) -> bool:
        """Whether it is about no invoice."""
        return self.data.get("payment_id") == self.invoice_id
