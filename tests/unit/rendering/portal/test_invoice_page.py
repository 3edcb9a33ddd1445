"""What the page of an invoice shows of late fees and payments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dunlin.domain.dunning.charges import Charge, ChargeKind, Term
from dunlin.domain.invoice import Payment, Status
from dunlin.rendering.portal.invoice_page import InvoicePage, invoice_page
from dunlin.services.ports.sending import SendContext
from tests.builders import a_customer, a_document, a_seller, an_invoice

ON = date(2027, 1, 16)
TERM = Term(15125, Decimal("10.15"), date(2026, 12, 24), ON)
CHARGES = (
    Charge("chg_1", ChargeKind.FEE, 500, ON, 1),
    Charge("chg_2", ChargeKind.INTEREST, 101, ON, 1, terms=(TERM,)),
)


def page(*, today: date = ON, **invoice: Any) -> InvoicePage:
    stored = replace(an_invoice(), status=Status.OPEN, **invoice)
    return invoice_page(SendContext(stored, a_document(), a_customer(), a_seller()), today=today)[0]


def test_each_late_fee_says_how_it_was_worked_out_and_is_owed() -> None:
    shown = page(charges=CHARGES)
    assert shown.amount == "€157.26"
    assert [row.value for row in shown.charges] == ["€5.00", "€1.01"]
    assert "€151.25 × 10.15%" in shown.charges[1].detail
    assert (shown.status, shown.tone) == ("Overdue by 27 days", "late")


def test_a_part_payment_is_listed_and_the_rest_is_asked_for() -> None:
    paid = (Payment("pay_1", 5125, date(2026, 11, 24)),)
    shown = page(payments=paid, today=date(2026, 11, 25))
    assert shown.amount == "€100.00"
    assert [(row.label, row.value) for row in shown.payments] == [("24 November 2026", "€51.25")]


def test_one_day_late_is_said_in_the_singular() -> None:
    assert page(today=date(2026, 12, 21)).status == "Overdue by 1 day"


def test_the_reason_why_a_mail_was_sent_is_not_on_the_page() -> None:
    assert not any("You are receiving" in line for line in page().footer)
