"""Who may do what: `read` looks, `send` acts, `admin` sets up."""

import pytest

from dunlin import wiring
from tests import aws
from tests.functional import functions, world
from tests.functional.api import bodies
from tests.functional.api.problems import problem
from tests.functional.http import Answer, Client
from tests.pictures import a_logo

INVOICE = "/v1/invoices/{invoice_id}"
READ = [
    ("GET", "/v1/sellers"),
    ("GET", "/v1/sellers/sel_1"),
    ("GET", "/v1/sellers/sel_1/portal"),
    ("GET", "/v1/customers"),
    ("GET", "/v1/customers/cus_1"),
    ("GET", "/v1/customers/cus_1/statement"),
    ("GET", "/v1/sellers/sel_1/logo"),
    ("GET", "/v1/invoices"),
    ("GET", INVOICE),
    ("GET", f"{INVOICE}/pdf"),
    ("GET", f"{INVOICE}/timeline"),
    ("GET", f"{INVOICE}/emails"),
    ("GET", f"{INVOICE}/emails/eml_1"),
    ("GET", f"{INVOICE}/emails/eml_1/eml"),
    ("POST", f"{INVOICE}/preview"),
    ("GET", "/v1/messages"),
    ("GET", "/v1/messages/msg_1"),
    ("GET", "/v1/templates"),
    ("GET", "/v1/templates/default_invoice"),
    ("GET", "/v1/templates/default_invoice/versions"),
    ("GET", "/v1/templates/default_invoice/versions/1"),
    ("GET", "/v1/template-variables"),
    ("GET", "/v1/documents/doc_1"),
    ("POST", "/v1/templates/preview"),
    ("GET", "/v1/workflows"),
    ("GET", "/v1/workflows/wf_standard"),
    ("GET", "/v1/workflows/wf_standard/versions"),
    ("GET", "/v1/workflows/wf_standard/versions/1"),
    ("POST", "/v1/workflows/wf_standard/forecast"),
    ("GET", "/v1/dunning/upcoming"),
    ("GET", "/v1/reports/dunning-activity"),
    ("GET", "/v1/reports/aging"),
    ("GET", "/v1/dunning/attention"),
    ("GET", f"{INVOICE}/dunning"),
    ("GET", f"{INVOICE}/answers"),
    ("GET", f"{INVOICE}/decisions"),
    ("GET", "/v1/payments/unapplied"),
    ("GET", f"{INVOICE}/payment-attempts"),
    ("GET", "/v1/batches"),
    ("GET", "/v1/batches/bat_1"),
    ("GET", "/v1/batches/bat_1/items"),
]
SEND = [
    ("POST", "/v1/customers"),
    ("PATCH", "/v1/customers/cus_1"),
    ("POST", "/v1/customers/cus_1/clear-undeliverable"),
    ("POST", "/v1/customers/cus_1/hold"),
    ("DELETE", "/v1/customers/cus_1/agreements/agr_1"),
    ("POST", "/v1/customers/cus_1/links/revoke"),
    ("POST", f"{INVOICE}/links/revoke"),
    ("POST", "/v1/customers/cus_1/resume"),
    ("PUT", f"{INVOICE}/dunning"),
    ("DELETE", f"{INVOICE}/dunning"),
    ("POST", f"{INVOICE}/dunning/hold"),
    ("POST", f"{INVOICE}/dunning/resume"),
    ("POST", f"{INVOICE}/dunning/promise"),
    ("POST", f"{INVOICE}/dunning/dispute"),
    ("POST", f"{INVOICE}/dunning/attended"),
    ("POST", "/v1/invoices"),
    ("PATCH", INVOICE),
    ("POST", f"{INVOICE}/post"),
    ("POST", f"{INVOICE}/void"),
    ("POST", f"{INVOICE}/payments"),
    ("POST", f"{INVOICE}/payments/pay_1/refund"),
    ("POST", "/v1/payments/import"),
    ("POST", "/v1/payments/unapplied/pay_1/apply"),
    ("POST", "/v1/payments/unapplied/pay_1/dismiss"),
    ("POST", f"{INVOICE}/charges/chg_1/waive"),
    ("POST", f"{INVOICE}/send"),
    ("POST", "/v1/messages/msg_1/cancel"),
    ("POST", "/v1/messages/msg_1/reschedule"),
    ("POST", "/v1/messages/msg_1/retry"),
    ("POST", "/v1/messages/msg_1/assume-sent"),
    ("POST", "/v1/messages/msg_1/dismiss"),
    ("POST", f"{INVOICE}/emails/eml_1/resend"),
    ("POST", "/v1/documents"),
    ("POST", "/v1/documents/uploads"),
    ("POST", "/v1/templates"),
    ("PATCH", "/v1/templates/default_invoice"),
    ("DELETE", "/v1/templates/default_invoice"),
    ("POST", "/v1/batches"),
    ("POST", "/v1/batches/bat_1/cancel"),
    ("POST", "/v1/batches/bat_1/retry"),
]
ADMIN = [
    ("PUT", "/v1/sellers/sel_1"),
    ("PUT", "/v1/sellers/sel_1/portal"),
    ("PUT", "/v1/sellers/sel_1/logo"),
    ("DELETE", "/v1/sellers/sel_1/logo"),
    ("POST", "/v1/dead-letters/redrive"),
    ("POST", "/v1/workflows"),
    ("PATCH", "/v1/workflows/wf_standard"),
    ("DELETE", "/v1/workflows/wf_standard"),
    ("POST", "/v1/workflows/wf_standard/migrate"),
]
BODIES = {
    "/v1/customers": bodies.a_customer(),
    "/v1/customers/cus_1": {"locale": "en"},
    "/v1/customers/cus_1/clear-undeliverable": {"address": "ada@buyer.example"},
    "/v1/customers/cus_1/hold": {"reason": "a big order"},
    f"{INVOICE}/dunning": {"workflow_id": "wf_standard"},
    f"{INVOICE}/dunning/hold": {"reason": "they called"},
    f"{INVOICE}/dunning/promise": {"on": "2027-01-31"},
    f"{INVOICE}/dunning/dispute": {"reason": "wrong price"},
    "/v1/sellers/sel_1": bodies.a_seller(),
    "/v1/sellers/sel_1/portal": {},
    "/v1/templates": bodies.a_template(),
    "/v1/templates/default_invoice": {"name": "Ours"},
    "/v1/workflows": bodies.a_workflow(),
    "/v1/workflows/wf_standard": {"name": "Ours"},
    "/v1/workflows/wf_standard/forecast": {},
    "/v1/workflows/wf_standard/migrate": {"version": 1},
    "/v1/templates/preview": {"template_id": "default_invoice"},
    INVOICE: {"due_date": "2027-01-31"},
    f"{INVOICE}/payments": bodies.a_payment(),
    f"{INVOICE}/payments/pay_1/refund": {"refunded_on": "2026-12-01", "reason": "goods came back"},
    "/v1/payments/unapplied/pay_1/apply": {"invoice_id": "inv_1"},
    "/v1/payments/unapplied/pay_1/dismiss": {"reason": "returned to the payer"},
    f"{INVOICE}/charges/chg_1/waive": {"reason": "goodwill"},
    "/v1/messages/msg_1/reschedule": {"send_at": "2027-03-15T09:00"},
    "/v1/messages/msg_1/retry": {"email_id": "eml_1"},
    "/v1/messages/msg_1/assume-sent": {"email_id": "eml_1"},
    "/v1/messages/msg_1/dismiss": {"email_id": "eml_1", "reason": "known"},
    "/v1/documents/uploads": {"filename": "terms.pdf", "content_type": "application/pdf", "size": 9},
    "/v1/batches": {"invoice_ids": []},
    "/v1/sellers/sel_1/logo": a_logo(),
}


