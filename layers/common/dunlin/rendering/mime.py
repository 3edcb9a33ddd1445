"""A mail as raw bytes (RFC 5322, 2045 to 2047, 2231).

Built by hand: what is large is encoded once per document, and nothing that comes from outside can add a header.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote
from urllib.parse import quote as percent_encode

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, RenderedMail
from dunlin.rendering.markdown import one_line

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
# Ours to set, or SES's (Message-ID, Return-Path); Bcc must never be seen.
_RESERVED = re.compile(
    r"(from|sender|to|cc|bcc|reply-to|subject|date|mime-version|message-id|return-path|content-.*|resent-.*|x-ses-.*)",
    re.IGNORECASE,
)
_CONTENT_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, with the erratum
_LINE_LENGTH = 76
_LONGEST_NAME, _LONGEST_PIECE = 60, 56


def encode(attachment: Attachment) -> EncodedAttachment:
    """Encode a file once for all recipients. Raises InvalidInput for a name or type that no header can hold."""
    _refuse_control(attachment.filename, "/attachments/filename")
    if not _CONTENT_TYPE.fullmatch(attachment.content_type):
        raise _invalid("/attachments/content_type", "a content type looks like application/pdf")
    body = base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")
    return EncodedAttachment(attachment.filename, attachment.content_type, body)


def build_mime(
    mail: RenderedMail, envelope: Envelope, attachments: Sequence[EncodedAttachment] = (), *, date: datetime
) -> bytes:
    """The message for one recipient, whose address is not in it unless everybody may see it.

    The same arguments give the same bytes. There is no Message-ID: SES writes its own. Raises InvalidInput for an
    address, a name, a subject or a header that a mail cannot carry, above all for a line end in one.
    """
    seed = hashlib.sha256(f"{mail.subject}\0{mail.text}\0{mail.html}".encode("utf-8", "replace")).hexdigest()[:24]
    parts = (_text_part("plain", mail.text), _text_part("html", mail.html))
    body = _multipart("alternative", f"=_alternative_{seed}", parts)
    if attachments:
        body = _multipart("mixed", f"=_mixed_{seed}", (body, *map(_attachment_part, attachments)))
    return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in _headers(mail, envelope, date)) + body


def ascii_address(address: str, *, where: str = "") -> str:
    """The address in the form every mail server takes: an international domain in its ASCII form (RFC 5890).

    Raises InvalidInput for what is no address, and for letters beyond ASCII before the @: SES refuses those.
    """
    local, _, domain = address.strip(" ").rpartition("@")
    domain = domain if domain.isascii() else _ascii_domain(domain)
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise _invalid(where, "an e-mail address is name@domain, with ASCII letters before the @")
    if len(local) + 1 + len(domain) > _LONGEST_ADDRESS:
        raise _invalid(where, f"an e-mail address has at most {_LONGEST_ADDRESS} characters")
    return f"{local}@{domain}"


def _ascii_domain(domain: str) -> str:
    """Empty when it has no ASCII form. Few mails need this, so its tables are loaded when one does."""
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _headers(mail: RenderedMail, envelope: Envelope, date: datetime) -> Iterator[tuple[str, str]]:
    yield "From", _mailbox(envelope.from_name, envelope.from_address)
    yield "To", _addresses(envelope.headers_to, "/to") or "undisclosed-recipients:;"
    if envelope.headers_cc:
        yield "Cc", _addresses(envelope.headers_cc, "/cc")
    if envelope.reply_to:
        yield "Reply-To", ascii_address(envelope.reply_to, where="/reply_to")
    yield "Subject", _words("Subject", mail.subject)
    yield "Date", format_datetime(date)
    yield "MIME-Version", "1.0"
    for name, value in envelope.extra_headers.items():
        if not _HEADER_NAME.fullmatch(name) or _RESERVED.fullmatch(name):
            raise _invalid("/headers", "a header of this name cannot be added")
        yield name, _words(name, value)


def _addresses(addresses: Sequence[str], where: str) -> str:
    return ",\r\n ".join(ascii_address(address, where=where) for address in addresses)


def _mailbox(name: str, address: str) -> str:
    _refuse_control(name, "/from_name")
    name, bare = one_line(name), ascii_address(address, where="/from_address")
    if not name:
        return bare
    if name.isascii() and len(name) <= _LONGEST_NAME and "=?" not in name:
        return f'"{quote(name)}" <{bare}>'
    # On a line of its own, for Header does not know what follows the name.
    return f"{_encoded_words('From', name)}\r\n <{bare}>"


def _words(name: str, value: str) -> str:
    """Unstructured text: as it is where it is ASCII, else encoded words; folded. `=?` in it is not taken for one."""
    _refuse_control(value, f"/headers/{name}")
    if value.isascii() and "=?" not in value:
        return _folded(value, len(name) + 2)
    return _encoded_words(name, value)


def _folded(value: str, column: int) -> str:
    """Broken at spaces where a line gets long; a word that is longer than a line stays whole (RFC 5322, 2.2.3)."""
    first, *others = value.split(" ")
    folded, column = first, column + len(first)
    for word in others:
        breaks = bool(word) and column + 1 + len(word) > _LINE_LENGTH
        folded += f"\r\n {word}" if breaks else f" {word}"
        column = len(word) + 1 + (0 if breaks else column)
    return folded


def _encoded_words(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _text_part(subtype: str, text: str) -> bytes:
    lines = "\r\n".join(re.split(r"\r\n|\r|\n", text)).encode("utf-8", "replace")
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    # Ended by CRLF, or b2a_qp would not know which line end its soft breaks are to have.
    return head.encode("ascii") + binascii.b2a_qp(lines if lines.endswith(b"\r\n") else lines + b"\r\n", istext=True)


def _attachment_part(attachment: EncodedAttachment) -> bytes:
    head = (
        f"Content-Type: {attachment.content_type}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_filename(attachment.filename)}\r\n\r\n"
    )
    return head.encode("ascii") + attachment.base64


def _filename(name: str) -> str:
    """RFC 2231: quoted where it is short ASCII, else percent-encoded UTF-8, in pieces where it is long."""
    if name.isascii() and len(name) <= _LONGEST_NAME:
        return f'filename="{quote(name)}"'
    pieces = _pieces(name)
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    return ";\r\n ".join(f"filename*{n}*={'' if n else "utf-8''"}{piece}" for n, piece in enumerate(pieces))


def _pieces(name: str) -> list[str]:
    """No character is cut in two: some readers decode each piece for itself."""
    pieces = [""]
    for character in (percent_encode(each, safe="") for each in name):
        if len(pieces[-1]) + len(character) > _LONGEST_PIECE:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """The boundary holds `=_`, which neither quoted-printable nor base64 can: it never stands in a part."""
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    delimiter = f"--{boundary}".encode("ascii")
    return head + b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts) + delimiter + b"--\r\n"


def _refuse_control(value: str, where: str) -> None:
    if _CONTROL.search(value):
        raise _invalid(where, "a header holds neither line ends nor control characters")


def _invalid(where: str, message: str) -> InvalidInput:
    return InvalidInput(message, Problem(where, message))
