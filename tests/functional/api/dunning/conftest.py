"""An open invoice of a seller who has the shipped workflow, on a clock that stands still."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dunlin.domain.invoice import Invoice
from tests.builders import NOW, a_seller
from tests.functional import world
from tests.functional.http import Client


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties(a_seller(version=0, workflow_id="wf_standard"))
    return Client("dunlin/send")


@pytest.fixture
def invoice(client: Client) -> Invoice:
    return world.store_sent(due_date=date(2026, 11, 20))


@pytest.fixture
def path(invoice: Invoice) -> str:
    return f"/v1/invoices/{invoice.invoice_id}/dunning"
