"""Ports of the records: the fakes and DynamoDB keep the same promises."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from dunlin import wiring
from dunlin.adapters.dynamodb.customers import CustomerRow, marking
from dunlin.domain.customer import UndeliverableAddress
from dunlin.domain.delivery import Colour
from dunlin.domain.document import PaymentMeans
from dunlin.domain.dunning.charges import Charge, ChargeKind, Term, Waiver
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.party import Party
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Customers, Identifiers, InvoiceQuery, Invoices, Page, Sellers, Timeline
from tests.builders import CLERK, NOW, a_customer, a_document, a_line, a_seller, an_entry, an_invoice
from tests.fakes import FakeCustomers, FakeIdentifiers, FakeInvoices, FakeSellers, FakeTimeline


@dataclass
class Ports:
    """Either all in memory or all in DynamoDB."""

    sellers: Sellers
    customers: Customers
    known: Identifiers
    invoices: Invoices
    timeline: Timeline
    mark: Callable[[str, UndeliverableAddress], None]


def _fakes() -> Ports:
    timeline, customers = FakeTimeline(), FakeCustomers()
    return Ports(FakeSellers(), customers, FakeIdentifiers(), FakeInvoices(timeline), timeline, customers.mark)


def _dynamodb() -> Ports:
    def mark(customer_id: str, mark: UndeliverableAddress) -> None:
        CustomerRow(customer_id).update(marking(mark))

    return Ports(wiring.sellers(), wiring.customers(), wiring.identifiers(), wiring.invoices(), wiring.timeline(), mark)


@pytest.fixture(params=["fakes", "dynamodb"])
def ports(request: pytest.FixtureRequest) -> Ports:
    if request.param == "fakes":
        return _fakes()
    request.getfixturevalue("aws_world")
    return _dynamodb()


def _add(ports: Ports, **changes: Any) -> Invoice:
    invoice = an_invoice(**{"version": 0, "status": Status.DRAFT, **changes})
    ports.invoices.add(invoice, a_document(), entry=an_entry(invoice))
    return invoice


def _all[T](page: Callable[[dict[str, str] | None], Page[T]]) -> list[T]:
    found: list[T] = []
    after: dict[str, str] | None = None
    while True:
        answer = page(after)
        found.extend(answer.items)
        if answer.next is None:
            return found
        after = answer.next


def test_a_seller_is_written_only_by_who_saw_its_version(ports: Ports) -> None:
    first = ports.sellers.put(a_seller(version=0))
    second = ports.sellers.put(replace(first, sender_name="Vis"))
    assert (first.version, second.version) == (1, 2)
    assert ports.sellers.get("sel_1") == second
    for stale in (replace(first, sender_name="Fish"), a_seller(version=0), a_seller(seller_id="sel_2", version=1)):
        with pytest.raises(StaleVersion):
            ports.sellers.put(stale)
    assert ports.sellers.list() == (second,)
    with pytest.raises(NotFound):
        ports.sellers.get("sel_2")


def test_sellers_are_listed_by_id(ports: Ports) -> None:
    for seller_id in ("sel_2", "sel_1"):
        ports.sellers.put(a_seller(seller_id=seller_id, version=0))
    assert [each.seller_id for each in ports.sellers.list()] == ["sel_1", "sel_2"]


def test_a_customer_is_written_only_by_who_saw_its_version(ports: Ports) -> None:
    first = ports.customers.put(a_customer(version=0))
    second = ports.customers.put(replace(first, locale="de"))
    assert ports.customers.get("cus_1") == second
    for stale in (replace(first, locale="fr"), a_customer(version=0), a_customer(customer_id="cus_2", version=1)):
        with pytest.raises(StaleVersion):
            ports.customers.put(stale)
    with pytest.raises(NotFound):
        ports.customers.get("cus_2")


def test_marks_of_dead_addresses_come_and_go_beside_the_record(ports: Ports) -> None:
    ports.customers.put(a_customer(version=0))
    mark = UndeliverableAddress("ada@buyer.example", "bounced", NOW)
    ports.mark("cus_1", mark)
    ports.mark("cus_1", replace(mark, reason="bounced again"))
    marked = ports.customers.get("cus_1")
    assert (marked.version, marked.undeliverable) == (1, (mark,))
    assert ports.customers.put(replace(marked, undeliverable=(), locale="de")).undeliverable == (mark,)
    assert ports.customers.clear_undeliverable("cus_1", " Ada@buyer.example").undeliverable == ()
    assert ports.customers.get("cus_1").undeliverable == ()
    with pytest.raises(NotFound):
        ports.customers.clear_undeliverable("cus_2", "ada@buyer.example")


def test_customers_are_listed_by_name_page_by_page(ports: Ports) -> None:
    for number, name in enumerate(("delta", "Alfa", "charlie", "Bravo", "Alfa")):
        ports.customers.put(a_customer(customer_id=f"cus_{number}", party=Party(name), version=0))
    found = _all(lambda after: ports.customers.list(limit=2, after=after))
    assert [each.customer_id for each in found] == ["cus_1", "cus_4", "cus_3", "cus_2", "cus_0"]


def test_a_business_key_belongs_to_whoever_came_first(ports: Ports) -> None:
    assert ports.known.owner("a", "b") is None
    assert ports.known.claim(("a", "b"), owner="cus_1") == "cus_1"
    assert ports.known.claim(("a", "c"), owner="cus_2") == "cus_1"
    assert ports.known.claim(("a",), owner="cus_1") == "cus_1"
    assert [ports.known.owner(key) for key in ("a", "b", "c", "d")] == ["cus_1", "cus_1", "cus_2", None]
    assert ports.known.owner("d", "c", "a") == "cus_2"


def test_an_invoice_is_added_once_with_its_document_and_its_entry(ports: Ports) -> None:
    invoice = _add(ports)
    assert ports.invoices.get(invoice.invoice_id) == invoice
    assert ports.invoices.get_with_document(invoice.invoice_id) == (invoice, a_document())
    with pytest.raises(AlreadyExists) as refusal:
        _add(ports)
    assert refusal.value.existing_id == invoice.invoice_id
    assert ports.timeline.list(invoice.invoice_id, limit=10).items == (an_entry(invoice),)
    for read in (ports.invoices.get, ports.invoices.get_with_document):
        with pytest.raises(NotFound):
            read("inv_none")


def test_a_change_is_a_new_version_that_is_told(ports: Ports) -> None:
    draft = _add(ports)
    payment = Payment("pay_1", 100, date(2026, 11, 25), "card", "r", NOW)
    after = replace(draft, status=Status.PARTIALLY_PAID, payments=(payment,), due_date=date(2027, 1, 1))
    entry = an_entry(draft, entry_id="tml_2", at=NOW + timedelta(seconds=1))
    changed = ports.invoices.change(draft, after, entry=entry)
    assert changed == replace(after, version=1)
    assert ports.invoices.get(draft.invoice_id) == changed
    assert [each.entry_id for each in ports.timeline.list(draft.invoice_id, limit=9).items] == ["tml_1", "tml_2"]


def test_a_new_document_replaces_the_old(ports: Ports) -> None:
    draft, dearer = _add(ports), a_document(a_line(price="20"))
    ports.invoices.change(draft, replace(draft, payable=24200), entry=an_entry(draft), document=dearer)
    invoice, document = ports.invoices.get_with_document(draft.invoice_id)
    assert (invoice.payable, document) == (24200, dearer)


@pytest.mark.parametrize("seen", [{"version": 7}, {"status": Status.POSTED}])
def test_a_change_of_what_is_no_longer_so_writes_nothing(ports: Ports, seen: dict[str, Any]) -> None:
    draft = _add(ports)
    before, entry = replace(draft, **seen), an_entry(draft, entry_id="tml_2")
    with pytest.raises(StaleVersion):
        ports.invoices.change(before, replace(before, payable=1), entry=entry, document=a_document(a_line("X")))
    assert ports.invoices.get_with_document(draft.invoice_id) == (draft, a_document())
    assert len(ports.timeline.list(draft.invoice_id, limit=9).items) == 1


def _listed(ports: Ports, query: InvoiceQuery, limit: int, after: dict[str, str] | None) -> Page[Invoice]:
    return ports.invoices.list(query, limit=limit, after=after)


_QUERIES = (
    (InvoiceQuery(), "ABCD"),
    (InvoiceQuery(customer_id="cus_2"), "BD"),
    (InvoiceQuery(statuses=(Status.OPEN, Status.PAID)), "BC"),
    (InvoiceQuery(lights=(Colour.GREY,)), "ABCD"),
    (InvoiceQuery(lights=(Colour.RED,)), ""),
    (InvoiceQuery(due_from=date(2026, 12, 2)), "BCD"),
    (InvoiceQuery(due_to=date(2026, 12, 3)), "ABC"),
    (InvoiceQuery(customer_id="cus_2", due_from=date(2026, 12, 2), due_to=date(2026, 12, 3)), "B"),
    (InvoiceQuery(overdue_on=date(2026, 12, 3)), "B"),
    (InvoiceQuery(text="c-"), "C"),
    (InvoiceQuery(text="BUYER"), "ABCD"),
    (InvoiceQuery(text="nobody"), ""),
)


def test_invoices_are_found_by_due_date_page_by_page(ports: Ports) -> None:
    for letter, status, customer_id, day in (
        ("D", Status.POSTED, "cus_2", 9),
        ("C", Status.PAID, "cus_1", 3),
        ("B", Status.OPEN, "cus_2", 2),
        ("A", Status.DRAFT, "cus_1", 1),
    ):
        due = date(2026, 12, day)
        _add(ports, number=f"{letter}-1", status=status, customer_id=customer_id, due_date=due)
    for query, expected in _QUERIES:
        for limit in (1, 3):
            found = _all(partial(_listed, ports, query, limit))
            assert "".join(each.number[0] for each in found) == expected, query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (InvoiceQuery(amount_from=200), "BC"),
        (InvoiceQuery(amount_to=200), "AB"),
        (InvoiceQuery(amount_from=101, amount_to=299), "B"),
        (InvoiceQuery(amount_from=0, amount_to=0), ""),
        (InvoiceQuery(amount_to=300, currency="USD"), "C"),
        (InvoiceQuery(amount_from=100, currency="EUR", statuses=(Status.OPEN,)), "B"),
    ],
)
def test_invoices_are_found_by_what_they_ask_for(ports: Ports, query: InvoiceQuery, expected: str) -> None:
    """In minor units of their own currency, both ends included."""
    for letter, payable, currency, status in (
        ("A", 100, "EUR", Status.POSTED),
        ("B", 200, "EUR", Status.OPEN),
        ("C", 300, "USD", Status.POSTED),
    ):
        document = replace(a_document(), currency=currency, totals=replace(a_document().totals, payable=payable))
        invoice = an_invoice(document, number=f"{letter}-1", status=status, version=0)
        ports.invoices.add(invoice, document, entry=an_entry(invoice))
    for limit in (1, 3):
        found = _all(partial(_listed, ports, query, limit))
        assert sorted(each.number[0] for each in found) == list(expected)


def test_the_timeline_is_read_from_the_oldest_page_by_page_and_a_repeated_note_is_one(ports: Ports) -> None:
    invoice = an_invoice()
    for second in (3, 1, 2, 2):
        ports.timeline.add(an_entry(invoice, entry_id=f"tml_{second}", at=NOW + timedelta(seconds=second)))
    ports.timeline.add(an_entry(invoice, invoice_id="inv_other", entry_id="tml_9"))
    found = _all(lambda after: ports.timeline.list(invoice.invoice_id, limit=2, after=after))
    assert [each.entry_id for each in found] == ["tml_1", "tml_2", "tml_3"]


def _decided(ports: Ports, about: tuple[str, ...], limit: int, after: dict[str, str] | None) -> Page[Entry]:
    return ports.timeline.latest(an_invoice().invoice_id, about=about, limit=limit, after=after)


def test_what_was_decided_is_read_from_the_newest_page_by_page_without_the_rest(ports: Ports) -> None:
    invoice = an_invoice()
    types = ("hold.placed", "email.sent", "reminder.due", "holding.pattern", "reminder.planned", "payment.recorded")
    for second, type_ in enumerate(types):
        entry = an_entry(invoice, entry_id=f"tml_{second}", at=NOW + timedelta(seconds=second), type=type_)
        ports.timeline.add(entry)
    about = ("reminder", "hold")
    for limit in (1, 2, 9):
        found = _all(partial(_decided, ports, about, limit))
        assert [each.type for each in found] == ["reminder.planned", "reminder.due", "hold.placed"]
    assert ports.timeline.latest("inv_other", about=about, limit=9) == Page(())


def test_late_fees_and_interest_are_read_as_they_were_written(ports: Ports) -> None:
    before = _add(ports)
    assert ports.invoices.get(before.invoice_id).charges == ()
    on = date(2026, 12, 25)
    term = Term(15125, Decimal("10.15"), on - timedelta(days=4), on, rate_of=date(2026, 1, 1))
    charges = (
        Charge("chg_1", ChargeKind.FEE, 500, on, 1, "EUR 5.00", waived=Waiver(CLERK, "goodwill", NOW)),
        Charge("chg_2", ChargeKind.INTEREST, 21, on, 1, "…", on - timedelta(days=5), on, terms=(term,)),
    )
    ports.invoices.change(before, replace(before, charges=charges), entry=an_entry(before, entry_id="tml_2"))
    assert ports.invoices.get(before.invoice_id).charges == charges


def test_an_invoice_is_found_by_its_number_and_the_reference_that_payers_quote(ports: Ports) -> None:
    document = replace(a_document(), payment_means=(PaymentMeans(reference="RF18 5390"), PaymentMeans()))
    invoice = an_invoice(number="RE-2026/001")
    ports.invoices.add(invoice, document, entry=an_entry(invoice))
    other = _add(ports, number="RE-2026/002")
    theirs = _add(ports, number="RE-2026/001", seller=a_seller(seller_id="sel_2"))

    found = ports.invoices.named("sel_1", ("RE2026001", "RF185390", "RE2026002", "RE2026003"))
    assert found == {
        "RE2026001": (invoice.invoice_id,),
        "RF185390": (invoice.invoice_id,),
        "RE2026002": (other.invoice_id,),
    }
    assert ports.invoices.named("sel_2", ("RE2026001",)) == {"RE2026001": (theirs.invoice_id,)}
    assert ports.invoices.named("sel_1", ()) == {}


def test_invoices_that_share_a_reference_are_all_found_by_it(ports: Ports) -> None:
    document = replace(a_document(), payment_means=(PaymentMeans(reference="4711"),))
    for number in ("1", "2"):
        invoice = an_invoice(number=number)
        ports.invoices.add(invoice, document, entry=an_entry(invoice))
    assert len(ports.invoices.named("sel_1", ("4711",))["4711"]) == 2


def test_a_draft_that_gets_another_reference_is_found_by_it(ports: Ports) -> None:
    before = _add(ports)
    document = replace(a_document(), payment_means=(PaymentMeans(reference="RF99"),))
    ports.invoices.change(before, before, entry=an_entry(before, entry_id="tml_2"), document=document)
    assert ports.invoices.named("sel_1", ("RF99",)) == {"RF99": (before.invoice_id,)}


def test_several_invoices_are_read_at_once(ports: Ports) -> None:
    one, two = _add(ports), _add(ports, number="2026-002")
    found = ports.invoices.find((one.invoice_id, "inv_none", two.invoice_id, one.invoice_id))
    assert {each: found[each].number for each in found} == {one.invoice_id: "2026-001", two.invoice_id: "2026-002"}
    assert ports.invoices.find(()) == {}


def test_when_payments_were_known_last_stays_through_changes_of_the_seller(ports: Ports) -> None:
    first = ports.sellers.put(a_seller(version=0))
    ports.sellers.payments_known("sel_1", at=NOW)
    ports.sellers.payments_known("sel_1", at=NOW - timedelta(hours=1))
    ports.sellers.payments_known("sel_none", at=NOW)

    written = ports.sellers.put(replace(first, sender_name="Vis", payments_known_at=None))
    assert (written.version, written.payments_known_at) == (2, NOW)
    assert ports.sellers.get("sel_1") == written
    assert [each.seller_id for each in ports.sellers.list()] == ["sel_1"]
