"""Documents: draws the PDF of an invoice as it is now, under the name of its own hash."""

import hashlib

import pytest

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Status
from tests.functional import functions, world


def draw(invoice_id: str) -> bytes:
    sha256 = functions.invoke("documents", {"invoice_id": invoice_id})["sha256"]
    content = wiring.documents().get_pdf(invoice_id, sha256)
    assert hashlib.sha256(content).hexdigest() == sha256
    return content


def test_the_same_invoice_is_the_same_bytes(aws_world: None) -> None:
    world.store_parties()
    invoice_id = world.store_invoice().invoice_id
    assert draw(invoice_id) == draw(invoice_id)


def test_a_draft_is_another_document(aws_world: None) -> None:
    world.store_parties()
    posted = world.store_invoice()
    draft = world.store_invoice(number="2026-002", status=Status.DRAFT)
    assert draw(draft.invoice_id) != draw(posted.invoice_id)


def test_there_is_no_such_invoice(aws_world: None) -> None:
    for _ in range(2):
        with pytest.raises(NotFound, match="there is no invoice inv_0"):
            functions.invoke("documents", {"invoice_id": "inv_0"})
