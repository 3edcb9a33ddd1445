"""A large document on the local stack: from the signed address to the mail."""

import urllib.request

from local.stack import Stack
from tests.local.calls import get, post

LARGE = bytes([255]) * 6_000_000


def test_a_document_that_the_api_cannot_take_is_brought_and_sent() -> None:
    with Stack(port=0, seed=True, quiet=True) as stack:
        wish = {"filename": "terms.pdf", "content_type": "application/pdf", "size": len(LARGE)}
        told = post(f"{stack.url}/v1/documents/uploads", wish).body
        request = urllib.request.Request(told["url"], LARGE, told["headers"], method="PUT")  # noqa: S310 - ours
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            assert answer.status == 200
        assert get(f"{stack.url}/v1/documents/{told['document_id']}").body["size"] == len(LARGE)

        invoices = get(f"{stack.url}/v1/invoices?status=POSTED").body["items"]
        at = f"{stack.url}/v1/invoices/{invoices[0]['invoice_id']}"
        sent = post(
            f"{at}/send",
            {"to": ["success@simulator.amazonses.com"], "attachments": [told["document_id"]]},
            **{"Idempotency-Key": "large"},
        )
        assert sent.status == 202, str(sent.body)
        stack.settle()
        assert any(len(mail.raw) > len(LARGE) for mail in stack.ses.mails)
