"""Waiving a charge of a stored invoice."""

from dataclasses import replace

import pytest

from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.waive_charge import waive_charge
from tests.builders import CLERK, NOW
from tests.records_world import Records
from tests.unit.domain.dunning_builders import DUE, a_payment

FEE = Charge("chg_1", ChargeKind.FEE, 500, DUE, 1, "EUR 5.00 for reminder 1")


def stored(records: Records) -> Invoice:
    invoice = records.with_invoice(status=Status.PARTIALLY_PAID, charges=(FEE,))
    paid = replace(invoice, payments=(a_payment(invoice.payable, DUE),))
    records.invoices.stored[invoice.invoice_id] = paid
    return paid


def waived(records: Records, invoice: Invoice) -> Invoice:
    return waive_charge(
        invoice.invoice_id,
        "chg_1",
        reason="goodwill",
        invoices=records.invoices,
        outbox=records.outbox,
        **records.acting,
    )


def test_the_customer_is_let_off_and_the_timeline_says_why_and_by_whom() -> None:
    records = Records()
    after = waived(records, stored(records))
    assert (after.status, after.balance.amount) == (Status.PAID, 0)
    assert records.invoices.get(after.invoice_id) == after
    entry = records.invoices.timeline.entries[-1]
    assert (entry.type, entry.text) == ("charge.waived", "A late fee of EUR 5.00 was waived: goodwill")
    assert (entry.actor, entry.at) == (CLERK, NOW)


def test_a_second_try_is_refused_and_tells_nothing() -> None:
    records = Records()
    invoice = stored(records)
    waived(records, invoice)
    with pytest.raises(Conflict, match="waived already"):
        waived(records, invoice)
    assert records.told == ("charge.waived",)
