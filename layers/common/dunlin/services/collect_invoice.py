"""Charge an invoice automatically, if that is still wanted: one attempt for each try, and one charge for each attempt.

The attempt is stored first; then everything is read again, so that of two who begin to pay at once one sees the other.
Only when it is stored that the provider is asked, the provider is asked. Whoever comes after somebody who died on the
way asks the same again, under the same key, and gets the same answer: no second charge.
"""

from dataclasses import replace
from datetime import timedelta

from dunlin.domain.errors import StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt, AttemptState, applied, collection_id, expired
from dunlin.domain.payments.collecting import Collection
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.offer import Offer, offers
from dunlin.domain.payments.refusals import NOT_OFFERED, PROVIDER_CHANGED, UNANSWERED, WITHDRAWN
from dunlin.domain.timeline import Entry
from dunlin.services.apply_event import apply_event
from dunlin.services.give_up_try import give_up_try
from dunlin.services.look_at_try import SeenTry, look_at_try
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.settle_attempt import settle_attempt
from dunlin.services.till import PAYMENTS, Till

_ROUNDS = 6
# Stripe remembers a key for a day at least; what it has not answered by then is not asked again.
REMEMBERED = timedelta(hours=20)


def collect_invoice(invoice_id: str, *, till: Till) -> str:
    """What became of it: `charged` (what the provider told is applied), `refused`, `known` (it was told before),
    `given_up`, `waits` while somebody pays by hand, `nothing` where nothing is to be charged.

    Raises NotFound, StaleVersion, Unavailable: then it must be asked for again.
    """
    for _ in range(_ROUNDS):
        seen = look_at_try(invoice_id, till=till)
        if seen is None:
            return "nothing"
        try:
            if done := _go_on(seen, till):
                return done
        except StaleVersion:
            continue
    raise StaleVersion(f"the payments of invoice {invoice_id} keep changing: try again")


def _go_on(seen: SeenTry, till: Till) -> str:
    """One step; empty when there is another. Raises StaleVersion when somebody else has taken it."""
    attempt = seen.attempt
    if attempt and attempt.state not in {AttemptState.CREATED, AttemptState.EXPIRED}:
        settle_attempt(attempt, till=till)
        return "known"
    if attempt and attempt.state is AttemptState.CREATED and attempt.asked_at:
        return _ask_again(attempt, seen, till)
    return _begin(attempt, seen, till)


def _begin(attempt: Attempt | None, seen: SeenTry, till: Till) -> str:
    """The provider has not heard of it yet."""
    _forget(seen.others, till)
    if why := seen.unwanted:
        return _give_up(seen, why, till)
    if any((each.charging and each.asked_at) or _by_hand(each, till) for each in seen.others):
        return "waits"
    offer, code = _offer(seen, till)
    if attempt is None:
        till.attempts.put(_attempt(seen, offer, till))
        return ""
    if code:
        return _fail(attempt, code, till)
    if (attempt.amount, attempt.fee) != (offer.amount.amount, offer.fee.amount):
        return _give_up(seen, "what is owed has changed", till)
    return _charge(till.attempts.put(replace(attempt, asked_at=till.desk.now)), seen, till)


def _by_hand(other: Attempt, till: Till) -> bool:
    """Whether the customer is paying at this moment."""
    return not other.number and (other.state is AttemptState.PROCESSING or other.open(now=till.desk.now))


def _forget(others: tuple[Attempt, ...], till: Till) -> None:
    """What was stored for a try that was given up meanwhile is closed: whoever was about to ask for it finds so."""
    for each in others:
        if each.number and each.state is AttemptState.CREATED and not each.asked_at:
            till.attempts.put(expired(each))


def _give_up(seen: SeenTry, why: str, till: Till) -> str:
    """The provider has not heard of it, and will not."""
    if seen.attempt and seen.attempt.state is AttemptState.CREATED:
        till.attempts.put(expired(seen.attempt))
    give_up_try(seen.invoice_id, seen.asked.number, why=why, desk=till.desk)
    return "given_up"


def _ask_again(attempt: Attempt, seen: SeenTry, till: Till) -> str:
    """Somebody has asked the provider and did not live to hear the answer; or there was none. Where it would not be
    charged so now, nobody asks again, and nobody charges beside it: what it told then, the webhook tells.
    """
    assert attempt.asked_at  # noqa: S101 - it was looked at
    same = seen.found and seen.found.offer.amount.amount == attempt.amount and attempt.provider == till.provider.name
    if seen.unwanted or not same:
        return _fail(attempt, WITHDRAWN, till)
    if till.desk.now >= attempt.asked_at + REMEMBERED:
        return _fail(attempt, UNANSWERED, till)
    return _charge(attempt, seen, till)


def _offer(seen: SeenTry, till: Till) -> tuple[Offer, str]:
    """By the provider's own steps of the currency; with the code of what speaks against it."""
    assert seen.found  # noqa: S101 - it is wanted
    parties, agreement = seen.parties, seen.found.agreement
    found = offers(parties.invoice.balance, parties.customer, parties.seller.portal, step=till.provider.step)
    offer = next((each for each in found if each.method is agreement.mandate.method), None)
    if agreement.provider != till.provider.name:
        return seen.found.offer, PROVIDER_CHANGED
    if offer is None or not agreement.covers(offer.total):
        return seen.found.offer, NOT_OFFERED
    return offer, ""


def _attempt(seen: SeenTry, offer: Offer, till: Till) -> Attempt:
    invoice = seen.parties.invoice
    return Attempt(
        attempt_id=collection_id(invoice.invoice_id, seen.asked.number),
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        invoice_number=invoice.number,
        method=offer.method,
        amount=offer.amount.amount,
        fee=offer.fee.amount,
        currency=invoice.currency,
        provider=till.provider.name,
        created_at=till.desk.now,
        number=seen.asked.number,
        agreement_id=seen.asked.agreement_id,
    )


def _charge(attempt: Attempt, seen: SeenTry, till: Till) -> str:
    assert seen.found  # noqa: S101 - it is wanted
    _tell(attempt, seen.found, till)
    try:
        event = till.provider.charge_off_session(attempt, seen.found.agreement.mandate)
    except PaymentRefused as refused:
        return _fail(attempt, refused.code, till)
    apply_event(event, till=till)
    return "charged"


def _fail(attempt: Attempt, code: str, till: Till) -> str:
    """As if the provider had told it later."""
    event = ProviderEvent(attempt.attempt_id, EventKind.FAILED, till.desk.now, reason=code)
    settle_attempt(till.attempts.put(applied(attempt, event)), till=till)
    return "refused"


def _tell(attempt: Attempt, found: Collection, till: Till) -> None:
    """The same request is the same entry."""
    owed, fee = (Money(each, attempt.currency) for each in (attempt.amount, attempt.fee))
    means = found.agreement.mandate.label or attempt.method
    text = f"{attempt.total} ({owed} owed, {fee} for the method) are charged from {means}"
    data = {"try": str(attempt.number), "amount": str(attempt.total.amount), "currency": attempt.currency}
    entry_id = derived("tml", attempt.attempt_id, "charging")
    at = attempt.asked_at or till.desk.now
    till.timeline.add(Entry(entry_id, attempt.invoice_id, at, PAYMENTS, "autopay.charging", text, data))
