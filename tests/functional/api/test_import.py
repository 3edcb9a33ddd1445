"""Invoices from UBL files over HTTP: real ones that nobody here wrote, and hostile ones."""

from xml.etree.ElementTree import fromstring

import pytest

from dunlin.adapters.ubl.reader import read_invoice
from tests.functional import functions, world
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

SAMPLES = sorted(path.stem for path in world.SAMPLES.glob("*.xml"))
INVOICES = [name for name in SAMPLES if "creditnote" not in name]
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
STATED = {"tax_exclusive": "TaxExclusiveAmount", "tax_inclusive": "TaxInclusiveAmount", "payable": "PayableAmount"}


@pytest.fixture
def client(aws_world: None) -> Client:
    return Client()


def stated(xml: bytes) -> dict[str, int]:
    """The totals in the file's own words, in minor units."""
    root = fromstring(xml)  # noqa: S314 - a file of ours
    found = {name: root.find(f".//{CBC}{element}") for name, element in STATED.items()}
    return {name: round(float(each.text or 0) * 100) for name, each in found.items() if each is not None}


@pytest.mark.parametrize("name", INVOICES)
def test_a_real_invoice_comes_in_with_equal_totals(client: Client, name: str) -> None:
    made = client.post_xml(world.sample(name))
    assert made.status == 201
    totals = {each: made.json["totals"][each]["amount"] for each in STATED}
    assert totals == stated(world.sample(name))
    assert (made.json["status"], made.json["new_seller"], made.json["new_customer"]) == ("DRAFT", True, True)
    got = client.get(made.headers["location"])
    assert got.json.items() <= made.json.items()


@pytest.mark.parametrize("name", INVOICES)
def test_a_file_comes_in_once(client: Client, name: str) -> None:
    first = client.post_xml(world.sample(name)).json["invoice_id"]
    again = client.post_xml(world.sample(name))
    assert (again.status, again.json["invoice_id"], again.json["known_already"]) == (200, first, True)
    assert world.told(first) == ["invoice.created"]
    assert (len(client.get("/v1/sellers").json["items"]), len(client.get("/v1/customers").json["items"])) == (1, 1)


def test_another_file_cannot_take_the_number(client: Client) -> None:
    first = client.post_xml(world.sample("tc434-example3")).json["invoice_id"]
    other = world.sample("tc434-example3").replace(b"Paper subscription", b"Glossy subscription")
    assert problem(client.post_xml(other), 409, "already_exists")["existing_id"] == first


def test_the_answer_says_what_is_odd_and_what_is_left_out(client: Client) -> None:
    made = client.post_xml(world.sample("tc434-example3")).json
    assert "Line 1 states DKK 800.00, but 2 × 800.00 makes DKK 1600.00. The stated amount counts." in made["warnings"]
    assert "Buyercompany ltd has no e-mail address: add a contact before the invoice is sent" in made["warnings"]
    file = read_invoice(world.sample("tc434-example5"))
    assert client.post_xml(world.sample("tc434-example5")).json["attachments"] == file.attachments > 0


def test_what_callers_could_not_give_is_shown_as_the_file_says_it(client: Client) -> None:
    long = "x" * 600
    file = world.sample("tc434-example5").decode().replace(">Buyco<", f">{long}<").replace(">54321<", f">{long}<")
    assert client.post_xml(file.encode()).status == 201
    (seller,), (customer,) = (client.get(f"/v1/{each}").json["items"] for each in ("sellers", "customers"))
    assert (seller["party"]["address"]["postal_code"], customer["party"]["trading_name"]) == (long, long)
    (listed,) = client.get("/v1/invoices").json["items"]
    assert listed["customer_name"] == long


def test_text_xml_and_bytes_are_taken_too(client: Client) -> None:
    assert client.post_xml(world.sample("tc434-example1"), content_type="text/xml; charset=utf-8").status == 201
    in_latin = world.sample("peppol-base-example").decode().replace("UTF-8", "ISO-8859-1").replace("Snippet1", "Größe")
    made = client.post_xml(in_latin.encode("latin-1"))
    assert (made.status, made.json["number"]) == (201, "Größe")


def test_a_credit_note_is_refused_with_what_to_do_instead(client: Client) -> None:
    told = problem(client.post_xml(world.sample("peppol-creditnote")), 422, "unsupported_document")
    assert told["detail"].startswith("this is a CreditNote document; only UBL 2.1 Invoices are taken.")
    assert "record the credited amount as a payment" in told["detail"]


def test_totals_that_do_not_follow_are_refused_with_both_figures(client: Client) -> None:
    altered = world.sample("tc434-example5").replace(b">4675.00<", b">4675.01<")
    (message, *_) = found(client.post_xml(altered)).values()
    assert "4675.01" in message
    assert "4675.00" in message


BOMB = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Invoice>&b;</Invoice>'
FETCHES = b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><Invoice>&file;</Invoice>'


@pytest.mark.parametrize("xml", [BOMB, FETCHES, b"<!DOCTYPE Invoice><Invoice/>"])
def test_a_document_type_declaration_is_refused(client: Client, xml: bytes) -> None:
    told = problem(client.post_xml(xml), 422, "unsupported_document")
    assert "document type declaration (DTD)" in told["detail"]


@pytest.mark.parametrize("xml", [b"", b"<Invoice>", b"{}", b"\xff\xfe\x00", b"<Invoice>\x00</Invoice>"])
def test_what_is_no_xml_is_refused_with_the_place(client: Client, xml: bytes) -> None:
    assert "the file is not well-formed XML" in problem(client.post_xml(xml), 422, "invalid_input")["detail"]


def test_a_file_over_five_megabytes_is_refused(client: Client) -> None:
    padded = world.sample("tc434-example5") + b"<!--" + b" " * 5 * 1024 * 1024 + b"-->"
    told = problem(client.post_xml(padded), 413, "too_large")
    assert "at most 5242880 (5 MB) are taken" in told["detail"]


def test_more_money_than_there_is_does_not_get_in(client: Client) -> None:
    untaxed = (
        functions.event("api", "import")["body"].replace(">S<", ">Z<").replace(">21<", ">0<").replace("26.25", "0.00")
    )
    huge = (
        untaxed.replace("151.25", "125.00").replace("125.00", "10000000000000.01").replace("12.50", "1000000000000.001")
    )
    answer = client.post_xml(huge.encode())
    assert list(found(answer).values()) == ["an amount is more than the EUR 10000000000000.00 that are taken"]
    assert client.get("/v1/invoices").json["items"] == []
