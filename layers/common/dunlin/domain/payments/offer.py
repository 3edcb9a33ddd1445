"""What a customer may pay an invoice with, online, and what each method costs: shown before anything is paid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.workflow import amount_in
from dunlin.domain.money import Money
from dunlin.domain.payments.fee import passed_through
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.surcharging import ban
from dunlin.domain.portal.settings import Fee, MethodSettings, PortalSettings

type Step = Callable[[str], int | None]
"""The smallest part of a currency, in its minor units, that the provider charges; None where it takes none of it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One method: what is owed, and what paying it so costs on top. `absorbed_by` is the law that leaves the fee to the
    seller, empty where none does.
    """

    method: Method
    amount: Money
    fee: Money
    absorbed_by: str = ""

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return self.amount + self.fee


def offers(amount: Money, customer: Customer, settings: PortalSettings, *, step: Step) -> tuple[Offer, ...]:
    """In the seller's order; empty when nothing is owed or nothing suits the amount."""
    return tuple(_offers(amount, customer, settings, step)) if amount.amount > 0 else ()


def _offers(amount: Money, customer: Customer, settings: PortalSettings, step: Step) -> Iterator[Offer]:
    smallest = step(amount.currency)
    for each in settings.online:
        if not smallest or not _within(amount, each):
            continue
        offer = _offer(amount, each, customer, smallest)
        if offer.total.amount % smallest == 0:
            yield offer


def _offer(amount: Money, each: MethodSettings, customer: Customer, step: int) -> Offer:
    wanted = passed_through(amount, each.fee, step=step)
    forbidden = ban(each.method, customer) if wanted.amount else None
    if forbidden:
        return Offer(each.method, amount, passed_through(amount, Fee()), forbidden.law)
    return Offer(each.method, amount, wanted)


def _within(amount: Money, each: MethodSettings) -> bool:
    least, most = (amount_in(amount.currency, limits) for limits in (each.minimums, each.maximums))
    return (least is None or least <= amount.amount) and (most is None or amount.amount <= most)
