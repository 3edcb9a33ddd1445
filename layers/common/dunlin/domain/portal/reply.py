"""A customer's answer to an invoice, and which of them are offered when."""

from dataclasses import dataclass
from datetime import date, timedelta

from dunlin.domain.customer import normalise
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.ids import derived
from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.money import Money
from dunlin.domain.portal.settings import Answer, PortalSettings
from dunlin.domain.recipients import is_address

# Characters. Three bytes each, in the code of forms nine, the longest text stays below what a form may hold.
MOST_TEXT, MOST_LINE = 1_500, 100
# A payment that came long before its invoice is a slip in the year.
_EARLIEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Reply:
    """`on` is the day that was paid, or will be paid, on; `amount` in minor units, all that is owed if left out. `name`
    and `email` are of the person who is to be asked instead: told, and never written to without a person's decision.
    """

    answer: Answer
    text: str = ""
    on: date | None = None
    amount: int | None = None
    reference: str = ""
    name: str = ""
    email: str = ""

    def answer_id(self, invoice_id: str, *, who: str, today: date) -> str:
        """The same for whoever says the same on the same day: a form that is sent twice is one answer."""
        said = (self.text, str(self.on or ""), str(self.amount or ""), self.reference, self.name, self.email)
        return derived("ans", invoice_id, self.answer, normalise(who), today.isoformat(), *said)


def offered(invoice: Invoice, settings: PortalSettings) -> tuple[Answer, ...]:
    """What may be answered to an invoice as it stands. Where nothing is owed, one may still ask; who has promised,
    or has broken a promise, makes no other by themselves: one after another would put reminders off for ever.
    """
    promise = invoice.dunning.promise if invoice.dunning else None
    promised = promise is not None and promise.state in {PromiseState.OPEN, PromiseState.BROKEN}
    may = set(Answer) if invoice.status in OWED else {Answer.QUESTION}
    return tuple(
        each for each in Answer if each in may & set(settings.answers) and not (promised and each is Answer.WILL_PAY)
    )


def paid_between(issued: date, *, today: date) -> tuple[date, date]:
    """The first and the last day on which an invoice can have been paid already."""
    return issued - _EARLIEST, today


def check(reply: Reply, *, issued: date, today: date) -> None:
    """Raises InvalidInput with everything that is wrong with it, but for the limits of a promise (`promised`)."""
    problems = tuple(_problems(reply, issued, today))
    if problems:
        raise InvalidInput("The answer cannot be taken.", *problems)


def told(reply: Reply, currency: str) -> tuple[tuple[str, str], ...]:
    """What was said, for people: labels and values, those that there are."""
    amount = str(Money(reply.amount, currency)) if reply.amount else ""
    on = "Paid on" if reply.answer is Answer.ALREADY_PAID else "Will pay on"
    rows = (
        (on, reply.on.isoformat() if reply.on else ""),
        ("Amount", amount),
        ("Reference", reply.reference),
        ("Responsible", reply.name),
        ("E-mail", reply.email),
        ("Text", reply.text),
    )
    return tuple((label, value) for label, value in rows if value)


def data_of(reply: Reply, currency: str) -> dict[str, str]:
    """The same for programs."""
    day = "paid_on" if reply.answer is Answer.ALREADY_PAID else "on"
    known = {
        "answer": reply.answer.value,
        day: reply.on.isoformat() if reply.on else "",
        "amount": str(reply.amount or ""),
        "currency": currency if reply.amount else "",
        "reference": reply.reference,
        "name": reply.name,
        "email": reply.email,
        "text": reply.text,
    }
    return {name: value for name, value in known.items() if value}


def _problems(reply: Reply, issued: date, today: date) -> list[Problem]:
    answer, found = reply.answer, []
    if answer in {Answer.ALREADY_PAID, Answer.WILL_PAY} and reply.on is None:
        found.append(Problem("/on", "give a day"))
    if answer is Answer.ALREADY_PAID and reply.on:
        first, last = paid_between(issued, today=today)
        if not first <= reply.on <= last:
            found.append(Problem("/on", f"give a day from {first} to {last}"))
    if answer in {Answer.WRONG, Answer.QUESTION} and not reply.text:
        found.append(Problem("/text", "say it in a few words"))
    if len(reply.text) > MOST_TEXT:
        found.append(Problem("/text", f"use at most {MOST_TEXT} characters"))
    if reply.email and not is_address(reply.email):
        found.append(Problem("/email", "give an address such as name@example.com, or none"))
    long = (name for name in ("reference", "name") if len(getattr(reply, name)) > MOST_LINE)
    return [*found, *(Problem(f"/{name}", f"use at most {MOST_LINE} characters") for name in long)]
