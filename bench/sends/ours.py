"""Dunlin: the services and adapters that `deliver` runs, behind a stopwatch; only the wire is played."""

from collections.abc import Callable
from typing import Any

from bench.sends.sample import NOW, Sample
from bench.sends.stopwatch import STORING, Stopwatch
from bench.sends.wire import Wire, as_answer
from dunlin import wiring
from dunlin.adapters.codec import pack, to_json
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.invoice_rows import DocumentRow, head_of
from dunlin.adapters.dynamodb.message_rows import email_row, message_row
from dunlin.adapters.dynamodb.sellers import SellerRow
from dunlin.services.deliver_message import deliver_message
from dunlin.services.sending import Ports

_PARTS = {
    "messages": dict.fromkeys(("get", "context", "claim", "change"), STORING),
    "documents": dict.fromkeys(("put_pdf", "put_eml"), STORING),
    "mailer": {"post": "SES"},
    "renderer": {"pdf": "PDF", "mail": "template", "encode": "MIME", "mime": "MIME"},
}


class _Timed:
    """A port whose time counts for parts of a send."""

    def __init__(self, port: Any, parts: dict[str, str], watch: Stopwatch) -> None:
        self._port, self._parts, self._watch = port, parts, watch

    def __getattr__(self, name: str) -> Callable[..., Any]:
        act = getattr(self._port, name)
        return self._watch.timed(self._parts[name], act) if name in self._parts else act


class Dunlin:
    """Evidence in S3 and a timeline in DynamoDB are part of it; no other stack has them."""

    name = "Dunlin"

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        setattr(wiring, "signing_key", lambda: b"bench")  # noqa: B010 - which a process asks AWS for once
        self._ports: dict[str, Any] = {
            name: getattr(wiring, name)()
            for name in ("messages", "documents", "mailer", "renderer", "outbox", "templates", "addresses")
        }

    def prepare(self, sample: Sample) -> None:
        """What DynamoDB holds of it."""
        rows = [message_row(sample.message), *(email_row(each, shards=2) for each in sample.emails)]
        head, customer, seller = head_of(sample.invoice, shards=2), sample.customer, sample.seller
        parties = [
            head,
            DocumentRow(head.invoice_id, packed=pack(sample.document)),
            CustomerRow(customer.customer_id, version=1, data=to_json(customer), shard="0", sort_name="s", marks=[]),
            SellerRow(seller.seller_id, version=1, data=to_json(seller)),
        ]
        found = [row.serialize() for row in rows]
        self._wire.answers["Query"] = as_answer({"Items": found, "Count": len(found), "ScannedCount": len(found)})
        self._wire.answers["TransactGetItems"] = as_answer(
            {"Responses": [{"Item": each.serialize()} for each in parties]}
        )

    def send(self, sample: Sample, watch: Stopwatch) -> None:
        """As `deliver` does when the outbox brings the message."""
        ports = {name: _Timed(port, _PARTS.get(name, {}), watch) for name, port in self._ports.items()}
        with watch.whole():
            done = deliver_message(
                sample.message.message_id,
                batches=wiring.batches(),
                ports=Ports(now=NOW, new_id=wiring.new_id, pipeline=wiring.pipeline(), **ports),
            )
        if done != {"SENT": sample.recipients}:
            raise RuntimeError(f"not sent: {done}")
