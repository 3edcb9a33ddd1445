"""Reads a UBL 2.1 Invoice as EN 16931 binds it (CEN/TS 16931-3-2), and plain UBL 2 as far as it says the same."""

import re
from datetime import date

from dunlin.adapters.ubl.adjustments import read_document_adjustments
from dunlin.adapters.ubl.delivery import read_deliver_to, read_delivery_date, read_period
from dunlin.adapters.ubl.findings import Findings
from dunlin.adapters.ubl.kinds import read_type_code, refuse_other_documents
from dunlin.adapters.ubl.lines import read_lines
from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.parties import read_accounting_party, read_other_party
from dunlin.adapters.ubl.payment import read_due_date, read_payment_means, read_payment_terms
from dunlin.adapters.ubl.references import count_attachments, read_references
from dunlin.adapters.ubl.taxes import only_category, tax_totals
from dunlin.adapters.ubl.totals import read_totals
from dunlin.adapters.ubl.values import amount, day
from dunlin.adapters.ubl.xml import parse
from dunlin.domain.currency import EXPONENTS
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.imported import ImportedInvoice
from dunlin.domain.issuing import LONGEST_NUMBER
from dunlin.domain.money import Money

# EN 16931 puts a note's subject code (UNTDID 4451) in front of it: #AAI#Text. It is for machines.
_SUBJECT_CODE = re.compile(r"^#[A-Z]{3}#")


def read_invoice(xml: bytes) -> ImportedInvoice:
    """Read an invoice file.

    Raises UnsupportedDocument for anything but a UBL Invoice that asks for money, TooLarge above 5 MB, and InvalidInput
    with every problem of the file at once: what is missing, unreadable, or does not add up. Nothing is ever fetched.
    """
    root = parse(xml)
    refuse_other_documents(root)
    findings = Findings()
    invoice = Node(root, "/Invoice", findings)
    number, issue_date = _number(invoice), _issue_date(invoice)
    document = _read_document(invoice)
    due_date = _due_date(invoice, issue_date)
    findings.raise_problems()
    return ImportedInvoice(number, issue_date, due_date, document, findings.warnings, count_attachments(invoice))


def _read_document(invoice: Node) -> InvoiceDocument:
    type_code, currency = read_type_code(invoice), _currency(invoice)
    default = only_category(invoice, currency)
    lines = read_lines(invoice, currency, default)
    adjustments = read_document_adjustments(invoice, currency, default)
    _mention_withheld(invoice)
    return InvoiceDocument(
        seller=read_accounting_party(invoice, "AccountingSupplierParty", who="seller"),
        buyer=read_accounting_party(invoice, "AccountingCustomerParty", who="buyer"),
        currency=currency,
        lines=lines,
        totals=read_totals(invoice, lines, adjustments, currency),
        adjustments=adjustments,
        type_code=type_code,
        payee=read_other_party(invoice, "PayeeParty", who="payee"),
        tax_representative=read_other_party(invoice, "TaxRepresentativeParty", who="tax representative"),
        tax_point_date=day(invoice, "cbc:TaxPointDate"),
        period=read_period(invoice),
        delivery_date=read_delivery_date(invoice),
        deliver_to=read_deliver_to(invoice),
        references=read_references(invoice),
        notes=_notes(invoice),
        payment_terms=read_payment_terms(invoice),
        payment_means=read_payment_means(invoice),
        accounting_tax=_accounting_tax(invoice, currency),
    )


def _number(invoice: Node) -> str:
    number = invoice.text("cbc:ID")
    if not number:
        invoice.findings.problem(invoice.where("cbc:ID"), "the invoice has no number (ID)")
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        message = f"an invoice number is one line of at most {LONGEST_NUMBER} characters"
        invoice.findings.problem(invoice.where("cbc:ID"), message)
    return number


def _issue_date(invoice: Node) -> date:
    if not invoice.text("cbc:IssueDate"):
        invoice.findings.problem(invoice.where("cbc:IssueDate"), "the invoice has no IssueDate")
    return day(invoice, "cbc:IssueDate") or date.min


def _due_date(invoice: Node, issue_date: date) -> date | None:
    due_date = read_due_date(invoice)
    if due_date is None or due_date >= issue_date:
        return due_date
    invoice.findings.warn(
        f"The due date {due_date} is before the issue date {issue_date}: it was taken as due on the day of issue."
    )
    return issue_date


def _currency(invoice: Node) -> str:
    """The document's currency; empty, and a problem, when it is missing or unknown: no amount can be read then."""
    code = invoice.text("cbc:DocumentCurrencyCode")
    if code in EXPONENTS:
        return code
    message = f"{code[:10]!r} is not an ISO 4217 currency code" if code else "DocumentCurrencyCode is missing"
    invoice.findings.unreadable_figure(invoice.where("cbc:DocumentCurrencyCode"), message)
    return ""


def _notes(invoice: Node) -> tuple[str, ...]:
    notes = (_SUBJECT_CODE.sub("", each.prose(".")).strip() for each in invoice.all("cbc:Note"))
    return tuple(filter(None, notes))


def _accounting_tax(invoice: Node, currency: str) -> Money | None:
    code = invoice.text("cbc:TaxCurrencyCode")
    if code == currency or code not in EXPONENTS:
        return None
    stated = [value for each in tax_totals(invoice, code) if (value := amount(each, "cbc:TaxAmount", code)) is not None]
    return Money(stated[0], code) if stated else None


def _mention_withheld(invoice: Node) -> None:
    if invoice.find("cac:WithholdingTaxTotal"):
        invoice.findings.warn("The file states withholding tax, which is not printed; the amount to pay counts.")
