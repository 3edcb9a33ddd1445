"""A dry run tells what would keep a batch from being sent, and leaves nothing behind."""

from typing import Any

import pytest

from dunlin.domain.batch import Selection, Settings
from dunlin.domain.errors import InvalidInput
from dunlin.services.dry_run import Checked, dry_run
from dunlin.services.ports.records import Page
from tests.batch_world import BatchWorld, without_address


def dry(
    world: BatchWorld,
    ids: list[str],
    selection: Selection | None = None,
    *,
    limit: int = 10,
    after: dict[str, str] | None = None,
    **how: Any,
) -> Page[Checked]:
    return dry_run(
        ids,
        selection,
        Settings(**how),
        limit=limit,
        after=after,
        now=world.now,
        invoices=world.invoices,
        customers=world.customers,
        sellers=world.sellers,
        messages=world.messages,
        check=world.check,
        shelf=world.shelf,
    )


def test_blockers_are_told_per_invoice_and_nothing_is_planned() -> None:
    world = BatchWorld(1)
    nobody = world.with_invoice(number="nobody", customer=without_address)
    page = dry(world, [*world.ids, nobody.invoice_id, "inv_no"])

    assert [[each.code for each in one.blockers] for one in page.items] == [[], ["no_address"], ["not_found"]]
    assert page.next is None
    assert (world.messages.messages, world.batches.batches, world.outbox.queued) == ({}, {}, [])


def test_what_it_promises_is_what_the_batch_does() -> None:
    world = BatchWorld(2)
    world.ids.append(world.with_invoice(number="nobody", customer=without_address).invoice_id)
    promised = {one.invoice_id: [each.code for each in one.blockers][:1] for one in dry(world, world.ids).items}
    batch = world.start()
    world.run(batch)
    assert {each: [code] if (code := world.item(batch, each).code) else [] for each in world.ids} == promised


@pytest.mark.parametrize("selection", [None, Selection(text="2026")])
def test_it_comes_in_pages(selection: Selection | None) -> None:
    world = BatchWorld(5)
    ids = [] if selection else world.ids
    first = dry(world, ids, selection, limit=3)
    second = dry(world, ids, selection, limit=3, after=first.next)
    assert [each.invoice_id for each in (*first.items, *second.items)] == sorted(world.ids) or selection is None
    assert {each.invoice_id for each in (*first.items, *second.items)} == set(world.ids)
    assert (len(first.items), len(second.items), second.next) == (3, 2, None)


def test_a_wish_that_names_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput):
        dry(BatchWorld(), [])
