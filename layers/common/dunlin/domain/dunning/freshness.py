"""Whether payments are known well enough to remind of one that is missing."""

from datetime import datetime, timedelta

from dunlin.domain.dunning.decision import TEXTS, Reason
from dunlin.domain.seller import Seller

LOOKED_AGAIN = timedelta(hours=1)


def stale_payments(seller: Seller, *, now: datetime) -> str:
    """Why reminders wait, where the seller wants to know of payments before; empty where nothing keeps them."""
    known = seller.payments_known_at
    if not seller.payments_fresh_hours or (known and now - known <= timedelta(hours=seller.payments_fresh_hours)):
        return ""
    since = f"the last bank import is from {known:%Y-%m-%d %H:%M} UTC" if known else "there was no bank import yet"
    return f"{since}; {TEXTS[Reason.PAYMENTS_STALE]}"
