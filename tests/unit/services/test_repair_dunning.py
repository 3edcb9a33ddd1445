"""What the sweep takes for forgotten, and what only waits."""

from dunlin.domain.invoice import Status
from dunlin.services.repair_dunning import forgotten
from tests.builders import NOW, an_invoice


def test_an_open_invoice_that_nobody_looks_at_is_forgotten() -> None:
    assert forgotten(an_invoice(status=Status.OPEN))
    assert forgotten(an_invoice(status=Status.PARTIALLY_PAID, sent_at=NOW))


def test_what_was_paid_in_part_before_it_was_sent_waits_for_its_mail() -> None:
    """Found by the simulation: it was repaired on every round of the sweep, with an entry each time, for nothing."""
    assert not forgotten(an_invoice(status=Status.PARTIALLY_PAID))


def test_a_first_mail_that_was_claimed_and_did_not_leave_has_brought_nothing() -> None:
    """It would be reminded of what nobody has."""
    assert not forgotten(an_invoice(status=Status.PARTIALLY_PAID, mailed_at=NOW))
