"""Data that an older version has written is still read. Golden files are never written anew, only added to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dunlin.adapters.codec import from_json, to_json
from dunlin.domain.customer import Contact, Customer, EmailPreferences, Role
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Period, Reference
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.message import Edition, Instructions, Message, MessageKind
from dunlin.domain.money import Money
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount, Seller, UnconfirmedPolicy
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.domain.totals import Adjustment, TaxGroup, Totals

_GOLDEN = Path(__file__).parent / "golden"
_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_LINE = Line(
    line_id="1",
    name="Herring",
    quantity=Decimal("10.5"),
    unit_price=Decimal("12.345678"),
    net=12863,
    tax_rate=Decimal(21),
    unit_code="KGM",
    base_quantity=Decimal(10),
    adjustments=(Adjustment(charge=False, amount=100, reason="Loyalty", percent=Decimal("1.5"), base=6667),),
    period=Period(start=date(2026, 10, 1)),
    gross_price=Decimal(13),
    attributes=(("Colour", "silver"),),
)
_RECORDS: dict[str, Any] = {
    "invoice_document": InvoiceDocument(
        seller=Party("Vis & Zonen B.V.", address=Address(("Kade 1",), "Urk", "8321 AB", "", "NL"), tax_id="NL001B01"),
        buyer=Party("Borg AB", address=Address(country="SE"), other_ids=("0088:7300010000001",)),
        currency="EUR",
        lines=(_LINE,),
        totals=Totals(12863, 0, 0, 12863, (TaxGroup("S", Decimal(21), 12863, 2701),), 2701, 15564, 564, 0, 15000),
        delivery_date=date(2026, 11, 19),
        references=(Reference("order", "PO-7", date(2026, 10, 2)),),
        notes=("Thank you — 谢谢",),
        payment_means=(PaymentMeans("58", reference="RF18539007547034", iban="NL91ABNA0417164300"),),
        accounting_tax=Money(30120, "SEK"),
    ),
    "seller": Seller(
        seller_id="sel_1",
        version=3,
        party=Party("Vis & Zonen B.V.", tax_id="NL001B01"),
        sender_address="invoices@seller.example",
        sender_name="Vis & Zonen",
        bank=BankAccount("NL91ABNA0417164300"),
        locale="nl-NL",
        unconfirmed_policy=UnconfirmedPolicy.RETRY,
    ),
    "customer": Customer(
        customer_id="cus_1",
        version=2,
        party=Party("Buyer Ltd", address=Address(country="GB")),
        contacts=(Contact("con_1", "Ada Buyer", "ada@buyer.example", "", (Role.BILLING, Role.PRIMARY)),),
        preferences=EmailPreferences(cc=("boss@buyer.example",), tracking=False),
        time_zone="Europe/London",
    ),
    "message": Message(
        message_id="msg_01",
        invoice_id="inv_1",
        customer_id="cus_1",
        seller_id="sel_1",
        kind=MessageKind.INVOICE,
        created_at=_AT,
        actor=Actor(ActorKind.STAFF, "clerk"),
        instructions=Instructions(subject="Your herring", attach_pdf=False),
        edition=Edition.COPY,
    ),
    "entry": Entry(
        entry_id="tml_1",
        invoice_id="inv_1",
        at=_AT,
        actor=Actor(ActorKind.PROVIDER, "ses"),
        type="email.delivered",
        text="Delivered to ada@buyer.example",
        data={"email_id": "eml_01_1"},
    ),
    "event": Event(
        key=bytes(range(8)),
        type=EventType.OPEN,
        name="Open",
        at=datetime(2026, 11, 22, 9, 31, 5, 123000, tzinfo=UTC),
        message_id="msg_01",
        email_id="eml_01_1",
        invoice_id="inv_1",
        ses_message_id="0100-ses",
        user_agent="Mozilla/5.0",
        who=Who.MACHINE,
    ),
}


@pytest.mark.parametrize(("name", "record"), _RECORDS.items())
def test_what_was_stored_then_is_read_today(name: str, record: Any) -> None:
    text = (_GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert from_json(text, type(record)) == record


@pytest.mark.parametrize("record", _RECORDS.values(), ids=_RECORDS)
def test_what_is_stored_today_is_read_today(record: Any) -> None:
    assert from_json(to_json(record), type(record)) == record


def test_every_golden_file_is_read() -> None:
    assert {path.stem for path in _GOLDEN.iterdir()} == set(_RECORDS)
