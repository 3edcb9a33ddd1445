"""What the invoice refers to, and how many documents came along with it."""

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.values import day
from dunlin.domain.document import Reference

_KINDS = (
    ("buyer", "cbc:BuyerReference"),
    ("order", "cac:OrderReference/cbc:ID"),
    ("sales_order", "cac:OrderReference/cbc:SalesOrderID"),
    ("contract", "cac:ContractDocumentReference/cbc:ID"),
    ("project", "cac:ProjectReference/cbc:ID"),
    ("despatch", "cac:DespatchDocumentReference/cbc:ID"),
    ("receipt", "cac:ReceiptDocumentReference/cbc:ID"),
    ("tender", "cac:OriginatorDocumentReference/cbc:ID"),
    ("accounting", "cbc:AccountingCost"),
)
# UBL wants an order id beside a sales order id; Peppol writes NA where there is none, and people write n/a.
_NOTHING = ("NA", "N/A")
# An additional document with this type code is no attachment but the object invoiced, a meter say (BT-18).
_INVOICED_OBJECT = "130"


def read_references(invoice: Node) -> tuple[Reference, ...]:
    """All references of the document, each kind together."""
    simple = [
        Reference(kind, value)
        for kind, path in _KINDS
        for value in invoice.texts(path)
        if value.upper() not in _NOTHING
    ]
    return (*simple, *_objects(invoice), *_preceding_invoices(invoice))


def count_attachments(invoice: Node) -> int:
    """Documents embedded in the file or linked from it."""
    embedded = invoice.descendants("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    return embedded + invoice.descendants("cac:Attachment/cac:ExternalReference")


def _objects(invoice: Node) -> list[Reference]:
    documents = invoice.all("cac:AdditionalDocumentReference")
    found = (each.text("cbc:ID") for each in documents if each.text("cbc:DocumentTypeCode") == _INVOICED_OBJECT)
    return [Reference("object", value) for value in found if value]


def _preceding_invoices(invoice: Node) -> list[Reference]:
    billing = (each.find("cac:InvoiceDocumentReference") for each in invoice.all("cac:BillingReference"))
    return [
        Reference("preceding_invoice", value, day(each, "cbc:IssueDate"))
        for each in billing
        if each and (value := each.text("cbc:ID"))
    ]
