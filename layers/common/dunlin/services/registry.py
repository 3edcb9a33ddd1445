"""Where agreements to be charged automatically are kept: when, and through what they reach the rest."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.timeline import Actor
from dunlin.services.ports.papers import Accounts
from dunlin.services.ports.records import Customers, NewId, Templates
from dunlin.services.ports.sending import Messages, Outbox


@dataclass(frozen=True, slots=True)
class Registry:
    """Who acts there, and what is there."""

    actor: Actor
    now: datetime
    new_id: NewId
    customers: Customers
    accounts: Accounts
    messages: Messages
    templates: Templates
    outbox: Outbox
