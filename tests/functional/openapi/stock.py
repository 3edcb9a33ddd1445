"""What is in store before each request: one of everything that the API can be asked about, by a known id."""

import json
import os
import pickle
from typing import Any

import boto3
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from dunlin.domain.dunning.workflow import STANDARD
from dunlin.domain.invoice import Status
from tests import aws
from tests.builders import a_seller
from tests.functional import outbound, world
from tests.functional.api import bodies
from tests.functional.api.test_unapplied import came_in
from tests.functional.http import Client
from tests.functional.openapi.plausible import Known
from tests.functional.portal.autopay import PORTAL
from tests.pictures import a_logo

STATUSES: tuple[dict[str, Any], ...] = ({}, {"status": Status.DRAFT}, {"status": Status.OPEN})


class Stock:
    """Records, and the way back to them. Queues, files and schedules are not put back: no answer tells of them."""

    def __init__(self) -> None:
        self.ids = _stored()
        self._kept = [(table, pickle.dumps(table.items)) for table in _tables()]

    def restore(self) -> None:
        """As if nothing had been asked for."""
        for table, items in self._kept:
            table.items = pickle.loads(items)  # noqa: S301 - our own


def _tables() -> list[Table]:
    return list(dynamodb_backends["123456789012"][aws.REGION].tables.values())


def _stored() -> Known:
    boto3.client("stepfunctions").create_state_machine(
        name=os.environ["BATCH_MACHINE_ARN"].rpartition(":")[2],
        definition=json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Succeed"}}}),
        roleArn="arn:aws:iam::123456789012:role/batch-send",
    )
    seller, customer = world.store_parties(a_seller(version=0, portal=PORTAL, workflow_id=STANDARD))
    client = Client()
    assert client.request("PUT", "/v1/sellers/sel_1/logo", a_logo()).status == 200
    sent, draft, due = (world.store_invoice(number=f"2026-{at}", **status) for at, status in enumerate(STATUSES))
    message_id = outbound.plan(sent)
    outbound.run_deliver(message_id)
    came_in(sent.invoice_id, 5000, "pay_part")
    came_in("", 5000, "pay_lost")
    made = {
        "template_id": client.post("/v1/templates", bodies.a_template()),
        "workflow_id": client.post("/v1/workflows", bodies.a_workflow()),
        "document_id": client.request(
            "POST", "/v1/documents", b"terms", query={"filename": "terms.txt"}, headers={"content-type": "text/plain"}
        ),
        "batch_id": client.post("/v1/batches", {"invoice_ids": [due.invoice_id]}, key="stock"),
    }
    return {
        "seller_id": (seller.seller_id,),
        "customer_id": (customer.customer_id,),
        "invoice_id": (sent.invoice_id, draft.invoice_id, due.invoice_id),
        "message_id": (message_id,),
        "email_id": (outbound.emails(message_id)[0].email_id,),
        "payment_id": ("pay_part",),
        "unapplied_payment_id": ("pay_lost",),
        "charge_id": ("chg_1",),
        "agreement_id": ("agr_1",),
        **{name: (answer.json[name],) for name, answer in made.items()},
    }
