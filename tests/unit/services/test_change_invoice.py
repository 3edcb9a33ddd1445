"""A rule of the domain is applied to the stored invoice, and told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice, Payment, Status, pay, post, void
from dunlin.services.change_invoice import change_invoice
from dunlin.services.ports.sending import TurnDue
from dunlin.services.write_change import Told
from tests.builders import CLERK, NOW
from tests.fakes_sending import FakeOutbox
from tests.records_world import Records


def _change(
    records: Records, invoice: Invoice, how: Callable[[Invoice], Invoice], *, version: int | None = None
) -> Invoice:
    return change_invoice(
        invoice.invoice_id,
        how,
        lambda after: Told("test.changed", f"It is {after.status}"),
        version=version,
        invoices=records.invoices,
        outbox=records.outbox,
        **records.acting,
    )


def _pays(amount: int, payment_id: str = "pay_1") -> Callable[[Invoice], Invoice]:
    payment = Payment(payment_id, amount, date(2026, 11, 25))
    return lambda invoice: pay(invoice, payment, now=NOW)


def _posts(invoice: Invoice) -> Invoice:
    return post(invoice, now=NOW)


def _voids(invoice: Invoice) -> Invoice:
    return void(invoice, now=NOW)


def test_the_change_is_stored_as_a_new_version_and_told_by_whoever_did_it() -> None:
    records = Records()
    draft = records.with_invoice(status=Status.DRAFT)
    posted = _change(records, draft, _posts)
    assert (posted.status, posted.version) == (Status.POSTED, draft.version + 1)
    assert records.invoices.get(draft.invoice_id) == posted
    entry = records.invoices.timeline.entries[-1]
    assert (entry.type, entry.text, entry.actor, entry.at) == ("test.changed", "It is POSTED", CLERK, NOW)


@pytest.mark.parametrize(("version", "current"), [(0, 1), (2, 1)])
def test_a_caller_who_saw_another_version_is_refused(version: int, current: int) -> None:
    records = Records()
    invoice = records.with_invoice(version=current)
    with pytest.raises(StaleVersion, match=f"at version {current}, not {version}: read it again"):
        _change(records, invoice, _voids, version=version)
    assert records.told == ()


def test_a_refusal_of_the_rule_writes_nothing() -> None:
    records = Records()
    invoice = records.with_invoice()
    with pytest.raises(InvalidInput):
        _change(records, invoice, _pays(invoice.payable + 1))
    assert (records.invoices.get(invoice.invoice_id), records.told) == (invoice, ())


def test_the_same_payment_told_twice_is_booked_and_told_once() -> None:
    records = Records()
    invoice = records.with_invoice()
    first = _change(records, invoice, _pays(100))
    assert _change(records, invoice, _pays(100)) == first
    assert records.told == ("test.changed",)


def test_an_invoice_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        change_invoice(
            "inv_none",
            _voids,
            lambda _: Told("", ""),
            invoices=Records().invoices,
            outbox=Records().outbox,
            **Records().acting,
        )


def test_two_payments_at_the_same_time_are_both_booked() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _forget(_change(records, invoice, _pays(100, "pay_other"))))
    after = _change(records, invoice, _pays(50, "pay_mine"))
    assert [each.payment_id for each in after.payments] == ["pay_other", "pay_mine"]
    assert (after.balance.amount, after.version) == (invoice.payable - 150, invoice.version + 2)
    assert records.told == ("test.changed", "test.changed")


def test_the_rule_is_asked_again_about_what_somebody_else_made_of_it() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _forget(_change(records, invoice, _pays(invoice.payable))))
    with pytest.raises(Conflict, match="has payments"):
        _change(records, invoice, _voids)
    assert records.invoices.get(invoice.invoice_id).status is Status.PAID


def test_an_invoice_that_was_sent_meanwhile_is_still_at_the_version_that_the_caller_saw() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _open(records, invoice))
    after = _change(records, invoice, _pays(100), version=invoice.version)
    assert (after.status, after.paid) == (Status.PARTIALLY_PAID, 100)


def test_with_a_version_a_change_by_somebody_else_is_a_refusal() -> None:
    records = Records()
    invoice = records.with_invoice()
    records.invoices.meanwhile.append(lambda: _forget(_change(records, invoice, _pays(100, "pay_other"))))
    with pytest.raises(StaleVersion):
        _change(records, invoice, _pays(50, "pay_mine"), version=invoice.version)
    assert records.invoices.get(invoice.invoice_id).paid == 100


def test_an_invoice_that_never_holds_still_is_given_up() -> None:
    records = Records()
    invoice = records.with_invoice()

    def stir() -> None:
        stored = records.invoices.stored[invoice.invoice_id]
        records.invoices.stored[invoice.invoice_id] = replace(stored, version=stored.version + 1)

    records.invoices.meanwhile.extend([stir] * 100)
    with pytest.raises(StaleVersion, match="keeps changing: try again"):
        _change(records, invoice, _pays(1))
    assert len(records.invoices.meanwhile) >= 90
    assert records.told == ()


def _open(records: Records, invoice: Invoice) -> None:
    records.invoices.stored[invoice.invoice_id] = replace(invoice, status=Status.OPEN, sent_at=NOW)


def _forget(_: object) -> None:
    """What somebody else's call answers is theirs."""


def test_reminders_are_looked_at_again_after_any_change_and_what_was_scheduled_is_stale() -> None:
    records = Records()
    invoice = records.with_invoice(dunning=Dunning(generation=4, next_at=NOW + timedelta(days=5)))
    after = _change(records, invoice, _pays(100))
    assert after.dunning == Dunning(generation=5, next_at=NOW)
    assert [turn.generation for turn, _ in records.outbox.turns] == [5]


def test_a_queue_that_does_not_answer_does_not_undo_the_change() -> None:
    class Silent(FakeOutbox):
        def put_turn(self, turn: TurnDue, *, delay: timedelta = timedelta(0)) -> None:
            raise Unavailable("no answer")

    records = Records(outbox=Silent())
    invoice = records.with_invoice(dunning=Dunning(generation=4))
    assert _change(records, invoice, _pays(100)).paid == 100
