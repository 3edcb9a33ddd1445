"""Look at a try to charge an invoice: its attempt, what else is being paid, and what speaks against it now."""

from dataclasses import dataclass

from dunlin.domain.dunning.decision import objection
from dunlin.domain.payments.attempt import Attempt, AttemptState, collection_id
from dunlin.domain.payments.collecting import LEFT, Collection, Left, collection_of
from dunlin.domain.payments.tries import Try, open_try
from dunlin.services.ports.sending import Parties
from dunlin.services.till import Till


@dataclass(frozen=True, slots=True)
class SeenTry:
    """The try `asked`, its attempt if there is one, those of others, and what it is decided from, as they are now.

    `found` is what is to be charged; `against` says why nothing is, and is empty where nothing speaks against it.
    """

    asked: Try
    attempt: Attempt | None
    others: tuple[Attempt, ...]
    parties: Parties
    found: Collection | None
    against: str

    @property
    def invoice_id(self) -> str:
        """Whose try it is."""
        return self.parties.invoice.invoice_id

    @property
    def unwanted(self) -> str:
        """Why it is not to be charged any more; empty where it is."""
        if self.attempt and self.attempt.state is AttemptState.EXPIRED:
            return "it was given up before"
        if self.found and not self.against and self.found.agreement.agreement_id != self.asked.agreement_id:
            return "the customer has agreed to another means of payment since"
        return self.against


def look_at_try(invoice_id: str, *, till: Till) -> SeenTry | None:
    """None where no try is being made. Raises NotFound."""
    # The attempts first: what is booked in between has left them, but stands on the invoice.
    attempts = till.attempts.of_invoice(invoice_id)
    parties = till.desk.messages.parties(invoice_id)
    invoice, customer, now = parties.invoice, parties.customer, till.desk.now
    asked = open_try(invoice.dunning.tries) if invoice.dunning else None
    if asked is None:
        return None
    attempt_id = collection_id(invoice_id, asked.number)
    found = collection_of(invoice, customer, parties.seller, now=now)
    against = objection(invoice, customer, now=now)
    return SeenTry(
        asked=asked,
        attempt=next((each for each in attempts if each.attempt_id == attempt_id), None),
        others=tuple(each for each in attempts if each.attempt_id != attempt_id),
        parties=parties,
        found=found if isinstance(found, Collection) else None,
        against=against.text if against else _left(found),
    )


def _left(found: Collection | Left | None) -> str:
    if isinstance(found, Collection):
        return ""
    return LEFT[found] if found else "the customer has ended the agreement"
