"""Who may sign in: people at the customer whose address is on file, with a code that was mailed there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dunlin.domain.customer import Customer, addresses_of, normalise

SESSION = timedelta(hours=12)
# Tries at one code; codes that one address is mailed, and that all together are mailed, in a window.
TRIES = 5
WINDOW = timedelta(hours=1)
CODES_PER_ADDRESS = 5
CODES_IN_ALL = 1_000


@dataclass(frozen=True, slots=True)
class Login:
    """A code under way: the mail it stands in, and whose invoices it opens.

    `browser` stands for the one that asked, which alone may enter it: nobody else can use up its tries, or take its
    place by asking for another. The link beside it opens anywhere: only the mailbox has that.
    """

    email_id: str
    address: str
    customer_ids: tuple[str, ...]
    expires_at: datetime
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in."""

    address: str
    customer_ids: tuple[str, ...]
    created_at: datetime

    def lasts(self, *, now: datetime) -> bool:
        """Whether it has not ended by itself."""
        return now < self.created_at + SESSION


def on_file(customer: Customer, address: str) -> bool:
    """Whether this is an address of the customer's that can be written to."""
    return normalise(address) in addresses_of(customer) and customer.dead(address) is None


def contact_ids(customer: Customer, address: str) -> tuple[str, ...]:
    """The contacts that have this address."""
    return tuple(each.contact_id for each in customer.contacts if normalise(each.email) == normalise(address))
