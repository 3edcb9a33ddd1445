"""The text of a SEPA payment QR code: EPC069-12, version 002, in UTF-8."""

import re
from dataclasses import dataclass

from dunlin.domain.money import Money, to_decimal

_LEAST, _MOST = 1, 99_999_999_999
_LONGEST_NAME, _LONGEST_REMITTANCE = 70, 140
_MOST_BYTES = 331
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
# Countries and territories in the SEPA schemes (EPC409-09, 2025 edition).
_SEPA = frozenset(
    {
        "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR",
        "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
        "RS", "SE", "SI", "SK", "SM", "VA",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transfer:
    """A credit transfer to be made: to whom, how much, and with which reference."""

    name: str
    iban: str
    bic: str
    amount: Money
    reference: str


def payload(transfer: Transfer) -> str:
    """The lines of the code, or "" when such a code could not be paid.

    That is: another currency, an amount out of bounds, no valid SEPA account, no name, more bytes than a code may hold.
    """
    iban, name = compact(transfer.iban), _one_line(transfer.name)[:_LONGEST_NAME]
    amount = transfer.amount
    if amount.currency != "EUR" or not _LEAST <= amount.amount <= _MOST or not name or not _payable_to(iban):
        return ""
    bic, reference = compact(transfer.bic), _one_line(transfer.reference)
    structured = compact(reference) if creditor_reference(reference) else ""
    lines = (
        "BCD", "002", "1", "SCT", bic if _BIC.fullmatch(bic) else "", name, iban, f"EUR{to_decimal(amount)}",
        "", structured, "" if structured else reference[:_LONGEST_REMITTANCE],
    )  # fmt: skip
    text = "\n".join(lines).rstrip("\n")
    return text if len(text.encode()) <= _MOST_BYTES else ""


def creditor_reference(reference: str) -> bool:
    """Whether it is an RF creditor reference (ISO 11649), which the bank checks and matches as such."""
    compacted = compact(reference)
    return re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", compacted) is not None and _remainder(compacted) == 1


def valid_iban(iban: str) -> bool:
    """Whether its check digits hold (ISO 13616)."""
    return _IBAN.fullmatch(compact(iban)) is not None and _remainder(compact(iban)) == 1


def compact(code: str) -> str:
    """A code as machines write it."""
    return "".join(code.split()).upper()


def _payable_to(iban: str) -> bool:
    return iban[:2] in _SEPA and valid_iban(iban)


def _remainder(code: str) -> int:
    """Modulo 97 of ISO 7064, with the first four characters moved to the end."""
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "ignore").decode().split())
