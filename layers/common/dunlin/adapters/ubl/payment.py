"""How and by when it is to be paid."""

import re
from datetime import date

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.parties import read_creditor_id
from dunlin.adapters.ubl.values import day
from dunlin.domain.document import PaymentMeans

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_ACCOUNT = "cac:PayeeFinancialAccount"
_BRANCH = f"{_ACCOUNT}/cac:FinancialInstitutionBranch"


def read_payment_means(invoice: Node) -> tuple[PaymentMeans, ...]:
    """Every way to pay, in the file's order."""
    creditor_id = read_creditor_id(invoice)
    return tuple(_read(each, creditor_id) for each in invoice.all("cac:PaymentMeans"))


def read_payment_terms(invoice: Node) -> str:
    """All payment terms in the file's words, one below the other."""
    return invoice.prose("cac:PaymentTerms/cbc:Note")


def read_due_date(invoice: Node) -> date | None:
    """The due date of the document, else of the payment means, else of the terms; the latest where they differ."""
    if invoice.text("cbc:DueDate"):
        return day(invoice, "cbc:DueDate")
    for name in ("cac:PaymentMeans", "cac:PaymentTerms"):
        days = {found for each in invoice.all(name) if (found := day(each, "cbc:PaymentDueDate"))}
        if len(days) > 1:
            invoice.findings.warn(f"The file names {len(days)} due dates; the latest, {max(days)}, was taken.")
        if days:
            return max(days)
    return None


def _read(node: Node, creditor_id: str) -> PaymentMeans:
    code = node.find("cbc:PaymentMeansCode")
    iban, account_number = _account(node)
    mandate_id = node.text("cac:PaymentMandate/cbc:ID")
    return PaymentMeans(
        code=code.text() if code else "",
        name=(code.attribute("name") if code else "") or node.text("cbc:InstructionNote"),
        reference=node.text("cbc:PaymentID") or node.text("cbc:InstructionID"),
        iban=iban,
        bic=node.text(f"{_BRANCH}/cbc:ID") or node.text(f"{_BRANCH}/cac:FinancialInstitution/cbc:ID"),
        account_name=node.text(f"{_ACCOUNT}/cbc:Name"),
        account_number=account_number,
        mandate_id=mandate_id,
        payer_account=node.text("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
        # The whole number has no business on an invoice, nor in our tables (PCI DSS 3.4).
        card_last4=node.text("cac:CardAccount/cbc:PrimaryAccountNumberID")[-4:],
        creditor_id=creditor_id if mandate_id else "",
    )


def _account(node: Node) -> tuple[str, str]:
    """IBAN, or account number. An IBAN whose check digits are wrong leads money astray: it is no IBAN."""
    stated = node.text(f"{_ACCOUNT}/cbc:ID")
    compact = stated.replace(" ", "").upper()
    if not _IBAN.fullmatch(compact):
        return "", stated
    if _checks(compact):
        return compact, ""
    node.findings.warn(
        f"The account {stated} looks like an IBAN, but its check digits are wrong: "
        "it is printed as an account number, without a payment code to scan."
    )
    return "", stated


def _checks(iban: str) -> bool:
    """ISO 13616: the country and check digits moved to the end, letters as 10 to 35, leave 1 when divided by 97."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
