"""Units that DynamoDB charges for each operation, worked out on the wire: what gets dearer fails here."""

import pytest

from tests.builders import a_customer
from tests.metering.operations import Life
from tests.stored_reminders import store_owed

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")

# Write units, read units.
UNITS = {
    "store": (20, 0),
    "ask": (16, 7),
    "deliver": (19, 9),
    "delivered": (8, 0),
    "send told": (0, 1),
    "first open": (8, 0),
    "further open": (1, 0),
    "first click": (1, 0),
    "further click": (1, 0),
    "plan reminders": (6, 8),
    "reminder 1": (33, 8),
    "delivered of reminder 1": (8, 0),
    "send told of reminder 1": (0, 1),
    "first open of reminder 1": (8, 0),
    "further open of reminder 1": (1, 0),
    "first click of reminder 1": (1, 0),
    "further click of reminder 1": (1, 0),
    "reminder 2": (33, 8),
    "delivered of reminder 2": (8, 0),
    "send told of reminder 2": (0, 1),
    "first open of reminder 2": (8, 0),
    "further open of reminder 2": (1, 0),
    "first click of reminder 2": (1, 0),
    "further click of reminder 2": (1, 0),
    "reminder 3": (34, 8),
    "delivered of reminder 3": (8, 0),
    "send told of reminder 3": (0, 1),
    "first open of reminder 3": (8, 0),
    "further open of reminder 3": (1, 0),
    "first click of reminder 3": (1, 0),
    "further click of reminder 3": (1, 0),
}


def test_no_operation_takes_more_units_than_it_did(aws_world: None) -> None:
    life = Life("RE-2026-004711").live()
    taken = {name: (meter.writes, meter.reads) for name, meter in life.items()}

    assert taken == UNITS


@pytest.mark.parametrize("stored", [8, 200])
def test_units_and_calls_do_not_grow_with_what_is_stored(aws_world: None, stored: int) -> None:
    for number in range(stored):
        store_owed(number=f"old-{number}", customer=a_customer(customer_id="cus_RE-2026-004711"))
    life = Life("RE-2026-004711").live()

    assert {name: (meter.writes, meter.reads) for name, meter in life.items()} == UNITS
