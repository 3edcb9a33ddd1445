"""Import a bank's rows: each is booked once, however often it is imported, and told by its line."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dunlin.domain.bank_row import BadRow, BankRow, identified
from dunlin.domain.invoice import Invoice
from dunlin.domain.payment_keys import keys_in
from dunlin.domain.payment_matching import Candidates, Match, match
from dunlin.domain.remittance import IncomingPayment, Remittance, Unplaced
from dunlin.domain.timeline import Actor
from dunlin.services.book_payment import Booked, book_payment
from dunlin.services.foretell_payment import foretell_payment
from dunlin.services.ports.payments import Remittances
from dunlin.services.ports.records import Invoices, NewId, Sellers
from dunlin.services.ports.sending import Outbox
from dunlin.services.recognise_payment import recognise_payment

type Book = Callable[[Match, IncomingPayment], Booked]
"""Books a payment for the invoice that was found, or foretells what would become of it."""


type Recognise = Callable[[Invoice, IncomingPayment, Container[str]], Remittance | None]
"""Finds the payment that a person has recorded, but none of these."""

BY_HAND = "a person has recorded it"


class RowOutcome(StrEnum):
    """What became of a row."""

    APPLIED = "applied"
    UNAPPLIED = "unapplied"
    KNOWN = "known"
    IGNORED = "ignored"  # no money that came in
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row by its line. `why` is for programs and `text` for people, where there is something to say. `payment_id` is
    the money's: of what a person has recorded, theirs.
    """

    line: int
    outcome: RowOutcome
    incoming: IncomingPayment | None = None
    invoice: Invoice | None = None
    rest: int = 0
    why: Unplaced | None = None
    text: str = ""
    payment_id: str = ""


def import_payments(
    seller_id: str,
    rows: Sequence[BankRow | BadRow],
    *,
    dry_run: bool,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    sellers: Sellers,
    invoices: Invoices,
    outbox: Outbox,
    unapplied: Remittances,
) -> tuple[RowResult, ...]:
    """What became, or with `dry_run` would become, of each row, in their order. Raises NotFound for the seller.

    When it ends early (Unavailable, StaleVersion), some rows are booked: importing the same again books the others.
    """
    sellers.get(seller_id)
    incoming = [each for each in rows if isinstance(each, BankRow) and _comes_in(each)]
    payments = dict(zip((each.line for each in incoming), identified(incoming, seller_id=seller_id), strict=True))
    known = unapplied.find([each.payment_id for each in payments.values()])
    candidates = _candidates(seller_id, incoming, known.values(), invoices)

    def book(found: Match, incoming: IncomingPayment) -> Booked:
        if dry_run:
            return foretell_payment(found.invoice, incoming, now=now, why=found.why)
        return book_payment(
            found.invoice.invoice_id if found.invoice else "",
            incoming,
            actor=actor,
            now=now,
            new_id=new_id,
            invoices=invoices,
            outbox=outbox,
            unapplied=unapplied,
            why=found.why,
        )

    def recognise(invoice: Invoice, incoming: IncomingPayment, but: Container[str]) -> Remittance | None:
        return recognise_payment(invoice, incoming, dry_run=dry_run, but=but, actor=actor, now=now, unapplied=unapplied)

    desk = _Desk({each: _known(known[each]) for each in known}, candidates, book, recognise)
    results = tuple(_result(each, payments, desk) for each in rows)
    if not dry_run:
        sellers.payments_known(seller_id, at=now)
    return results


@dataclass(frozen=True, slots=True)
class _Known:
    """Money that was told before, and where it is."""

    incoming: IncomingPayment
    invoice_id: str
    payment_id: str
    by_hand: bool = False


@dataclass(slots=True)
class _Desk:
    """What is known so far; each row that is booked is known to those after it."""

    known: dict[str, _Known]
    candidates: Candidates
    book: Book
    recognise: Recognise
    by_hand: set[str] = field(default_factory=set)

    def place(self, row: BankRow, incoming: IncomingPayment) -> RowResult:
        """Book one payment."""
        before = self.known.get(incoming.payment_id)
        if before and (before.incoming.amount, before.incoming.currency) != (incoming.amount, incoming.currency):
            text = f"another payment has the transaction id {row.transaction_id!r}: give this row an id of its own"
            return RowResult(row.line, RowOutcome.INVALID, incoming, text=text)
        if before:
            return self._named(row, before)
        found = match(row.texts, incoming, self.candidates)
        if found.invoice and (same := self.recognise(found.invoice, incoming, self.by_hand)):
            self.by_hand.add(same.payment_id)
            self.known[incoming.payment_id] = _Known(incoming, found.invoice.invoice_id, same.payment_id, by_hand=True)
            return self._named(row, self.known[incoming.payment_id])
        booked = self.book(found, incoming)
        invoice_id = booked.invoice.invoice_id if booked.invoice else ""
        self.known[incoming.payment_id] = _Known(incoming, invoice_id, incoming.payment_id)
        if booked.invoice:
            self.candidates = Candidates(
                self.candidates.named, {**self.candidates.invoices, booked.invoice.invoice_id: booked.invoice}
            )
        return RowResult(row.line, RowOutcome(booked.outcome), incoming, booked.invoice, booked.rest, booked.why)

    def _named(self, row: BankRow, known: _Known) -> RowResult:
        invoice, text = self.candidates.invoices.get(known.invoice_id), BY_HAND if known.by_hand else ""
        return RowResult(row.line, RowOutcome.KNOWN, known.incoming, invoice, text=text, payment_id=known.payment_id)


def _known(money: Remittance) -> _Known:
    """What it was applied to, or else meant for."""
    invoice_id = money.parts[0].invoice_id if money.parts else money.invoice_id
    return _Known(money.incoming, invoice_id, money.same_as or money.payment_id, by_hand=bool(money.same_as))


def _candidates(seller_id: str, rows: Sequence[BankRow], known: Iterable[Remittance], invoices: Invoices) -> Candidates:
    """In as few calls as there are hundreds of keys, and of invoices. Those of what is known are read to be named."""
    keys = dict.fromkeys(found.key for row in rows for text in row.texts for found in keys_in(text))
    named = invoices.named(seller_id, tuple(keys))
    meant = [each.invoice_id for each in map(_known, known) if each.invoice_id]
    return Candidates(named, invoices.find([*(each for ids in named.values() for each in ids), *meant]))


def _result(row: BankRow | BadRow, payments: dict[int, IncomingPayment], desk: _Desk) -> RowResult:
    if isinstance(row, BadRow):
        return RowResult(row.line, RowOutcome.INVALID, text=row.why)
    if not _comes_in(row):
        text = "the bank has not booked it yet" if row.pending else "it is no money that came in"
        return RowResult(row.line, RowOutcome.IGNORED, text=text)
    return desk.place(row, payments[row.line])


def _comes_in(row: BankRow) -> bool:
    return row.amount > 0 and not row.pending
