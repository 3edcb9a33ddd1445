"""Files and texts in every shape over HTTP: taken or refused by a problem, and what is refused has changed nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.http import Answer, Client
from tests.functional.stored import everything
from tests.fuzzing import comes_back, examples, mutated
from tests.unit.bank_csv.files import sample as statement

UBL = [world.sample(path.stem) for path in sorted(world.SAMPLES.glob("*.xml"))]
BANK = [statement(name) for name in ("plain", "ing_nl", "sparkasse_camt")]
TYPES = st.sampled_from(["application/xml", "text/xml; charset=utf-16", "application/json", "text/csv", "", "x" * 300])
PUT = st.binary(max_size=40) | st.sampled_from(
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
        b"<a>" * 200,
        b"9" * 400,
        b"\x00",
        b"\xff\xfe",
        b"<![CDATA[",
        b";" * 300,
        b'"',
    ]
)


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def survives(client: Client, path: str, content: bytes | str, content_type: str, **query: Any) -> Answer:
    before = everything()
    headers = {"content-type": content_type}
    raw = content if isinstance(content, bytes) else content.encode()
    with comes_back():
        answer = client.request("POST", path, raw, query=query, headers=headers)
    assert answer.status < 500, answer.content
    if answer.status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert everything() == before
    return answer


@st.composite
def holed(draw: st.DrawFn, files: list[bytes]) -> bytes:
    content = draw(st.sampled_from(files))
    at, length = draw(st.integers(0, len(content))), draw(st.integers(0, 400))
    return content[:at] + draw(PUT) + content[at + length :]


@examples(60)
@given(holed(UBL), st.just("application/xml") | TYPES)
def test_an_invoice_file_with_a_hole_in_it(client: Client, file: bytes, content_type: str) -> None:
    survives(client, "/v1/invoices", file, content_type)


@examples(60)
@given(holed(BANK), st.sampled_from(["text/csv", "application/octet-stream"]))
def test_a_bank_statement_with_a_hole_in_it(client: Client, file: bytes, content_type: str) -> None:
    survives(client, "/v1/payments/import", file, content_type, seller_id="sel_1")


@examples(60)
@given(mutated(bodies.a_template()))
def test_a_template_with_something_odd_in_it(client: Client, body: str) -> None:
    made = survives(client, "/v1/templates", body, "application/json")
    if made.status == 201:
        shown = {"template_id": made.json["template_id"], "language": next(iter(made.json["texts"]))}
        survives(client, "/v1/templates/preview", json.dumps(shown), "application/json")
