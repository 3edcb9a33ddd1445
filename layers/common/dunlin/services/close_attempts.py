"""Close the attempts that another takes the place of: their pages at the provider, too."""

from collections.abc import Iterable
from contextlib import suppress

from dunlin.domain.errors import StaleVersion, Unavailable
from dunlin.domain.payments.attempt import Attempt, AttemptState, expired
from dunlin.services.till import Till


def close_attempts(attempts: Iterable[Attempt], *, but: Attempt, till: Till) -> None:
    """As far as the provider can be reached: what is paid there nevertheless is booked, and is more than is owed."""
    for each in attempts:
        # What charges automatically has no page, and whoever charges looks again before they do.
        if each.state is not AttemptState.CREATED or each.attempt_id == but.attempt_id or each.number:
            continue
        with suppress(StaleVersion, Unavailable):
            if each.checkout_id and each.open(now=till.desk.now):
                till.provider.close(each)
            till.attempts.put(expired(each))
