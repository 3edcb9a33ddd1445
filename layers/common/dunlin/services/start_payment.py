"""Start to pay an invoice online: an attempt, and the provider's page for it. The invoice is not touched."""

from dataclasses import replace

from dunlin.domain.errors import Conflict, InvalidInput, Problem, StaleVersion
from dunlin.domain.payments.attempt import Attempt, attempt_id_of, back_of
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.offer import Offer
from dunlin.services.close_attempts import close_attempts
from dunlin.services.offer_payment import Payable, offer_payment
from dunlin.services.till import Till

_TRIES = 5
_WHY = {
    "paid": "the invoice is paid: nothing is left to pay",
    "payment_processing": "a payment of this invoice is under way: nothing more is to be paid until it has come in",
    "not_owed": "nothing is owed on this invoice",
    "not_offered": "this invoice cannot be paid online",
}


def start_payment(invoice_id: str, method: Method, *, return_url: str, till: Till) -> Attempt:
    """The attempt with its `url`. Who begins the same in two tabs gets the same attempt, which is paid once; attempts
    that it takes the place of are closed. Nobody is led back to a page that is another's.

    Raises NotFound, Conflict where nothing is to be paid now (`code` says why), InvalidInput for a method that is not
    offered, PaymentRefused and Unavailable as the provider does.
    """
    for _ in range(_TRIES):
        payable = offer_payment(invoice_id, till=till)
        if payable.objection:
            raise Conflict(_WHY[payable.objection], code=payable.objection)
        attempt = _attempt(payable, _offer(payable, method), back_of(return_url), till)
        try:
            attempt = attempt if attempt.version else till.attempts.put(attempt)
            attempt = attempt if attempt.url else _opened(attempt, return_url, till)
        except StaleVersion:
            continue
        close_attempts(payable.attempts, but=attempt, till=till)
        return attempt
    raise StaleVersion(f"the payments of invoice {invoice_id} keep changing: try again")


def _offer(payable: Payable, method: Method) -> Offer:
    found = next((each for each in payable.offers if each.method is method), None)
    if found is None:
        message = f"choose one of {', '.join(each.method for each in payable.offers)}"
        raise InvalidInput(message, Problem("/method", message))
    return found


def _attempt(payable: Payable, offer: Offer, back: str, till: Till) -> Attempt:
    now, invoice = till.desk.now, payable.parties.invoice
    wanted = (offer.method, offer.amount.amount, offer.fee.amount, till.provider.name, back)
    ended = 0
    for each in payable.attempts:
        if not each.open(now=now):
            ended += 1
        elif (each.method, each.amount, each.fee, each.provider, each.back) == wanted:
            return each
    return Attempt(
        attempt_id=attempt_id_of(invoice.invoice_id, offer.method, offer.total, back=back, ended=ended),
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        invoice_number=invoice.number,
        method=offer.method,
        amount=offer.amount.amount,
        fee=offer.fee.amount,
        currency=invoice.currency,
        provider=till.provider.name,
        created_at=now,
        back=back,
    )


def _opened(attempt: Attempt, return_url: str, till: Till) -> Attempt:
    page = till.provider.checkout(attempt, return_url=return_url)
    return till.attempts.put(replace(attempt, url=page.url, checkout_id=page.checkout_id))
