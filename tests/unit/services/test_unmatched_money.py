"""What is told of money that no invoice takes: when it comes, and when somebody has placed it or sent it back."""

from datetime import date

from dunlin.domain.announcement.announcement import announcement
from dunlin.domain.remittance import IncomingPayment, Unplaced
from dunlin.services.apply_remittance import apply_remittance
from dunlin.services.book_payment import book_payment
from dunlin.services.dismiss_remittance import dismiss_remittance
from tests.builders import CLERK, NOW, a_document, an_entry, an_invoice
from tests.fakes import FakeInvoices, FakeRemittances, FakeTimeline
from tests.fakes_sending import FakeOutbox

UNKNOWN = IncomingPayment("pay_1", 20000, "EUR", date(2026, 11, 25), "transfer", "no idea", "import")


class Money:
    """Two invoices, and one timeline for all that is told."""

    def __init__(self) -> None:
        self.timeline = FakeTimeline()
        self.money = FakeRemittances(timeline=self.timeline)
        self.invoices = FakeInvoices(money=self.money, timeline=self.timeline)
        self.ids = 0
        for number in (1, 2):
            invoice = an_invoice(invoice_id=f"inv_{number}", number=f"2026-00{number}")
            self.invoices.add(invoice, a_document(), entry=an_entry(invoice))
        self.timeline.entries.clear()

    def new_id(self, prefix: str) -> str:
        self.ids += 1
        return f"{prefix}_{self.ids}"

    def comes(self, invoice_id: str = "", why: Unplaced = Unplaced.AMBIGUOUS) -> None:
        book_payment(
            invoice_id,
            UNKNOWN,
            actor=CLERK,
            now=NOW,
            new_id=self.new_id,
            invoices=self.invoices,
            outbox=FakeOutbox(),
            unapplied=self.money,
            why=why,
        )

    def apply(self, invoice_id: str) -> None:
        apply_remittance(
            "pay_1",
            invoice_id,
            amount=None,
            part_id=f"pay_of_{invoice_id}",
            actor=CLERK,
            now=NOW,
            new_id=self.new_id,
            invoices=self.invoices,
            outbox=FakeOutbox(),
            unapplied=self.money,
            timeline=self.timeline,
        )

    def dismiss(self) -> None:
        dismiss_remittance("pay_1", reason="sent back", actor=CLERK, now=NOW, unapplied=self.money)

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(each.invoice_id, each.type) for each in self.timeline.entries]


def test_money_for_no_known_invoice_is_published_once_and_names_no_invoice() -> None:
    world = Money()
    world.comes()
    world.comes()
    (entry,) = world.timeline.entries
    event = announcement(entry)
    assert (event.type, event.invoice_id) == ("payment.unmatched", "")
    assert event.data == {
        "payment_id": "pay_1",
        "amount": 20000,
        "currency": "EUR",
        "reason": "ambiguous",
        "source": "import",
    }


def test_whoever_dismisses_money_is_told_of_on_the_invoice_that_it_was_for() -> None:
    world = Money()
    world.comes("inv_1")
    for _ in range(2):
        world.dismiss()
    assert world.told == [("inv_1", "payment.recorded"), ("inv_1", "payment.dismissed")]
    entry = world.timeline.entries[-1]
    assert entry.text == "EUR 48.75 that waited to be placed were taken off the list: sent back"
    assert announcement(entry).data == {"payment_id": "pay_1", "amount": 4875, "currency": "EUR", "source": "import"}


def test_of_money_for_no_invoice_the_dismissal_is_published_all_the_same() -> None:
    world = Money()
    world.comes()
    world.dismiss()
    entry = world.timeline.entries[-1]
    assert (entry.type, announcement(entry).invoice_id) == ("payment.dismissed", "")


def test_what_is_applied_to_another_invoice_is_told_on_the_one_that_it_was_for_too() -> None:
    world = Money()
    world.comes("inv_1")
    for _ in range(2):
        world.apply("inv_2")
    assert world.told == [
        ("inv_1", "payment.recorded"),
        ("inv_2", "payment.recorded"),
        ("inv_1", "payment.placed_elsewhere"),
    ]
    assert "2026-002" in world.timeline.entries[-1].text


def test_what_is_applied_to_the_invoice_that_it_was_for_is_told_once() -> None:
    world = Money()
    world.comes()
    world.apply("inv_2")
    assert world.told == [("pay_1", "payment.unmatched"), ("inv_2", "payment.recorded")]
