"""A seller's logo over HTTP: a picture goes in, and nothing but its pixels is kept."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dunlin import wiring
from dunlin.domain.logo import Logo
from dunlin.domain.seller import Seller
from tests.functional import functions, outbound, world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client
from tests.pictures import a_logo, a_picture
from tests.wire import tapped

PATH = "/v1/sellers/sel_1/logo"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def put(client: Client, content: bytes, content_type: str = "image/png", path: str = PATH) -> Answer:
    return client.request("PUT", path, content, headers={"content-type": content_type})


def seller() -> Seller:
    return wiring.sellers().get("sel_1")


def test_a_logo_is_kept_shown_and_taken_away(client: Client) -> None:
    made = put(client, a_logo())
    logo = seller().logo
    assert logo
    assert made.json == {"sha256": logo.sha256, "width": 300, "height": 120}
    shown = client.get(PATH)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/png")
    assert hashlib.sha256(shown.content).hexdigest() == logo.sha256
    assert [client.request("DELETE", PATH).status for _ in range(2)] == [204, 204]
    assert "PUT one" in problem(client.get(PATH), 404, "not_found")["detail"]
    assert seller().logo is None


def test_the_same_logo_again_changes_nothing(client: Client) -> None:
    put(client, a_logo())
    before = seller()
    put(client, a_logo())
    assert seller() == before


def test_replacing_the_seller_keeps_the_logo(client: Client) -> None:
    put(client, a_logo())
    logo = seller().logo
    client.put("/v1/sellers/sel_1", bodies.a_seller())
    assert seller().logo == logo


def test_what_a_picture_brings_along_is_not_kept(client: Client) -> None:
    info = PngInfo()
    info.add_text("Comment", "secret-comment")
    exif = Image.Exif()
    exif[0x010E] = "secret-exif"
    for content in (
        a_logo(pnginfo=info, exif=exif),
        a_logo(mode="RGB", kind="JPEG", exif=exif, comment=b"secret-jpeg"),
    ):
        assert b"secret" in content
        assert put(client, content).status == 200
        assert b"secret" not in client.get(PATH).content


def test_a_telephones_picture_stands_upright_and_a_large_one_is_made_smaller(client: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert put(client, a_logo(mode="RGB", kind="JPEG", exif=exif), "image/jpeg").json["width"] == 120
    large = put(client, a_logo(2_400, 600)).json
    assert (large["width"], large["height"]) == (800, 200)


def test_the_content_tells_what_it_is_and_not_the_header(client: Client) -> None:
    assert put(client, a_logo(mode="RGB", kind="JPEG"), "text/plain").status == 200
    assert Image.open(BytesIO(client.get(PATH).content)).format == "PNG"


def _moving() -> bytes:
    out = BytesIO()
    a_picture().save(out, "PNG", save_all=True, append_images=[a_picture(mode="RGBA").rotate(90)])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SVG, "no PNG or JPEG"),
        (a_logo(mode="RGB", kind="GIF"), "no PNG or JPEG"),
        (a_logo(mode="RGB", kind="BMP"), "no PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "no PNG or JPEG"),
        (a_logo()[:300], "no PNG or JPEG"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "no PNG or JPEG"),
        (a_logo(15, 100), "16 to 3000 pixels"),
        (a_logo(3_001, 100, mode="L"), "16 to 3000 pixels"),
        (_moving(), "does not move"),
        (b"", "send the file"),
    ],
)
def test_what_is_no_logo_is_refused_and_nothing_is_kept(client: Client, content: bytes, why: str) -> None:
    assert why in found(put(client, content))[""]
    assert seller().logo is None
    assert functions.logged() == [] or "Traceback" not in functions.LOGS.getvalue()


def test_too_many_bytes_are_refused_before_they_are_read(client: Client) -> None:
    told = problem(put(client, a_logo() + bytes(256 * 1024)), 413, "too_large")
    assert "at most 256 KB" in told["detail"]


def test_there_is_no_such_seller(client: Client) -> None:
    assert problem(client.request("PUT", "/v1/sellers/sel_9/logo", a_logo()), 404, "not_found")


def test_the_invoice_that_is_sent_has_it_and_a_process_reads_it_once(client: Client) -> None:
    plain = outbound.store(number="plain")
    outbound.run_deliver(outbound.plan(plain))
    one, other = outbound.store(number="one"), outbound.store(number="other")
    for invoice in (one, other):
        put(client, a_logo(), path=f"/v1/sellers/{invoice.seller_id}/logo")
    wiring.logos.cache_clear()
    wiring.renderer.cache_clear()
    messages = [outbound.plan(each) for each in (one, other)]
    with tapped() as wire:
        for each in messages:
            outbound.run_deliver(each)

    assert wire.calls.count("s3.GetObject") == 1
    assert [b"/XObject" in _pdf(each.invoice_id) for each in (plain, one, other)] == [False, True, True]


def _pdf(invoice_id: str) -> bytes:
    stored = wiring.invoices().get(invoice_id).pdf
    assert stored
    return wiring.documents().get_pdf(invoice_id, stored.sha256)


def test_a_logo_that_was_lost_leaves_the_name_and_lets_the_invoice_go(client: Client) -> None:
    invoice = outbound.store(number="lost")
    gone = replace(wiring.sellers().get(invoice.seller_id), logo=Logo("0" * 64, 300, 120))
    wiring.sellers().put(gone)
    outbound.run_deliver(outbound.plan(invoice))
    assert len(world.sent()) == 1
    assert b"/XObject" not in _pdf(invoice.invoice_id)