@pytest.fixture
def invoice_id(aws_world: None) -> str:
    world.store_parties()
    return world.store_invoice().invoice_id


def ask(client: Client, method: str, path: str, invoice_id: str) -> Answer:
    at = path.format(invoice_id=invoice_id)
    body = None if method == "GET" else BODIES.get(path)
    return client.request(method, at, body, headers={"idempotency-key": "1"})


def refused(answer: Answer, scope: str) -> bool:
    told = problem(answer, 403, "forbidden")
    return bool(told["detail"] == f"this needs a token with the scope dunlin/{scope}")


@pytest.mark.parametrize(("method", "path"), READ)
def test_looking_needs_read(invoice_id: str, method: str, path: str) -> None:
    for scope in ("", "openid profile", "dunlin/reader", "other/admins"):
        assert refused(ask(Client(scope), method, path, invoice_id), "read")
    for scope in ("dunlin/read", "openid dunlin/send", "admin"):
        assert ask(Client(scope), method, path, invoice_id).status != 403


@pytest.mark.parametrize(("method", "path"), SEND)
def test_acting_needs_send(invoice_id: str, method: str, path: str) -> None:
    for scope in ("", "dunlin/read", "dunlin/reads dunlin/read"):
        assert refused(ask(Client(scope), method, path, invoice_id), "send")
    assert wiring.invoices().get(invoice_id).version == 1
    assert aws.outbox() == []
    assert ask(Client("dunlin/send"), method, path, invoice_id).status != 403


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_setting_up_needs_admin(invoice_id: str, method: str, path: str) -> None:
    for scope in ("", "dunlin/read", "dunlin/read dunlin/send"):
        assert refused(ask(Client(scope), method, path, invoice_id), "admin")
    assert ask(Client("dunlin/admin"), method, path, invoice_id).status in {200, 201, 204, 409}


def test_every_route_is_here() -> None:
    ids = {
        "email_id": "eml_1",
        "message_id": "msg_1",
        "seller_id": "sel_1",
        "customer_id": "cus_1",
        "template_id": "default_invoice",
        "document_id": "doc_1",
        "workflow_id": "wf_standard",
        "version": "1",
        "charge_id": "chg_1",
        "payment_id": "pay_1",
        "agreement_id": "agr_1",
        "batch_id": "bat_1",
        "invoice_id": "{invoice_id}",
    }
    ours = {(method, path.format_map(ids)) for method, path in functions.routes() if path.startswith("/v1/")}
    assert ours == {*READ, *SEND, *ADMIN}


def test_the_timeline_names_who_it_was(invoice_id: str) -> None:
    Client("dunlin/send", user="grace").post(f"/v1/invoices/{invoice_id}/void")
    items = Client().get(f"/v1/invoices/{invoice_id}/timeline").json["items"]
    assert items[-1]["actor"] == "staff:grace"
