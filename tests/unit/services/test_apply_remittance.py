"""Money that waits is placed by a person, once."""

from typing import Any

import pytest

from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.remittance import Remittance
from dunlin.services.apply_remittance import apply_remittance
from dunlin.services.dismiss_remittance import dismiss_remittance
from tests.builders import CLERK, NOW
from tests.records_world import Records
from tests.unit.services.test_book_payment import book, incoming


def waiting(records: Records, amount: int = 20000, **changes: Any) -> None:
    book(records, "", incoming(amount, **changes))


def place(records: Records, invoice: Invoice, amount: int | None = None, part_id: str = "pay_part") -> Remittance:
    return apply_remittance(
        "pay_1",
        invoice.invoice_id,
        amount=amount,
        part_id=part_id,
        invoices=records.invoices,
        outbox=records.outbox,
        unapplied=records.money,
        timeline=records.invoices.timeline,
        **records.acting,
    )


def dismiss(records: Records, reason: str = "returned to the payer") -> Remittance:
    return dismiss_remittance("pay_1", reason=reason, actor=CLERK, now=NOW, unapplied=records.money)


def test_as_much_as_is_owed_is_applied_and_told_and_the_rest_goes_on_waiting() -> None:
    records = Records()
    waiting(records)
    invoice = records.with_invoice()
    assert place(records, invoice).unapplied == 4875
    stored = records.invoices.get(invoice.invoice_id)
    assert (stored.status, stored.payments[0].payment_id, stored.payments[0].reference) == (
        Status.PAID,
        "pay_part",
        "2026-001",
    )
    entry = records.invoices.timeline.entries[-1]
    assert (entry.type, entry.text) == ("payment.recorded", "EUR 151.25 that had come in were applied: it is paid")
    assert records.money.get("pay_1").waits


def test_the_last_of_it_takes_it_off_the_list() -> None:
    records = Records()
    waiting(records)
    place(records, records.with_invoice())
    place(records, records.with_invoice(number="2026-002"), part_id="pay_other")
    assert records.money.waiting(limit=9).items == ()
    with pytest.raises(Conflict, match="applied, all of it"):
        place(records, records.with_invoice(number="2026-003"), part_id="pay_third")


def test_the_same_part_again_is_applied_once() -> None:
    records = Records()
    waiting(records)
    invoice = records.with_invoice()
    assert place(records, invoice, 100) == place(records, invoice, 100)
    assert records.invoices.get(invoice.invoice_id).paid == 100


def test_two_people_who_place_the_same_money_at_once_do_not_double_it() -> None:
    records = Records()
    waiting(records, 15125)
    mine, yours = records.with_invoice(), records.with_invoice(number="2026-002")
    records.invoices.meanwhile.append(lambda: _forget(place(records, yours, part_id="pay_yours")))
    with pytest.raises(Conflict, match="applied, all of it"):
        place(records, mine, part_id="pay_mine")
    assert records.invoices.get(mine.invoice_id).paid == 0


def test_what_cannot_be_applied_is_refused() -> None:
    records = Records()
    waiting(records, 100)
    invoice = records.with_invoice()
    with pytest.raises(InvalidInput, match=r"EUR 1.01 cannot be applied: EUR 1.00 are left"):
        place(records, invoice, 101)
    with pytest.raises(Conflict, match="is VOID"):
        place(records, records.with_invoice(number="2026-002", status=Status.VOID))


def test_money_is_not_applied_to_an_invoice_in_another_currency() -> None:
    records = Records()
    waiting(records, 100, currency="DKK")
    with pytest.raises(InvalidInput, match="2026-001 is in EUR, the payment in DKK"):
        place(records, records.with_invoice())


def test_what_is_dismissed_waits_no_longer_and_stays_dismissed_by_whoever_was_first() -> None:
    records = Records()
    waiting(records)
    first = dismiss(records)
    assert dismiss(records, "another reason") == first
    assert first.dismissed
    assert (first.dismissed.actor, first.dismissed.reason, first.waits) == (CLERK, "returned to the payer", False)
    with pytest.raises(Conflict, match="is dismissed"):
        place(records, records.with_invoice())


def test_what_is_applied_already_is_not_dismissed() -> None:
    records = Records()
    book(records, records.with_invoice())
    with pytest.raises(Conflict, match="applied, all of it"):
        dismiss(records)
    with pytest.raises(NotFound):
        dismiss_remittance("pay_9", reason="x", actor=CLERK, now=NOW, unapplied=records.money)


def _forget(_: object) -> None:
    """What somebody else's call answers is theirs."""
