"""Keys that very many invoices share do not grow without end."""

from dunlin import wiring
from dunlin.adapters.dynamodb.payment_keys import MOST, named, note


def test_a_key_of_very_many_invoices_is_of_a_hundred_and_the_others_are_stored_all_the_same(aws_world: None) -> None:
    wiring.bind_tables()
    for number in range(MOST + 3):
        note("sel_1", ("4711",), f"inv_{number}")
    assert len(named("sel_1", ("4711",))["4711"]) == MOST


def test_noting_again_changes_nothing(aws_world: None) -> None:
    wiring.bind_tables()
    for _ in range(2):
        note("sel_1", ("4711",), "inv_1")
    assert named("sel_1", ("4711",)) == {"4711": ("inv_1",)}
