"""What the texts of a mail may name: the one table that the allow-list, the picker and the suggestions come from."""

from difflib import get_close_matches

from dunlin.domain.payments.refusals import Why
from dunlin.domain.template import TemplateKind, Variable

K = TemplateKind
_ABOUT_AN_INVOICE = (
    K.INVOICE, K.REMINDER_FRIENDLY, K.REMINDER_FIRM, K.REMINDER_FINAL, K.RECEIPT, K.AUTOPAY_FAILED,
)  # fmt: skip
_A_CHARGE = (K.AUTOPAY_FAILED,)
_A_STATEMENT, _A_LOGIN = (K.STATEMENT,), (K.PORTAL_LOGIN,)
_AUTOPAY = (K.AUTOPAY_STARTED, K.AUTOPAY_ENDED)
# The list that a loop may go through, and what its items are called.
LINES, LINE = "lines", "line"

VARIABLES = (
    Variable("seller.name", "text", "the seller, as customers know it"),
    Variable("seller.legal_name", "text", "the seller's registered name"),
    Variable("customer.name", "text", "the customer, as on the invoice"),
    Variable("recipient.name", "text", "the person the mail goes to; empty when nobody told us"),
    Variable("locale.swiss", "flag", "the reader is in Switzerland or Liechtenstein, where ß is written ss"),
    Variable("invoice.number", "text", "the invoice's number", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.your_reference", "text", "the customer's own reference or order", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.issue_date", "date", "when it was issued", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.due_date", "date", "when it is due", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.days_overdue", "number", "days since it was due; empty before", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.total", "money", "what it asks for", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.paid", "money", "what has come in; empty for nothing", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.paid_on", "date", "when the last payment came in; empty for none", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.fees", "money", "late fees beside it; empty for none", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.interest", "money", "interest on what is overdue; empty for none", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.amount_due", "money", "what is still owed, with fees and interest", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.attached", "flag", "the PDF travels with the mail", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.draft", "flag", "it is a draft, which nobody should pay", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.settled", "flag", "it is paid in full", kinds=_ABOUT_AN_INVOICE),
    Variable("invoice.more_lines", "number", "how many lines `lines` leaves out", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.reference", "text", "what to quote when paying", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.direct_debit", "flag", "the seller collects the money", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.charged_on", "date", "when it is charged automatically; empty: never", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.charged", "money", "what is charged then, with any fee; empty: nothing", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.charged_from", "text", "from what: `Visa •••• 4242`; may be empty", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.received", "money", "the last payment; empty for none", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.fee", "money", "paid on top for the way of paying; empty for nothing", kinds=_ABOUT_AN_INVOICE),
    Variable("payment.with_fee", "money", "the last payment and that fee; empty for none", kinds=_ABOUT_AN_INVOICE),
    Variable("line.name", "text", "within `{% for line in lines %}`: what it is for", kinds=_ABOUT_AN_INVOICE),
    Variable("line.quantity", "number", "within the loop: how many", kinds=_ABOUT_AN_INVOICE),
    Variable("line.net", "money", "within the loop: the line's amount before tax", kinds=_ABOUT_AN_INVOICE),
    Variable(LINES, "list", "the invoice's lines, at most 100 of them", kinds=_ABOUT_AN_INVOICE),
    Variable("statement.date", "date", "the day of the statement", kinds=_A_STATEMENT),
    Variable("statement.amount_due", "money", "what is owed on that day in all", kinds=_A_STATEMENT),
    Variable("charge.amount", "money", "what was to be charged, with any fee", kinds=_A_CHARGE),
    Variable("charge.means", "text", "from what: `Visa •••• 4242`; may be empty", kinds=_A_CHARGE),
    Variable("charge.refused", "text", f"why it was not: one of {', '.join(Why)}", kinds=_A_CHARGE),
    Variable("charge.again_on", "date", "when it is tried again; empty: never", kinds=_A_CHARGE),
    Variable("charge.ended", "flag", "nothing is charged from these means any more", kinds=_A_CHARGE),
    Variable("portal.code", "text", "the one-time code, for those whose link does not work", kinds=_A_LOGIN),
    Variable("portal.minutes", "number", "how many minutes link and code are good for", kinds=_A_LOGIN),
    Variable("autopay.means", "text", "what is charged automatically, as the customer knows it", kinds=_AUTOPAY),
    Variable("autopay.method", "text", "card or debit, in a word", kinds=_AUTOPAY),
    Variable("autopay.since", "date", "when the customer agreed", kinds=_AUTOPAY),
    Variable("autopay.limit", "money", "the most that is charged at once; empty for no limit", kinds=_AUTOPAY),
    Variable("autopay.text", "text", "what the customer agreed to, in full", kinds=_AUTOPAY),
)  # fmt: skip


def names(kind: TemplateKind) -> frozenset[str]:
    """What templates of this kind may name."""
    return frozenset(each.name for each in VARIABLES if each.suits(kind))


def suggestion(unknown: str, known: frozenset[str]) -> str:
    """`; did you mean invoice.number?` for a name that is nearly one of these, else empty."""
    of_it = sorted(name for name in known if name.startswith(f"{unknown}."))
    if of_it:
        return f"; name one of its values, such as `{of_it[0]}`"
    found = get_close_matches(unknown, sorted(known), n=1, cutoff=0.6)
    if not found:
        by_last = {name.rpartition(".")[2]: name for name in sorted(known)}
        close = get_close_matches(unknown.rpartition(".")[2], sorted(by_last), n=1, cutoff=0.6)
        found = [by_last[each] for each in close]
    return f"; did you mean `{found[0]}`?" if found else ""
