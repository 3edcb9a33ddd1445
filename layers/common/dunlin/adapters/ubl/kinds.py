"""Which documents are taken at all, by root element and by type code; the others are told what they are."""

from xml.etree.ElementTree import Element  # the type alone # nosec B405

from dunlin.adapters.ubl.node import INVOICE_NAMESPACE, Node
from dunlin.domain.errors import Problem, UnsupportedDocument

# UNTDID 1001 as EN 16931 uses it (rule BR-CL-01 of its UBL binding, once per root element).
_INVOICE_CODES = (
    " 71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 "
    "456 457 527 553 575 623 633 751 780 817 870 875 876 877 935 "
)
_CREDIT_CODES = " 81 83 261 262 296 308 381 396 420 458 502 503 532 "
_INSTEAD = "Void the invoice it cancels, or record the credited amount as a payment on that invoice."
_OTHER_ROOTS = {
    "CreditNote": _INSTEAD,
    "CrossIndustryInvoice": "Ask for the UBL form of the same invoice.",
    "StandardBusinessDocument": "Take the Invoice out of its envelope and send that.",
}
_ODD = {
    "325": "This is a pro forma invoice (325), which asks for no payment by itself: think before reminding of it.",
    "384": "This is a corrected invoice (384): void the invoice it replaces, lest both are asked for.",
    "389": "This is a self-billed invoice (389), which the buyer wrote: the buyer has it already.",
    "751": "This is an invoice for accounting only (751): check that it is to be paid before it is sent.",
}


def refuse_other_documents(root: Element) -> None:
    """Raise UnsupportedDocument unless it is a UBL 2 Invoice."""
    namespace, _, name = root.tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    if (namespace, name) == (INVOICE_NAMESPACE, "Invoice"):
        return
    if name == "Invoice":
        said = f"in the namespace {namespace[:100]}" if namespace else "without a namespace"
        message = f"this is an Invoice {said}; only UBL 2.1 Invoices ({INVOICE_NAMESPACE}) are taken."
    else:
        message = f"this is a {name[:50]} document; only UBL 2.1 Invoices are taken."
    message = " ".join(filter(None, [message, _OTHER_ROOTS.get(name)]))
    raise UnsupportedDocument(message, Problem(f"/{name[:50]}", message))


def read_type_code(invoice: Node) -> str:
    """The type code, 380 when none is given. Raises UnsupportedDocument for one that credits."""
    code = invoice.text("cbc:InvoiceTypeCode") or "380"
    where = invoice.where("cbc:InvoiceTypeCode")
    if code in _CREDIT_CODES:
        message = f"type code {code} makes this a credit note; only invoices are taken. {_INSTEAD}"
        raise UnsupportedDocument(message, Problem(where, message))
    if code not in _INVOICE_CODES:
        invoice.findings.problem(where, f"{code[:20]!r} is not an invoice type code of EN 16931 (380 is an invoice)")
    if code in _ODD:
        invoice.findings.warn(_ODD[code])
    return code
