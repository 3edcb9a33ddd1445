"""Let the dunning of a whole customer rest: of all its invoices, those to come too."""

from dataclasses import replace
from datetime import date, datetime

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.hold import Hold, HoldKind, ends_at, with_hold
from dunlin.domain.timeline import Actor
from dunlin.services.change_customer import change_customer
from dunlin.services.ports.records import Customers
from dunlin.services.ports.sending import Outbox


def hold_customer(
    customer_id: str,
    kind: HoldKind,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    customers: Customers,
    outbox: Outbox,
    until: date | datetime | None = None,
    version: int | None = None,
) -> Customer:
    """Of each kind there is one hold: another takes its place. A day `until` is its beginning by the customer's clock,
    UTC where it has none. Raises InvalidInput as `ends_at` does, NotFound, StaleVersion.
    """

    def how(before: Customer) -> Customer:
        hold = Hold(kind, now, actor, reason, ends_at(until, before.time_zone or "UTC", now=now))
        lasting = tuple(each for each in before.holds if each.lasts(now=now))
        same = any(replace(each, since=now, actor=actor) == hold for each in lasting)
        return before if same else replace(before, holds=with_hold(lasting, hold))

    return change_customer(customer_id, how, customers=customers, outbox=outbox, version=version)
