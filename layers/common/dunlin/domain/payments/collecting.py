"""Charging an invoice automatically: whether, when, and how much. The one answer for decisions, pages and mails.

The seller's clock counts. What falls due is charged from the seller's hour on, for a few hours: whatever has become
chargeable at another time of the day (a hold that ended, a due date that moved) waits for the next such hour, so that
nobody is charged in the night.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dunlin.domain.customer import Customer
from dunlin.domain.invoice import OVER, Invoice, Status
from dunlin.domain.local_time import resolve
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.offer import Offer, offers
from dunlin.domain.payments.refusals import refusal_of
from dunlin.domain.payments.tries import Try, TryState, open_try
from dunlin.domain.seller import Seller

# For so long from the seller's hour on is charged what was not at the hour itself: a queue was long, a worker died.
WINDOW = timedelta(hours=4)
# A debit takes two weeks at most. A try that nobody tells of must not keep reminders from going on for ever.
PATIENCE = timedelta(days=21)
# A debit is announced so long before, by the invoice; the scheme asks for 14 days unless the parties agree on fewer.
NOTICE_DAYS = 1
_DAY = timedelta(days=1)
# A due date at an end of the calendar says "never" or is a slip.
_FIRST, _LAST = date(1900, 1, 1), date(9900, 1, 1)


class Left(StrEnum):
    """Why an invoice is left to the customer although they have agreed to be charged."""

    NOT_ALLOWED = "not_allowed"
    NOT_OFFERED = "not_offered"
    OVER_LIMIT = "over_limit"
    GIVEN_BACK = "given_back"
    TAKEN = "taken"
    USED_UP = "used_up"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


LEFT = {
    Left.NOT_ALLOWED: "the seller does not charge automatically any more",
    Left.NOT_OFFERED: "the seller does not take that means of payment for such an amount",
    Left.OVER_LIMIT: "it is more than the customer lets be charged at once, or in another currency",
    Left.GIVEN_BACK: "money was given back of it, and is not taken again without the customer",
    Left.TAKEN: "it was charged before, and what is left is not taken without the customer",
    Left.USED_UP: "every try was refused",
    Left.REFUSED: "it was refused for a reason that trying again does not mend",
    Left.UNANSWERED: "the provider has told nothing of the last try for three weeks",
}


@dataclass(frozen=True, slots=True)
class Collection:
    """The charge to come: try `number` of the invoice, the `turn`-th of at most `turns` under this agreement.

    `at` may have passed: then it is due now. `asked` is the try that is being made already.
    """

    at: datetime
    agreement: Agreement
    offer: Offer
    number: int
    turn: int
    turns: int
    asked: Try | None = None

    @property
    def total(self) -> Money:
        """What is charged: what is owed, and the fee of the method."""
        return self.offer.total


def next_charge(invoice: Invoice, customer: Customer, seller: Seller, *, now: datetime) -> datetime | None:
    """When this invoice will be charged automatically, as things are now; None where it will not be. One that is being
    charged already answers with the moment at which that was decided. Holds are not looked at.
    """
    found = collection_of(invoice, customer, seller, now=now)
    return found.at if isinstance(found, Collection) else None


def collection_of(invoice: Invoice, customer: Customer, seller: Seller, *, now: datetime) -> Collection | Left | None:
    """The charge to come, or why there is none; None where nothing is owed or the customer has agreed to nothing."""
    agreement = customer.agreement_with(invoice.seller_id)
    if agreement is None or invoice.status in {*OVER, Status.DRAFT} or invoice.balance.amount <= 0:
        return None
    tries = invoice.dunning.tries if invoice.dunning else ()
    mine = tuple(each for each in tries if each.agreement_id == agreement.agreement_id)
    asked = open_try(tries)
    if left := _left(invoice, seller, mine, asked, now):
        return left
    offer = _offer(invoice, customer, seller, agreement)
    if offer is None:
        return Left.NOT_OFFERED
    if not agreement.covers(offer.total):
        return Left.OVER_LIMIT
    failed = tuple(each for each in mine if each.state is TryState.FAILED)
    return Collection(
        at=asked.at if asked else _at(invoice, seller, agreement, failed, now),
        agreement=agreement,
        offer=offer,
        number=asked.number if asked else max((each.number for each in tries), default=0) + 1,
        turn=len(failed) + 1,
        turns=len(seller.portal.autopay.retry_days) + 1,
        asked=asked,
    )


def _left(invoice: Invoice, seller: Seller, mine: tuple[Try, ...], asked: Try | None, now: datetime) -> Left | None:
    failed = [each for each in mine if each.state is TryState.FAILED]
    checks = (
        (Left.NOT_ALLOWED, not (seller.portal.autopay_allowed and seller.portal.pay_online)),
        (Left.GIVEN_BACK, any(each.refund_of for each in invoice.payments)),
        (Left.TAKEN, any(each.state is TryState.TAKEN for each in mine)),
        (Left.UNANSWERED, asked is not None and now >= asked.at + PATIENCE),
        (Left.REFUSED, any(not refusal_of(each.code).again for each in failed)),
        (Left.USED_UP, len(failed) > len(seller.portal.autopay.retry_days)),
    )
    return next((left for left, holds in checks if holds), None)


def _offer(invoice: Invoice, customer: Customer, seller: Seller, agreement: Agreement) -> Offer | None:
    """By the seller's settings; in which steps the provider charges a currency, it says when it is asked."""
    found = offers(invoice.balance, customer, seller.portal, step=lambda _: 1)
    return next((each for each in found if each.method is agreement.mandate.method), None)


def _at(invoice: Invoice, seller: Seller, agreement: Agreement, failed: tuple[Try, ...], now: datetime) -> datetime:
    """At the hour of its day; of the next day, where that came before anybody could know of it."""
    day, since = min(max(invoice.due_date, _FIRST), _LAST), _since(invoice, agreement, now)
    if failed:
        # Days are counted from the first try: the due date, unless that had passed before anything could be charged.
        day = max(day, seller.day(failed[0].at))
        day += seller.portal.autopay.retry_days[len(failed) - 1] * _DAY
        # Whoever is told of a refusal has the rest of the day to do something about it.
        day = max(day, seller.day(failed[-1].ended_at or now) + _DAY)
    planned = _hour(day, seller)
    if planned < since:
        planned = _first_hour(since, seller)
    return planned if now < planned + WINDOW else _soonest(now, seller)


def _since(invoice: Invoice, agreement: Agreement, now: datetime) -> datetime:
    """Since when it could be: the invoice was there, for a debit long enough, and the customer had agreed."""
    notice = NOTICE_DAYS * _DAY if agreement.mandate.method is Method.SEPA_DEBIT else timedelta(0)
    return max(agreement.agreed_at, (invoice.sent_at or invoice.mailed_at or now) + notice)


def _soonest(now: datetime, seller: Seller) -> datetime:
    """The present window, if there is one, else the next hour: the clocks may have changed since yesterday's."""
    today = seller.day(now)
    begun = (_hour(today - back * _DAY, seller) for back in range(2))
    return next((each for each in begun if each <= now < each + WINDOW), _first_hour(now, seller))


def _first_hour(since: datetime, seller: Seller) -> datetime:
    today = seller.day(since)
    coming = (_hour(today + ahead * _DAY, seller) for ahead in range(3))
    return next(each for each in coming if each >= since)


def _hour(day: date, seller: Seller) -> datetime:
    return resolve(datetime.combine(day, seller.portal.autopay.at), seller.time_zone or "UTC").at
