"""The raw mail: whatever goes in comes out of any reader again, and nothing more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest

from dunlin.domain.errors import InvalidInput
from dunlin.domain.mail import Attachment, Envelope, RenderedMail
from dunlin.rendering.mime import ascii_address, build_mime, encode

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PDF = bytes(range(256)) * 80
MAIL = RenderedMail(
    subject="Rechnung 2026-0417 – Müller",
    text="Grüße,\n\n.\nFrom here\n-- \nVeluwe" + " x" * 600 + "\n",
    html="<!doctype html>\n<p>1.240,50\u00a0€ = " + "ä" * 2000 + "</p>\n",
)


def an_envelope(**changes: Any) -> Envelope:
    envelope = Envelope(
        from_name="Veluwe Papier",
        from_address="invoices@veluwe.example",
        recipient="jana@shop.example",
        headers_to=("jana@shop.example", "piet@shop.example"),
        headers_cc=("cfo@shop.example",),
        reply_to="office@veluwe.example",
    )
    return replace(envelope, **changes)


def an_attachment(filename: str = "2026-0417.pdf") -> Attachment:
    return Attachment(filename, "application/pdf", PDF)


def build(mail: RenderedMail = MAIL, *files: Attachment, **changes: Any) -> bytes:
    return build_mime(mail, an_envelope(**changes), tuple(encode(file) for file in files), date=NOW)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        assert not [defect for value in part.values() for defect in value.defects]
    return message


def test_everything_that_goes_in_can_be_read_again() -> None:
    message = read(build(MAIL, an_attachment()))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))

    assert message["Subject"] == MAIL.subject
    assert message["From"] == "Veluwe Papier <invoices@veluwe.example>"
    assert message["To"] == "jana@shop.example, piet@shop.example"
    assert message["Cc"] == "cfo@shop.example"
    assert message["Reply-To"] == "office@veluwe.example"
    assert message["Date"].datetime == NOW
    assert message["MIME-Version"] == "1.0"
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == MAIL.text
    assert html is not None
    assert html.get_content().replace("\r\n", "\n") == MAIL.html


def test_the_pdf_travels_beside_the_two_ways_to_read_the_mail() -> None:
    message = read(build(MAIL, an_attachment()))
    types = [part.get_content_type() for part in message.walk()]
    [pdf] = message.iter_attachments()

    assert types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]
    assert pdf.get_filename() == "2026-0417.pdf"
    assert pdf.get_content() == PDF


def test_a_mail_without_attachment_is_only_its_two_parts() -> None:
    types = [part.get_content_type() for part in read(build()).walk()]

    assert types == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize(
    "filename",
    [
        "Rechnung Müller.pdf",
        'a "quoted" \\ name.pdf',
        "счёт-2026.pdf",
        "x" * 180 + ".pdf",
        "Übergrößenträger" * 12 + ".pdf",
        "%41'utf-8''.pdf",
        "请求书.pdf",
    ],
)
def test_a_file_keeps_its_name_in_any_script_and_length(filename: str) -> None:
    raw = build(MAIL, an_attachment(filename))

    assert [part.get_filename() for part in read(raw).iter_attachments()] == [filename]
    assert max(map(len, raw.split(b"\r\n"))) <= 80


@pytest.mark.parametrize("name", ["Müller & Söhne", 'Veluwe "Papier", B.V.', "=?utf-8?q?evil?=", "Łódź sp. z o.o."])
def test_the_sender_s_name_is_read_as_it_was_written(name: str) -> None:
    [sender] = read(build(from_name=name))["From"].addresses

    assert (sender.display_name, sender.addr_spec) == (name, "invoices@veluwe.example")


def test_a_long_name_is_folded_into_several_encoded_words() -> None:
    name = "Gesellschaft für überregionale Angelegenheiten mit beschränkter Haftung & Co. Kommanditgesellschaft"
    raw = build(from_name=name)
    start = raw.index(b"From: ") + len(b"From: ")
    encoded = raw[start : raw.index(b" <", start)].decode()

    assert str(make_header(decode_header(encoded.replace("\r\n", "")))).strip() == name


def test_a_sender_without_a_name_is_an_address() -> None:
    assert read(build(from_name=" "))["From"] == "invoices@veluwe.example"


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?evil?=", "Łódź " * 40, "word " * 39 + "end", "x" * 200, "a  b" * 50, "€"]
)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    assert read(build(replace(MAIL, subject=subject.strip())))["Subject"] == subject.strip()


def test_a_blind_copy_is_seen_by_nobody() -> None:
    raw = build(MAIL, an_attachment(), recipient="auditor@shop.example")

    assert b"auditor" not in raw
    assert b"bcc" not in raw.lower()


def test_a_mail_with_only_blind_copies_names_no_one() -> None:
    assert read(build(headers_to=(), headers_cc=()))["To"] == "undisclosed-recipients:;"


def test_fifty_recipients_are_all_in_the_header_and_no_line_is_too_long() -> None:
    everybody = tuple(f"someone.with.a.rather.long.name.{n}@department.shop.example" for n in range(50))
    raw = build(MAIL, an_attachment(), headers_to=everybody)

    assert [each.addr_spec for each in read(raw)["To"].addresses] == list(everybody)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


def test_ses_gives_the_message_id_so_there_is_none() -> None:
    assert read(build())["Message-ID"] is None


def test_a_reminder_says_that_a_machine_sent_it_and_which_mail_it_follows() -> None:
    thread = " ".join(f"<0102018f{n:050d}@eu-west-1.amazonses.com>" for n in range(4))
    message = read(build(extra_headers={"Auto-Submitted": "auto-generated", "References": thread}))

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["References"] == thread
    assert read(build())["Auto-Submitted"] is None


def test_the_same_mail_is_the_same_bytes_and_another_has_other_boundaries() -> None:
    assert build(MAIL, an_attachment()) == build(MAIL, an_attachment())
    assert read(build()).get_boundary() != read(build(replace(MAIL, text="other"))).get_boundary()


def test_a_text_that_looks_like_a_boundary_ends_nothing() -> None:
    boundary = read(build()).get_boundary()
    message = read(build(replace(MAIL, text=f"a\n--{boundary}--\nb\n"), an_attachment()))

    assert len(list(message.walk())) == 5


def test_the_instant_is_written_with_its_offset() -> None:
    at = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    raw = build_mime(MAIL, an_envelope(), date=at)

    assert b"Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n" in raw


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x00", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize(
    "change",
    ["from_name", "from_address", "headers_to", "headers_cc", "reply_to", "extra_headers", "subject", "filename"],
)
def test_no_value_can_add_a_header(change: str, end: str) -> None:
    bad = f"x{end}Bcc: evil@evil.example"
    mail = replace(MAIL, subject=bad) if change == "subject" else MAIL
    changes: dict[str, dict[str, Any]] = {
        "from_name": {"from_name": bad},
        "from_address": {"from_address": f"a@b.example{end}Bcc: x@evil.example"},
        "headers_to": {"headers_to": (f"a@b.example{end}Bcc: x@evil.example",)},
        "headers_cc": {"headers_cc": (f"a@b.example{end}Bcc: x@evil.example",)},
        "reply_to": {"reply_to": f"a@b.example{end}"},
        "extra_headers": {"extra_headers": {"X-Note": bad}},
    }
    with pytest.raises(InvalidInput):
        build(mail, an_attachment(bad if change == "filename" else "x.pdf"), **changes.get(change, {}))


@pytest.mark.parametrize(
    "name", ["Bcc", "bcc", "Message-ID", "Content-Type", "X-SES-SOURCE-ARN", "A b", "A:", "", "A\r\nB"]
)
def test_a_header_that_is_ours_or_malformed_cannot_be_added(name: str) -> None:
    with pytest.raises(InvalidInput):
        build(extra_headers={name: "x"})


@pytest.mark.parametrize(
    "address",
    ["", "jana", "jana@", "@shop.example", "jana@shop", "a b@shop.example", "a,b@shop.example", "jörg@shop.example",
     "<a@shop.example>", "a@b@shop.example", "a@shop..example", "a@-shop.example", "a@shop_.example",
     "a..b@shop.example", "a@shop.example.", "a@[127.0.0.1]", "a@\u200b.example", "x" * 250 + "@shop.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_not_repeated_in_the_error(address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        build(headers_to=(address,))
    assert not address or address not in str(refused.value)


def test_an_international_domain_is_written_in_ascii_for_every_mail_server() -> None:
    assert ascii_address("jana@bücher.example") == "jana@xn--bcher-kva.example"
    assert ascii_address("jana@STRAßE.example") == "jana@xn--strae-oqa.example"
    assert ascii_address("o'neil+a_b=c@shop.example") == "o'neil+a_b=c@shop.example"


def test_a_content_type_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        encode(Attachment("x.pdf", "application/pdf\r\nX: y", b""))
