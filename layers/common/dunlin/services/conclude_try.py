"""Say on the invoice how a try to charge it has ended; of one that was refused, the customer is told: once.

The try, what is decided from it and the customer's notice are one transaction, so whatever dies is begun anew.
"""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.invoice import OVER
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.refusals import UNKNOWN, refusal_of
from dunlin.domain.payments.tries import Try, TryState, concluded
from dunlin.services.change_dunning import change_dunning
from dunlin.services.lose_mandate import lose_mandate
from dunlin.services.plan_refused import means_of, plan_refused
from dunlin.services.till import Till

_STATES = {
    AttemptState.FAILED: TryState.FAILED,
    AttemptState.SUCCEEDED: TryState.TAKEN,
    AttemptState.REFUNDED: TryState.TAKEN,
    AttemptState.DISPUTED: TryState.TAKEN,
    AttemptState.DISPUTE_LOST: TryState.TAKEN,
    AttemptState.DISPUTE_WON: TryState.TAKEN,
}


def conclude_try(attempt: Attempt, *, till: Till) -> None:
    """Nothing is done about one that is under way. May be repeated; raises StaleVersion and Unavailable: then it must
    be.
    """
    if attempt.state not in _STATES:
        return
    ended = _ended(attempt, till)
    if ended.code and refusal_of(ended.code).gone:
        reason = f"the provider charges no more by it ({ended.code})"
        lose_mandate(attempt.customer_id, attempt.agreement_id, why=reason, till=till)

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        tries = concluded(before.tries, ended)
        if tries == before.tries:
            return before, ()
        after = replace(before, tries=tries)
        if facts.invoice.status in OVER:  # by this charge, as like as not: the provider has yet to tell
            return after, ()
        if ended.code in UNKNOWN:
            what = f"nobody knows whether {attempt.total} were charged ({ended.code}): look at the payment provider"
            after = replace(after, attention=what, attention_since=till.desk.now)
        return after, _notes(attempt, ended, facts)

    now, templates = till.desk.now, till.desk.templates
    told = ended.code and ended.code not in UNKNOWN
    beside = partial(plan_refused, attempt, now=now, templates=templates) if told else _nothing
    with suppress(AlreadyExists):  # told before, in the transaction that concluded it
        change_dunning(attempt.invoice_id, how, desk=till.desk, beside=beside)


def _nothing(_: Facts, __: Refreshed) -> None:
    return None


def _ended(attempt: Attempt, till: Till) -> Try:
    state = _STATES[attempt.state]
    code = (attempt.problem or "refused") if state is TryState.FAILED else ""
    return Try(attempt.number, attempt.agreement_id, attempt.created_at, state, till.desk.now, code)


def _notes(attempt: Attempt, ended: Try, facts: Facts) -> tuple[Note, ...]:
    data = {"try": str(ended.number), "amount": str(attempt.total.amount), "currency": attempt.currency}
    if ended.state is not TryState.FAILED:
        return ()
    refusal = refusal_of(ended.code)
    means = means_of(attempt, facts) or attempt.method
    text = f"{attempt.total} could not be charged from {means} ({ended.code})"
    text += "" if refusal.again else ": trying again would not mend it"
    text += "; the agreement has ended" if refusal.gone else ""
    return (Note("autopay.failed", text, {**data, "code": ended.code}),)
