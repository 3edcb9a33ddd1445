"""Records survive being stored."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.adapters.codec import from_json, from_plain, pack, stamp, to_json, to_plain, unpack
from dunlin.domain.currency import EXPONENTS
from dunlin.domain.customer import Customer, UndeliverableAddress
from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Period, Reference
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.invoice import Payment
from dunlin.domain.message import Message, Recipient
from dunlin.domain.money import Money
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import Seller
from dunlin.domain.timeline import Entry
from dunlin.domain.totals import Adjustment, TaxGroup, Totals
from tests.builders import NOW, a_customer, a_document, a_line, a_message, a_seller, an_entry, an_event

_text = st.text(max_size=6)
_decimal = st.decimals(-(10**9), 10**9, allow_nan=False, places=None) | st.decimals(0, 100, places=6)
_minor = st.integers(-(10**12), 10**12)
_date = st.dates()
_instant = st.datetimes(timezones=st.just(UTC))


def _tuple(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=2).map(tuple)


_address = st.builds(Address, _tuple(_text), _text, _text, _text, _text)
_party = st.builds(Party, _text, _text, _address, _text, _text, _tuple(_text), _text, _text, email=_text, phone=_text)
_period = st.none() | st.builds(Period, st.none() | _date, st.none() | _date)
_adjustment = st.builds(
    Adjustment,
    st.booleans(),
    _minor,
    _text,
    _text,
    st.none() | _decimal,
    st.none() | _minor,
    tax_category=_text,
    tax_rate=_decimal,
)
_line = st.builds(
    Line,
    line_id=_text,
    name=_text,
    quantity=_decimal,
    unit_price=_decimal,
    net=_minor,
    tax_category=_text,
    tax_rate=_decimal,
    description=_text,
    base_quantity=_decimal,
    adjustments=_tuple(_adjustment),
    period=_period,
    gross_price=st.none() | _decimal,
    attributes=_tuple(st.tuples(_text, _text)),
)
_totals = st.builds(
    Totals,
    _minor,
    _minor,
    _minor,
    _minor,
    _tuple(st.builds(TaxGroup, _text, _decimal, _minor, _minor, _text)),
    _minor,
    _minor,
    _minor,
    _minor,
    _minor,
)
_document = st.builds(
    InvoiceDocument,
    seller=_party,
    buyer=_party,
    currency=st.sampled_from(sorted(EXPONENTS)),
    lines=_tuple(_line),
    totals=_totals,
    adjustments=_tuple(_adjustment),
    type_code=_text,
    payee=st.none() | _party,
    tax_point_date=st.none() | _date,
    period=_period,
    deliver_to=st.none() | _party,
    references=_tuple(st.builds(Reference, _text, _text, st.none() | _date)),
    notes=_tuple(_text),
    payment_means=_tuple(st.builds(PaymentMeans, _text, _text, _text, _text)),
    accounting_tax=st.none() | st.builds(Money, _minor, st.sampled_from(sorted(EXPONENTS))),
)


@settings(max_examples=60)
@given(_document)
def test_every_document_survives_being_stored(document: InvoiceDocument) -> None:
    assert unpack(pack(document), InvoiceDocument) == document
    assert from_json(to_json(document), InvoiceDocument) == document


@given(
    st.builds(
        Event,
        key=st.binary(min_size=8, max_size=8),
        type=st.sampled_from(EventType),
        name=_text,
        at=_instant,
        detail=_text,
        who=st.none() | st.sampled_from(Who),
    )
)
def test_every_event_survives_being_stored(event: Event) -> None:
    assert from_json(to_json(event), Event) == event


@pytest.mark.parametrize(
    "record",
    [
        a_seller(),
        a_customer(),
        a_document(),
        a_message(),
        an_entry(),
        an_event(),
        Recipient("ada@buyer.example", "Ada"),
        UndeliverableAddress("ada@buyer.example", "bounced", NOW),
    ],
    ids=lambda record: type(record).__name__,
)
def test_what_a_newer_version_added_is_passed_over(record: Any) -> None:
    assert from_plain(_grown(to_plain(record)), type(record)) == record


def _grown(plain: Any) -> Any:
    """With a field that nobody knows in every record; not in the free-form `data` of a timeline entry."""
    if isinstance(plain, dict):
        return {**{key: value if key == "data" else _grown(value) for key, value in plain.items()}, "new": {"x": 1}}
    return [_grown(each) for each in plain] if isinstance(plain, list) else plain


@pytest.mark.parametrize("type_", [Customer, Seller, InvoiceDocument, Message, Entry, Event, Line, Party])
def test_what_has_come_since_the_first_release_has_a_default(type_: type) -> None:
    """Fields without a default are those of the first release: a new one would make old records unreadable."""
    assert is_dataclass(type_)
    required = {field.name for field in fields(type_) if _is_required(field)}
    assert required == _REQUIRED[type_.__name__]


def _is_required(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


_REQUIRED = {
    "Customer": {"customer_id", "version", "party"},
    "Seller": {"seller_id", "version", "party", "sender_address", "sender_name"},
    "InvoiceDocument": {"seller", "buyer", "currency", "lines", "totals"},
    "Message": {"message_id", "invoice_id", "customer_id", "seller_id", "kind", "created_at", "actor"},
    "Entry": {"entry_id", "invoice_id", "at", "actor", "type", "text"},
    "Event": {"key", "type", "name", "at"},
    "Line": {"line_id", "name", "quantity", "unit_price", "net"},
    "Party": {"name"},
}


def test_defaults_take_no_room() -> None:
    assert to_plain(Party("Borg AB")) == {"name": "Borg AB"}


def test_a_default_that_is_said_in_another_way_is_still_the_default() -> None:
    line = a_line()
    assert from_json(to_json(line), Line) == line
    assert "base_quantity" not in to_plain(line)


def test_a_list_of_payments_survives() -> None:
    payments = (Payment("pay_1", 100, date(2026, 11, 25), "card", "r", NOW), Payment("pay_2", 1, date(2026, 11, 26)))
    assert from_json(to_json(payments), tuple[Payment, ...]) == payments


def test_what_is_stored_is_plain_json_with_decimals_as_text() -> None:
    plain = json.loads(to_json(a_line(price="0.100000")))
    assert (plain["unit_price"], plain["net"]) == ("0.100000", 100)


def test_instants_sort_as_text_whatever_their_zone() -> None:
    instants = [NOW + timedelta(microseconds=number) for number in (0, 1, 10, 1_000_000, 60_000_000)]
    assert [stamp(each) for each in instants] == sorted(stamp(each) for each in instants)
    assert stamp(NOW.astimezone(timezone(timedelta(hours=-5)))) == stamp(NOW) == "2026-11-22T09:30:00.000000Z"


def test_a_long_document_is_stored_small() -> None:
    lines = tuple(a_line(f"Herring of day {number}") for number in range(500))
    document = a_document(*lines)
    assert len(pack(document)) < len(to_json(document)) / 10
