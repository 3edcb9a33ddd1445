"""One send in the sender's own way, from the request to the mail that SES has taken."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.customer import normalise
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.template import Text
from tests import aws
from tests.builders import a_seller, a_template
from tests.functional import functions, outbound, world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client
from tests.wire import tapped

HOSTS = ("www.seller.example",)
PAGE = "https://pay.seller.example/{number}"
TO_SELF = "clerk@seller.example"

GATEWAY, OWN_PAGE = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", "https://portal.seller.example/p/"


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties(seller=a_seller(version=0, payment_page=PAGE, link_hosts=HOSTS))
    return Client("dunlin/send")


@pytest.fixture
def at(client: Client) -> str:
    return f"/v1/invoices/{world.store_invoice().invoice_id}"


def send(client: Client, at: str, *, key: str = "1", **body: Any) -> Answer:
    answer = client.post(f"{at}/send", body, key=key)
    assert answer.status == 202, answer.content
    return answer


def deliver() -> list[Message]:
    """Run what is in the outbox; the answer is the mails that left."""
    before, message_ids = len(world.sent()), aws.outbox()
    for message_id in message_ids:
        assert functions.invoke("deliver", functions.batch({"message_id": message_id})) == {"batchItemFailures": []}
    return [message_from_bytes(each.raw_data.encode()) for each in world.sent()[before:]]


def subject(mail: Message) -> str:
    return str(make_header(decode_header(mail["Subject"])))


def text(mail: Message) -> str:
    (part,) = (each for each in mail.walk() if each.get_content_type() == "text/plain")
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return " ".join(body.decode().split())


def files(mail: Message) -> list[str]:
    return [name for each in mail.walk() if (name := each.get_filename())]


def upload(client: Client, name: str = "terms.pdf", content: bytes = b"%PDF-1.7 \xff") -> Answer:
    return client.request(
        "POST", "/v1/documents", content, query={"filename": name}, headers={"content-type": "application/pdf"}
    )


def test_a_mail_says_what_the_template_said_when_it_was_planned(client: Client, at: str) -> None:
    first = wiring.templates().put(a_template(template_id=wiring.new_id("tpl")))
    planned = send(client, at, template_id=first.template_id)
    wiring.templates().put(a_template(template_id=first.template_id, version=1, texts={"en": Text("New", "New words")}))
    (mail,) = deliver()

    assert subject(mail) == "Invoice 2026-001"
    assert "We ask for €151.25." in text(mail)
    message, _ = wiring.messages().get(planned.json["message_id"])
    assert (message.instructions.template_id, message.instructions.template_version) == (first.template_id, 1)


def test_the_senders_own_words_win_over_the_template_for_this_send_only(client: Client, at: str) -> None:
    document = upload(client, "Verträge 2026.pdf").json["document_id"]
    cta = {"text": "The terms are here:", "label": "Read the terms", "target": "https://www.seller.example/terms"}
    own: dict[str, Any] = {"subject": "Herrings", "message": "Dear *all*", "cta": cta, "reply_to": "eve@seller.example"}
    send(client, at, attachments=[document], **own)
    (mail,) = deliver()

    assert (subject(mail), mail["Reply-To"]) == ("Herrings", "eve@seller.example")
    assert "Dear *all* The terms are here:" in text(mail)
    assert "Read the terms: https://www.seller.example/terms" in text(mail)
    assert files(mail) == ["2026-001.pdf", "Verträge 2026.pdf"]

    send(client, at, key="2")
    (usual,) = deliver()
    assert subject(usual) == "Invoice 2026-001 from Vis & Zonen B.V."
    assert usual["Reply-To"] == "debiteuren@seller.example"
    assert "View and pay: https://portal.seller.example/p/" in text(usual)
    assert files(usual) == ["2026-001.pdf"]


def test_a_preview_is_the_mail_that_leaves(client: Client, at: str) -> None:
    body: dict[str, Any] = {
        "template_id": "default_reminder_firm",
        "cta": {"text": "Please use this page:", "label": "Pay"},
    }
    shown = client.post(f"{at}/preview", body).json
    send(client, at, **body)
    (mail,) = deliver()

    told = " ".join(shown["text"].split()).replace(f"https://{GATEWAY}/p/preview", OWN_PAGE)
    assert (subject(mail), re.sub(rf"{OWN_PAGE}\S+", OWN_PAGE, text(mail))) == (shown["subject"], told)
    assert 0.5 < shown["size"] / len(world.sent()[-1].raw_data) < 2


def test_a_test_to_oneself_changes_nothing_but_the_senders_mailbox(client: Client, at: str) -> None:
    before, invoice = client.get(at).json, at.rpartition("/")[2]
    planned = send(client, at, test_to=TO_SELF)
    assert (planned.json["kind"], planned.json["emails"][0]["recipient"]) == ("test", TO_SELF)
    with tapped() as wire:
        (mail,) = deliver()

    assert subject(mail) == "[Test] Invoice 2026-001 from Vis & Zonen B.V."
    assert "Dear Ada Buyer" in text(mail)
    assert world.envelope(world.sent()[-1]) == TO_SELF
    assert wire.calls.count("dynamodb.TransactWriteItems") == 2

    outbound.run_engage(wire.mails[0], "Delivery", "Open", "Click")
    assert client.get(at).json == before
    assert world.told(invoice)[:2] == ["test.happened", "message.planned"]


def test_a_test_that_bounces_says_nothing_about_the_customer(client: Client, at: str) -> None:
    send(client, at, test_to="ada@buyer.example")
    with tapped() as wire:
        deliver()
    outbound.run_engage(wire.mails[0], "Bounce")

    assert not wiring.customers().get("cus_1").dead(normalise("ada@buyer.example"))
    assert client.get(at).json["delivery"]["word"] == "Not sent"


def test_a_test_leaves_the_light_of_the_mail_before_it(client: Client, at: str) -> None:
    send(client, at)
    deliver()
    before = client.get(at).json["delivery"]
    send(client, at, key="2", test_to=TO_SELF)
    deliver()

    assert client.get(at).json["delivery"] == before


def test_the_same_test_is_planned_once(client: Client, at: str) -> None:
    first, again = (send(client, at, test_to=TO_SELF) for _ in range(2))
    assert first.json == again.json


def test_what_may_not_be_sent_is_refused_before_anything_is_planned(client: Client, at: str) -> None:
    refusals: list[tuple[dict[str, object], str]] = [
        ({"template_id": "tpl_none"}, "/template_id"),
        ({"template_id": "default_portal_login"}, "/template_id"),
        ({"cta": {"target": "https://evil.example/"}}, "/cta/target"),
        ({"attachments": ["doc_none"]}, "/attachments"),
        ({"test_to": "nobody"}, "/test_to"),
    ]
    for number, (body, where) in enumerate(refusals):
        assert list(found(client.post(f"{at}/send", body, key=str(number)))) == [where]
    assert aws.outbox() == []
    assert client.get(f"{at}/emails").json["items"] == []


def test_more_than_25_megabytes_are_refused(client: Client, at: str) -> None:
    documents = [upload(client, f"{n}.pdf", bytes([255]) * 4_400_000).json["document_id"] for n in range(6)]
    assert client.post(f"{at}/preview", {"attachments": documents[:5]}).json["warnings"] == [
        "each mail has about 30 MB; many servers refuse more than 10 MB"
    ]
    assert found(client.post(f"{at}/send", {"attachments": documents}, key="1")) == {
        "/attachments": "26,400,000 bytes are more than the 25,000,000 of one mail"
    }


def test_a_document_is_kept_once_and_told(client: Client) -> None:
    first, again = upload(client), upload(client)
    assert (first.status, first.json) == (201, again.json)
    assert client.get(first.headers["location"]).json == {**first.json, "size": 10, "content_type": "application/pdf"}
    problem(client.get("/v1/documents/doc_none"), 404, "not_found")


def test_a_document_that_no_mail_carries_is_refused(client: Client) -> None:
    assert upload(client, "a/b.pdf").status == 422
    assert found(upload(client, "")) == {"/filename": "say what the file is called: `?filename=terms.pdf`"}
    assert upload(client, content=b"").status == 422
    problem(upload(client, content=bytes([255]) * 4_500_001), 413, "too_large")
    program = {"content-type": "application/x-msdownload"}
    odd = client.request("POST", "/v1/documents", b"MZ", query={"filename": "a.exe"}, headers=program)
    assert "Content-Type" in found(odd)


def test_a_mail_that_can_no_longer_be_written_fails_and_says_why(client: Client, at: str) -> None:
    planned = send(client, at, attachments=[upload(client).json["document_id"]])
    document = wiring.messages().get(planned.json["message_id"])[0].instructions.attachments[0]
    aws._client("s3").delete_object(Bucket="dunlin-documents", Key=f"uploads/{document}")

    assert deliver() == []
    (email,) = wiring.messages().get(planned.json["message_id"])[1]
    assert (email.status, email.status_code) == (EmailStatus.FAILED, "unwritable")
    assert client.get(at).json["delivery"]["colour"] == "red"


def test_a_seller_names_the_hosts_that_buttons_may_lead_to(aws_world: None) -> None:
    admin, hosts = Client(), ["www.sild.example"]
    assert admin.put("/v1/sellers/sild", bodies.a_seller(link_hosts=hosts)).json["link_hosts"] == hosts
    assert found(admin.put("/v1/sellers/sild", bodies.a_seller(link_hosts=["https://sild.example/"])))
