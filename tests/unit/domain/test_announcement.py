"""What other systems are told: facts in their proper shape, and never a name or an address."""

import json
import os
from dataclasses import replace

import pytest
from openapi_schema_validator import OAS31Validator

from dunlin.domain.announcement.announcement import announcement
from dunlin.domain.announcement.fields import FACTS
from dunlin.domain.announcement.kinds import KINDS
from dunlin.domain.timeline import Actor, ActorKind
from tests import announcement_docs as docs
from tests.builders import an_entry

PAID = {"payment_id": "pay_1", "amount": "15125", "currency": "EUR", "balance": "0", "status": "PAID"}


def test_amounts_are_numbers_and_everything_else_is_text() -> None:
    told = announcement(an_entry(type="payment.recorded", data=PAID)).data
    assert told == {"payment_id": "pay_1", "amount": 15125, "currency": "EUR", "balance": 0, "status": "PAID"}


def test_a_fact_that_the_type_does_not_carry_stays_here() -> None:
    assert announcement(an_entry(type="message.planned", data={"message_id": "msg_1", "note": "hello"})).data == {
        "message_id": "msg_1"
    }


@pytest.mark.parametrize("name", FACTS)
def test_no_fact_can_hold_an_address(name: str) -> None:
    assert FACTS[name].read("ada@buyer.example") is None


def test_an_actor_whose_name_is_an_address_has_none() -> None:
    entry = an_entry(actor=Actor(ActorKind.STAFF, "ada@seller.example"))
    assert announcement(entry).actor == Actor(ActorKind.STAFF, "")
    assert announcement(replace(entry, actor=Actor(ActorKind.STAFF, "clerk"))).actor.name == "clerk"


def test_an_entry_of_a_type_that_is_not_known_is_told_without_facts() -> None:
    told = announcement(an_entry(type="invoice.forgotten", data={"status": "OPEN"}))
    assert (told.type, told.data) == ("invoice.forgotten", {})


def test_every_fact_of_the_table_is_explained_and_used() -> None:
    used = {name for kind in KINDS.values() for name in (*kind.always, *kind.sometimes)}
    assert used == set(FACTS)


def test_the_schema_and_the_page_say_what_the_table_says() -> None:
    schema = json.dumps(docs.schema(), indent=1) + "\n"
    prose, _, _ = docs.PAGE.read_text(encoding="utf-8").partition(docs.BEGIN)
    page = f"{prose}{docs.BEGIN}{docs.types()}"
    if os.environ.get("GOLDEN") == "write":
        docs.SCHEMA.write_text(schema, encoding="utf-8")
        docs.PAGE.write_text(page, encoding="utf-8")
    assert docs.SCHEMA.read_text(encoding="utf-8") == schema
    assert docs.PAGE.read_text(encoding="utf-8") == page


def test_the_schema_is_one_and_takes_the_event_of_the_page() -> None:
    schema = docs.schema()
    OAS31Validator.check_schema(schema)
    example = json.loads(docs.PAGE.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0])
    OAS31Validator(schema).validate(example)
    assert not OAS31Validator(schema).is_valid({**example, "detail-type": "payment.lost"})
