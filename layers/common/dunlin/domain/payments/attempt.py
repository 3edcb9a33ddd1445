"""An attempt to pay an invoice online. Its states only climb, so events may come twice and in any order."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.dispute import Dispute, disputed
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method

# A provider's page is open for this long; Stripe takes 30 minutes to 24 hours.
OPEN_FOR = timedelta(hours=2)


class AttemptState(StrEnum):
    """Where it stands."""

    CREATED = "created"
    PROCESSING = "processing"
    EXPIRED = "expired"
    FAILED = "failed"
    SUCCEEDED = "succeeded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"


# Money that came in outweighs whatever was told before it, or is told after it.
_RUNG = {state: rung for rung, state in enumerate(AttemptState)}
_AFTER = {
    EventKind.PROCESSING: AttemptState.PROCESSING,
    EventKind.EXPIRED: AttemptState.EXPIRED,
    EventKind.FAILED: AttemptState.FAILED,
    EventKind.SUCCEEDED: AttemptState.SUCCEEDED,
    EventKind.REFUNDED: AttemptState.REFUNDED,
    EventKind.DISPUTED: AttemptState.DISPUTED,
    EventKind.DISPUTE_WITHDRAWN: AttemptState.DISPUTED,
    EventKind.DISPUTE_LOST: AttemptState.DISPUTE_LOST,
    EventKind.DISPUTE_WON: AttemptState.DISPUTE_WON,
}


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came in, in minor units: all that was paid, the fee included. The id is the provider's."""

    payment_id: str
    amount: int
    currency: str
    on: date


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that was given back of a payment; both ids are the provider's."""

    refund_id: str
    payment_id: str
    amount: int
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`amount` is what was owed when it began, `fee` what the customer pays on top, in minor units of `currency`.

    `version` 0: it is not stored yet. `back` stands for the page that the customer came from and is led back to, `url`
    leads to the provider's page, whose own id is `checkout_id`. `received` is more than one payment where the customer
    has paid twice; `returned` was given back of them, `disputes` are those at the customer's bank. `problem` is the
    provider's code of what went wrong.

    One that charges automatically has the `number` of the try (else 0) and the agreement that it charges by. The
    provider has heard nothing of it before `asked_at`; from then on nobody knows what it has done until it tells.
    """

    attempt_id: str
    invoice_id: str
    customer_id: str
    seller_id: str
    invoice_number: str
    method: Method
    amount: int
    fee: int
    currency: str
    provider: str
    created_at: datetime
    version: int = 0
    state: AttemptState = AttemptState.CREATED
    url: str = ""
    checkout_id: str = ""
    received: tuple[Received, ...] = ()
    returned: tuple[Returned, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    problem: str = ""
    back: str = ""
    number: int = 0
    agreement_id: str = ""
    asked_at: datetime | None = None

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return Money(self.amount + self.fee, self.currency)

    @property
    def expires_at(self) -> datetime:
        """When the provider's page closes."""
        return self.created_at + OPEN_FOR

    def open(self, *, now: datetime) -> bool:
        """Whether the customer may still go on with it."""
        return self.state is AttemptState.CREATED and now < self.expires_at

    @property
    def charging(self) -> bool:
        """Whether it charges automatically, and is not over."""
        return self.number > 0 and self.state in {AttemptState.CREATED, AttemptState.PROCESSING}


def back_of(return_url: str) -> str:
    """What stands for a page whose address is nobody else's business."""
    return derived("back", return_url)


def attempt_id_of(invoice_id: str, method: Method, total: Money, *, back: str, ended: int) -> str:
    """The same for two tabs that begin at the same moment: `ended` counts the attempts that came to an end before."""
    return derived("att", invoice_id, method, str(total.amount), total.currency, back, str(ended))


def collection_id(invoice_id: str, number: int) -> str:
    """The id of a try to charge the invoice automatically: however often it is asked for, it is the same attempt."""
    return derived("att", invoice_id, "autopay", str(number))


def applied(attempt: Attempt, event: ProviderEvent) -> Attempt:
    """With what the event tells. The same event again, or one that was overtaken, leaves the attempt as it is."""
    if event.kind not in _AFTER:
        return attempt
    climbed = max(attempt.state, _AFTER[event.kind], key=_RUNG.__getitem__)
    failed = event.kind is EventKind.FAILED and climbed is AttemptState.FAILED
    changed = replace(
        attempt,
        state=climbed,
        received=_received(attempt, event),
        returned=_returned(attempt, event),
        disputes=disputed(attempt.disputes, event),
        problem=attempt.problem or event.reason if failed else attempt.problem,
    )
    return attempt if changed == attempt else changed


def expired(attempt: Attempt) -> Attempt:
    """Closed by us: another took its place."""
    return replace(attempt, state=AttemptState.EXPIRED) if attempt.state is AttemptState.CREATED else attempt


def _received(attempt: Attempt, event: ProviderEvent) -> tuple[Received, ...]:
    known = {each.payment_id for each in attempt.received}
    if event.kind is not EventKind.SUCCEEDED or event.payment_id in known:
        return attempt.received
    money = Received(event.payment_id, event.amount, event.currency, event.at.date())
    # In the order of their ids, so that the order in which they were told makes no difference.
    return tuple(sorted((*attempt.received, money), key=lambda each: each.payment_id))


def _returned(attempt: Attempt, event: ProviderEvent) -> tuple[Returned, ...]:
    known = {each.refund_id for each in attempt.returned}
    if event.kind is not EventKind.REFUNDED or event.refund_id in known:
        return attempt.returned
    back = Returned(event.refund_id, event.payment_id, event.amount, event.at.date(), event.reason)
    return tuple(sorted((*attempt.returned, back), key=lambda each: each.refund_id))
