"""The local clock moved past a due date charges what is charged automatically: `collect` runs from its queue."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from dunlin.adapters.codec import to_plain
from local.ask import ask
from local.stack import Stack
from tests.collecting_builders import an_agreement
from tests.local.calls import get, post

SELLER, METHOD = "sel_autopay", {"method": "card"}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        yield stack


def agree(stack: Stack, customer_id: str, seller_id: str, means: str) -> None:
    """As if the customer had agreed in the portal."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=stack.aws.endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    (table,) = (name for name in client.list_tables()["TableNames"] if "CustomersTable" in name)
    key = {"customer_id": {"S": customer_id}}
    data = json.loads(client.get_item(TableName=table, Key=key)["Item"]["data"]["S"])
    agreement = an_agreement(means, seller_id=seller_id, agreed_at=datetime.now(UTC) - timedelta(days=1))
    data["agreements"] = to_plain([agreement])
    client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET #data = :data",
        ExpressionAttributeNames={"#data": "data"},
        ExpressionAttributeValues={":data": {"S": json.dumps(data)}},
    )


def invoice_of(stack: Stack, name: str, means: str) -> str:
    """Sent today, and due tomorrow."""
    url, today = stack.url, datetime.now(UTC).date()
    party: dict[str, Any] = {"name": name, "address": {"lines": ["1 Road"], "city": "Leeds", "country": "GB"}}
    contact = {"name": "Ada", "email": f"ada@{means}.example", "roles": ["billing"]}
    customer = ask("POST", f"{url}/v1/customers", {"party": party, "contacts": [contact], "locale": "en-GB"})
    agree(stack, customer["customer_id"], SELLER, means)
    line = {"name": "Herring", "quantity": "10", "unit_price": "12.50", "tax_rate": "20", "unit_code": "C62"}
    wanted = {
        "number": f"AP-{means}",
        "seller_id": SELLER,
        "customer_id": customer["customer_id"],
        "currency": "EUR",
        "issue_date": today.isoformat(),
        "due_date": (today + timedelta(days=1)).isoformat(),
        "lines": [line],
    }
    invoice_id = str(ask("POST", f"{url}/v1/invoices", wanted)["invoice_id"])
    ask("POST", f"{url}/v1/invoices/{invoice_id}/post")
    ask("POST", f"{url}/v1/invoices/{invoice_id}/send", key=f"autopay-{means}")
    return invoice_id


def test_the_day_comes_and_it_is_charged_or_its_customer_is_told(stack: Stack) -> None:
    seller = {
        "party": {"name": "Vis", "address": {"lines": ["Kade 1"], "city": "Urk", "country": "NL"}},
        "sender_address": "invoices@example.com",
        "sender_name": "Vis",
        "time_zone": "Europe/Amsterdam",
    }
    ask("PUT", f"{stack.url}/v1/sellers/{SELLER}", seller)
    portal = {"pay_online": True, "methods": [METHOD], "autopay_allowed": True}
    ask("PUT", f"{stack.url}/v1/sellers/{SELLER}/portal", portal)
    paid, declined = (invoice_of(stack, f"{means} Ltd", means) for means in ("succeeds", "declines"))
    stack.settle()

    post(f"{stack.url}/_local/clock", {"advance_seconds": 2 * 24 * 3600})

    assert get(f"{stack.url}/v1/invoices/{paid}").body["status"] == "PAID"
    shown = get(f"{stack.url}/v1/invoices/{declined}/dunning").body
    assert (shown["status"], shown["autopay"]["tries"][0]["code"]) == ("OPEN", "card_declined")
    assert shown["autopay"]["next"]["number"] == 2
    kinds = [each["tags"]["kind"] for each in get(f"{stack.url}/_local/mails").body["mails"]]
    assert sorted(kinds) == ["autopay_failed", "invoice", "invoice", "receipt"]
