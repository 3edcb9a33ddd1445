"""Where online payments are taken: when, through which provider, and through what they reach the rest."""

from dataclasses import dataclass

from dunlin.domain.ids import derived
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.services.desk import Desk
from dunlin.services.ports.payments import Remittances
from dunlin.services.ports.providers import Attempts, PaymentProvider
from dunlin.services.ports.records import Customers, Invoices, Sellers, Timeline

PAYMENTS = Actor(ActorKind.SYSTEM, "payments")


@dataclass(frozen=True, slots=True)
class Till:
    """`desk` is where the invoice's dunning is changed, by PAYMENTS; its clock and ids are the till's too."""

    desk: Desk
    provider: PaymentProvider
    attempts: Attempts
    invoices: Invoices
    remittances: Remittances
    sellers: Sellers
    timeline: Timeline
    customers: Customers

    @property
    def actor(self) -> Actor:
        """Who tells of money."""
        return Actor(ActorKind.PROVIDER, self.provider.name)

    def payment_id(self, providers_id: str) -> str:
        """Our id of a payment: the same for the same money, however often it is told."""
        return derived("pay", self.provider.name, providers_id)
