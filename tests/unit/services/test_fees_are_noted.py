"""The fee that a customer paid on top stands beside the payment: it was never owed, and is told once."""

from decimal import Decimal

from dunlin.domain.invoice import Status
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings
from tests.records_world import Records
from tests.till_world import Paying
from tests.unit.services.test_apply_remittance import place, waiting

PASSED = MethodSettings(Method.CARD, fee=Fee(FeePolicy.PASS_THROUGH, Decimal("1.5")))


def test_the_fee_stands_beside_the_payment_and_settles_nothing() -> None:
    world = Paying(PASSED)
    attempt = world.start()
    world.tell_of(attempt, EventKind.SUCCEEDED)
    (payment,) = world.invoice.payments

    assert attempt.fee > 0
    assert (payment.amount, payment.fee) == (15125, attempt.fee)
    assert world.invoice.status is Status.PAID


def test_money_that_a_person_places_on_another_invoice_brings_no_fee_there() -> None:
    records = Records()
    waiting(records, fee=256)
    invoice = records.with_invoice()
    place(records, invoice)

    assert [each.fee for each in records.invoices.get(invoice.invoice_id).payments] == [0]
