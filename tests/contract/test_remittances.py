"""Port `Remittances`, and what `Invoices` writes of them: the fakes and DynamoDB keep the same promises."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from dunlin import wiring
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Payment, pay
from dunlin.domain.remittance import Dismissal, IncomingPayment, Part, Remittance, Unplaced
from dunlin.services.ports.payments import Remittances
from dunlin.services.ports.records import Invoices, Timeline
from tests.builders import CLERK, NOW, a_document, an_entry, an_invoice
from tests.fakes import FakeInvoices, FakeRemittances, FakeTimeline


@dataclass(frozen=True)
class Ports:
    """What is written together."""

    money: Remittances
    invoices: Invoices
    timeline: Timeline


@pytest.fixture(params=["fake", "dynamodb"])
def ports(request: pytest.FixtureRequest) -> Ports:
    if request.param == "fake":
        timeline = FakeTimeline()
        money = FakeRemittances(timeline=timeline)
        return Ports(money, FakeInvoices(timeline, money=money), timeline)
    request.getfixturevalue("aws_world")
    return Ports(wiring.unapplied(), wiring.invoices(), wiring.timeline())


def money(payment_id: str = "pay_1", *, minutes: int = 0, amount: int = 15125) -> Remittance:
    incoming = IncomingPayment(payment_id, amount, "EUR", date(2026, 11, 25), "transfer", "2026-001", "import", "Ada")
    return Remittance(incoming, NOW + timedelta(minutes=minutes), CLERK, why=Unplaced.UNKNOWN_INVOICE)


def stored(ports: Ports) -> Invoice:
    invoice = an_invoice()
    ports.invoices.add(invoice, a_document(), entry=an_entry(invoice))
    return ports.invoices.get(invoice.invoice_id)


def paid(invoice: Invoice, amount: int = 100) -> tuple[Invoice, Remittance]:
    after = pay(invoice, Payment("pay_1", amount, date(2026, 11, 25)), now=NOW)
    return after, money(amount=amount).placed(Part(invoice.invoice_id, "pay_1", amount, NOW))


def test_the_same_money_is_stored_once(ports: Ports) -> None:
    first = ports.money.add(money())
    assert first.version == 1
    with pytest.raises(AlreadyExists):
        ports.money.add(money(amount=1))
    assert ports.money.get("pay_1") == first


def test_what_is_told_of_it_is_written_with_it_or_not_at_all(ports: Ports) -> None:
    entry = an_entry(entry_id="tml_2", type="payment.unapplied")
    ports.money.add(money(), entry=entry)
    with pytest.raises(AlreadyExists):
        ports.money.add(money(), entry=replace(entry, entry_id="tml_3"))
    assert ports.timeline.list(entry.invoice_id, limit=9).items == (entry,)


def test_only_what_was_seen_is_changed(ports: Ports) -> None:
    first = ports.money.add(money())
    gone = ports.money.change(first.dismiss(Dismissal(CLERK, "returned", NOW)))
    assert (gone.version, ports.money.get("pay_1")) == (2, gone)
    with pytest.raises(StaleVersion):
        ports.money.change(first)


def test_what_is_unknown_is_not_found(ports: Ports) -> None:
    with pytest.raises(NotFound):
        ports.money.get("pay_9")
    first = ports.money.add(money())
    assert ports.money.find(["pay_9", "pay_1", "pay_1"]) == {"pay_1": first}
    assert ports.money.find([]) == {}


def test_what_waits_is_listed_newest_first_in_pages(ports: Ports) -> None:
    for number in range(4):
        ports.money.add(money(f"pay_{number}", minutes=number))
    ports.money.change(ports.money.get("pay_2").dismiss(Dismissal(CLERK, "returned", NOW)))
    page = ports.money.waiting(limit=2)
    assert [each.payment_id for each in page.items] == ["pay_3", "pay_1"]
    rest = ports.money.waiting(limit=2, after=page.next)
    assert ([each.payment_id for each in rest.items], rest.next) == (["pay_0"], None)


def test_a_payment_is_written_with_its_invoice(ports: Ports) -> None:
    invoice = stored(ports)
    after, placed = paid(invoice)
    ports.invoices.change(invoice, after, entry=an_entry(invoice, entry_id="tml_2"), money=placed)
    assert ports.money.get("pay_1") == replace(placed, version=1)
    assert ports.money.waiting(limit=9).items == ()
    assert ports.invoices.get(invoice.invoice_id).paid == 100


def test_money_that_is_known_changes_no_invoice(ports: Ports) -> None:
    ports.money.add(money())
    invoice = stored(ports)
    after, placed = paid(invoice)
    with pytest.raises(AlreadyExists):
        ports.invoices.change(invoice, after, entry=an_entry(invoice, entry_id="tml_2"), money=placed)
    assert ports.invoices.get(invoice.invoice_id) == invoice


def test_an_invoice_that_has_changed_leaves_the_money_alone(ports: Ports) -> None:
    invoice = stored(ports)
    ports.invoices.change(invoice, replace(invoice, customer_name="Other"), entry=an_entry(invoice, entry_id="tml_2"))
    after, placed = paid(invoice)
    with pytest.raises(StaleVersion):
        ports.invoices.change(invoice, after, entry=an_entry(invoice, entry_id="tml_3"), money=placed)
    with pytest.raises(NotFound):
        ports.money.get("pay_1")


def test_money_that_somebody_else_has_placed_changes_no_invoice(ports: Ports) -> None:
    seen = ports.money.add(money())
    ports.money.change(seen.dismiss(Dismissal(CLERK, "returned", NOW)))
    invoice = stored(ports)
    after, _ = paid(invoice)
    placed = seen.placed(Part(invoice.invoice_id, "pay_1", 100, NOW))
    with pytest.raises(StaleVersion):
        ports.invoices.change(invoice, after, entry=an_entry(invoice, entry_id="tml_2"), money=placed)
    assert ports.invoices.get(invoice.invoice_id) == invoice


def test_a_change_is_told_with_it_or_not_at_all(ports: Ports) -> None:
    invoice = stored(ports)
    seen = ports.money.add(money())
    gone = seen.dismiss(Dismissal(CLERK, "returned", NOW))
    ports.money.change(gone, entry=an_entry(invoice, entry_id="tml_7"))
    with pytest.raises(StaleVersion):
        ports.money.change(gone, entry=an_entry(invoice, entry_id="tml_8"))
    assert ports.money.get("pay_1").dismissed == gone.dismissed
    told = [each.entry_id for each in ports.timeline.list(invoice.invoice_id, limit=9).items]
    assert ("tml_7" in told, "tml_8" in told) == (True, False)
