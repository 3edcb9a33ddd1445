"""The same invoice in other clothes: prefixes, encodings, comments, time zones."""

from datetime import date

import pytest

from dunlin.adapters.ubl.reader import read_invoice
from tests.unit.ubl.files import SMALL, changed, read

_EXPECTED = read(SMALL)


def test_prefixes_are_the_writers_business() -> None:
    xml = changed(("cbc:", "ns3:"), ("cac:", "q:"), ("xmlns:cbc=", "xmlns:ns3="), ("xmlns:cac=", "xmlns:q="))
    xml = changed(("<Invoice xmlns=", "<u:Invoice xmlns:u="), ("</Invoice>", "</u:Invoice>"), xml=xml)
    assert read(xml) == _EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    xml = changed(('encoding="UTF-8"', f'encoding="{declared}"'), ("Borg AB", "Brød & Sønner".replace("&", "&amp;")))
    assert read_invoice(xml.encode(encoding)).document.buyer.name == "Brød & Sønner"


def test_utf_16_without_a_declaration() -> None:
    assert read_invoice(SMALL.partition("?>\n")[2].encode("utf-16")) == _EXPECTED


def test_white_space_and_comments_mean_nothing() -> None:
    xml = changed((">A-1<", ">\n    A-<!-- the year's first -->1\n  <"), (">EUR<", "> <![CDATA[EUR]]> <"))
    assert read(xml) == _EXPECTED


@pytest.mark.parametrize("zone", ["Z", "+02:00", "-11:00"])
def test_a_date_with_a_time_zone_is_that_date(zone: str) -> None:
    assert read(changed((">2026-11-02<", f">2026-11-02{zone}<"))).issue_date == date(2026, 11, 2)


def test_elements_of_other_vocabularies_are_passed_over() -> None:
    extension = '<x:UBLExtensions xmlns:x="urn:example"><x:ID>other</x:ID></x:UBLExtensions>'
    assert read(changed(("  <cbc:ID>A-1", f"  {extension}<cbc:ID>A-1"))) == _EXPECTED
