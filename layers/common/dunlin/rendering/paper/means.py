"""The ways to pay that a document offers, as labelled values."""

from collections.abc import Iterator
from dataclasses import replace

from dunlin.domain.document import PaymentMeans
from dunlin.rendering.paper.epc import Transfer, compact
from dunlin.rendering.paper.matter import Matter

# UNTDID 4461.
_COLLECTED = frozenset({"49", "59"})
_NOT_TRANSFERS = _COLLECTED | {"10", "20", "48", "54", "55", "68", "97"}


def ways(matter: Matter) -> tuple[PaymentMeans, ...]:
    """The document's payment means; a transfer that names no account, or no means at all, gets the seller's account."""
    named = tuple(_with_account(each, matter) for each in matter.document.payment_means)
    if named:
        return named
    bank = _with_account(PaymentMeans(), matter)
    return (bank,) if bank.iban or bank.account_number else ()


def collected(means: PaymentMeans) -> bool:
    """Whether the seller fetches the money."""
    return means.code in _COLLECTED


def transfer(means: PaymentMeans, matter: Matter) -> Transfer | None:
    """The transfer that pays what is due this way, or None when it is not paid by transfer to an IBAN."""
    if means.code in _NOT_TRANSFERS or not means.iban:
        return None
    payee = matter.document.payee or matter.document.seller
    name = means.account_name or payee.name or payee.trading_name or matter.seller.sender_name
    return Transfer(name, means.iban, means.bic, matter.balance, reference(means, matter))


def described(means: PaymentMeans, matter: Matter, *, only: bool) -> Iterator[tuple[str, str]]:
    """Label and value of everything a payer needs. The method is named unless it is plainly the only transfer."""
    words = matter.words
    method = words.means.get(means.code, "") or means.name
    if method and not (only and means.code not in _NOT_TRANSFERS):
        yield words("means"), method
    for label, value in (
        ("IBAN", _in_fours(means.iban)),
        (words("account_number"), means.account_number),
        ("BIC", compact(means.bic)),
        (words("account_name"), means.account_name),
        (words("bank"), _bank_name(means, matter)),
        (words("payment_reference"), "" if collected(means) else reference(means, matter)),
        (words("mandate"), means.mandate_id),
        (words("creditor"), means.creditor_id),
        (words("payer_account"), _masked(means.payer_account)),
        (words("card"), f"•••• {means.card_last4}" if means.card_last4 else ""),
    ):
        if value.strip():
            yield label, value


def reference(means: PaymentMeans, matter: Matter) -> str:
    """What the payer should quote: the means' own reference, else the document's, else the invoice number."""
    others = (each.reference for each in matter.document.payment_means if each.reference.strip())
    return means.reference.strip() or next(others, matter.invoice.number)


def _with_account(means: PaymentMeans, matter: Matter) -> PaymentMeans:
    if means.iban or means.account_number or means.code in _NOT_TRANSFERS:
        return means
    bank = matter.seller.bank
    return replace(
        means, iban=bank.iban, bic=bank.bic, account_name=bank.account_name, account_number=bank.account_number
    )


def _bank_name(means: PaymentMeans, matter: Matter) -> str:
    bank = matter.seller.bank
    return bank.bank_name if means.iban and compact(means.iban) == compact(bank.iban) else ""


def _in_fours(iban: str) -> str:
    code = compact(iban)
    return "\u00a0".join(code[start : start + 4] for start in range(0, len(code), 4))


def _masked(account: str) -> str:
    """The payer knows their account by its end; nobody else needs the rest."""
    return f"•••• {compact(account)[-4:]}" if account.strip() else ""
