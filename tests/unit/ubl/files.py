"""Invoice files to read: the samples as they are, and a small one to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dunlin.adapters.ubl.reader import read_invoice
from dunlin.domain.errors import InvalidInput
from dunlin.domain.imported import ImportedInvoice

SAMPLES = Path(__file__).parent / "samples"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
SMALL = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="{UBL}:Invoice-2" xmlns:cac="{UBL}:CommonAggregateComponents-2"
    xmlns:cbc="{UBL}:CommonBasicComponents-2">
  <cbc:ID>A-1</cbc:ID>
  <cbc:IssueDate>2026-11-02</cbc:IssueDate>
  <cbc:DueDate>2026-12-02</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>Aalto Oy</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>Borg AB</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">20.00</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">20.00</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">120.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">120.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine>
    <cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity unitCode="HUR">4</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>Repairs</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">25</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
</Invoice>
"""


def sample(name: str) -> bytes:
    """A real file, as its authors published it."""
    return (SAMPLES / f"{name}.xml").read_bytes()


def changed(*changes: tuple[str, str], xml: str = SMALL) -> str:
    """The small invoice with texts replaced, each of which must be there."""
    for old, new in changes:
        assert old in xml, f"nothing to change: {old}"
        xml = xml.replace(old, new)
    return xml


def with_header(xml: str) -> str:
    """The small invoice with more elements of the document."""
    return changed(("  <cac:AccountingSupplierParty>", f"{xml}\n  <cac:AccountingSupplierParty>"))


def read(xml: str) -> ImportedInvoice:
    """Read a text as a UTF-8 file."""
    return read_invoice(xml.encode())


def refusal(reading: Callable[[], object], kind: type[InvalidInput] = InvalidInput) -> InvalidInput:
    """The error that refuses a file."""
    with pytest.raises(kind) as caught:
        reading()
    return caught.value


def problems(xml: str) -> dict[str, str]:
    """Where and what is wrong with a file."""
    return {problem.where: problem.message for problem in refusal(lambda: read(xml)).problems}
