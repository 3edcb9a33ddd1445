"""A batch on the local stack: the product's own state machine, its workers, and the outbox."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

from local.mail import Mail
from local.outbox import by_batch
from local.ses import Fault
from local.stack import Stack
from tests.builders import NOW


def ask(stack: Stack, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": path}
    request = urllib.request.Request(stack.url + path, data, headers)  # noqa: S310 - our own loopback address
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def test_a_batch_is_planned_sent_and_followed_on_one_machine() -> None:
    with Stack(port=0, seed=True, quiet=True) as stack:
        begun = ask(stack, "/v1/batches", {"filter": {}, "settings": {"editions": ["original", "draft"]}})
        stack.settle()
        told = ask(stack, f"/v1/batches/{begun['batch_id']}")
        assert told["state"] == "PLANNED", list(stack.log)[-20:]
        assert told["pending"] == 0
        assert told["items"].get("SENT", 0) >= 1
        assert told["emails"].get("delivered", 0) >= 1
        assert of_batch(stack, begun["batch_id"])
        with urllib.request.urlopen(f"{stack.url}/_local/outbox", timeout=30) as page:  # noqa: S310
            assert f'Batch <a href="/v1/batches/{begun["batch_id"]}">' in page.read().decode()


def test_throttled_mails_of_a_batch_are_sent_later_and_none_is_lost() -> None:
    with Stack(port=0, seed=True, quiet=True) as stack:
        stack.ses.faults.extend([Fault.THROTTLE] * 2)
        begun = ask(stack, "/v1/batches", {"filter": {}, "settings": {"editions": ["original", "draft"]}})
        stack.settle()
        path = f"/v1/batches/{begun['batch_id']}"
        assert ask(stack, path)["items"]["PLANNED"] == 2
        stack.advance(timedelta(minutes=1))
        told = ask(stack, path)
        assert (told["pending"], "PLANNED" in told["items"]) == (0, False)
        mails = of_batch(stack, begun["batch_id"])
        assert len(mails) == told["items"]["SENT"]
        assert len({mail.email_id for mail in mails}) == len(mails)


def of_batch(stack: Stack, batch_id: str) -> list[Mail]:
    """What has left of it; the seeded invoices that are late were sent before."""
    return [mail for mail in stack.ses.mails if mail.tags.get("batch_id") == batch_id]


def a_mail(number: int, batch_id: str = "") -> Mail:
    tags = {"batch_id": batch_id} if batch_id else {}
    return Mail(f"m{number}", "a@b.example", ("c@d.example",), tags, "set", b"", NOW)


def test_the_outbox_keeps_a_batch_together_and_the_rest_in_order() -> None:
    mails = [a_mail(1, "bat_1"), a_mail(2), a_mail(3), a_mail(4, "bat_1"), a_mail(5, "bat_2")]
    told = [(batch_id, [mail.message_id for mail in group]) for batch_id, group in by_batch(mails)]
    assert told == [("bat_2", ["m5"]), ("bat_1", ["m4", "m1"]), ("", ["m3", "m2"])]
