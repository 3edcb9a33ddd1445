"""Late fees and interest in a mail: lines of their own, and the mail adds up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dunlin.domain.dunning.charges import Charge, ChargeKind, Term, Waiver
from dunlin.domain.invoice import Status
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.message import MessageKind
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.domain.timeline import Actor, ActorKind
from dunlin.rendering.email import render_mail
from tests.unit.rendering.mail_builders import NOW, a_mail_to, a_payment, an_invoice, read, seen

ON = date(2027, 1, 16)
FEE = Charge("chg_1", ChargeKind.FEE, 500, ON, 1)
TERM = Term(124050, Decimal("10.15"), date(2026, 12, 24), ON)
INTEREST = Charge("chg_2", ChargeKind.INTEREST, 828, ON, 1, terms=(TERM,))
WAIVER = Waiver(Actor(ActorKind.STAFF, "clerk"), "goodwill", NOW)


def a_reminder(*charges: Charge, locale: str = "en-GB", **changes: Any) -> MailContent:
    invoice = an_invoice(**{"status": Status.OPEN, "charges": charges or (FEE, INTEREST), **changes})
    return a_mail_to(locale, kind=MessageKind.REMINDER, invoice=invoice, today=ON)


def facts(mail: RenderedMail) -> list[str]:
    return next(each for each in mail.text.split("\n\n") if "Invoice number:" in each).split("\n")


def test_total_paid_fees_and_interest_lead_to_the_amount_due() -> None:
    payments = (a_payment(40000),)
    mail = render_mail(a_reminder(payments=payments, status=Status.PARTIALLY_PAID))
    assert facts(mail)[2:] == [
        "Invoice amount:  €1,240.50",
        "Paid so far:     €400.00",
        "Late fee:        €5.00",
        "   16 January 2027",
        "Interest:        €8.28",
        "   €1,240.50 × 10.15% × 24 days / 365 (24 December 2026 – 16 January 2027)",
        "Amount due:      €853.78",
        "Due date:        23 December 2026",
    ]


def test_the_two_parts_say_the_same() -> None:
    mail = render_mail(a_reminder())
    for part in (seen(mail), read(mail)):
        assert "€1,240.50 × 10.15% × 24 days / 365 (24 December 2026 – 16 January 2027)" in part
        assert "€1,253.78" in part


def test_a_customer_reads_the_formula_in_their_own_words() -> None:
    assert "1.240,50 € × 10,15 % × 24 Tage / 365 (24. Dezember 2026 – 16. Januar 2027)" in seen(
        render_mail(a_reminder(locale="de-DE"))
    ).replace("\u00a0", " ")


def test_a_day_is_one_day_and_an_old_rate_is_named() -> None:
    term = replace(TERM, first=ON, rate_of=date(2026, 1, 1))
    told = read(render_mail(a_reminder(replace(INTEREST, amount=34, terms=(term,)))))
    assert "× 1 day / 365 (16 January 2027; last known reference rate: 1 January 2026)" in told


def test_what_a_cap_limits_says_so() -> None:
    assert "= €8.28, limited to €3.00" in read(render_mail(a_reminder(replace(INTEREST, amount=300))))


def test_what_was_waived_is_not_asked_for() -> None:
    mail = render_mail(a_reminder(replace(FEE, waived=WAIVER)))
    assert "Late fee" not in mail.text
    assert "Amount due:      €1,240.50" in facts(mail)


def test_a_paid_invoice_says_what_its_payment_was_for() -> None:
    paid = render_mail(a_reminder(status=Status.PAID, payments=(a_payment(125378),)))
    assert facts(paid)[2:5] == ["Invoice amount:  €1,240.50", "Late fee:        €5.00", "   16 January 2027"]
    assert "Amount paid:     €1,253.78" in facts(paid)


def test_own_texts_may_name_fees_and_interest() -> None:
    text = Text("{{ invoice.number }}", "{{ invoice.fees }} and {{ invoice.interest }}")
    template = Template("tpl_1", 1, "Ours", TemplateKind.REMINDER_FIRM, {"en": text})
    assert "€5.00 and €8.28" in read(render_mail(replace(a_reminder(), template=template)))
