"""What banks call their columns. Names are compared without case, blanks and punctuation; of several, the first wins.

Seen in exports of ING (NL, DE), Sparkasse (CSV-CAMT V2 and V8), ABN AMRO, Rabobank, Wise and Revolut, November 2026.
"""

import re
from dataclasses import dataclass

NAMES = {
    "date": (
        "date", "bookingdate", "buchungstag", "buchungsdatum", "buchung", "datum", "boekdatum", "transactiondate",
        "datecompletedutc", "valuedate", "valutadatum", "wertstellung", "valuta",
    ),
    "amount": ("amount", "betrag", "bedrag", "umsatz", "transactionamount", "amountminor"),
    "currency": ("currency", "wahrung", "waehrung", "währung", "munt", "valutacode", "paymentcurrency"),
    "reference": (
        "reference", "remittanceinformation", "verwendungszweck", "notifications", "mededelingen", "omschrijving",
        "omschrijving1", "paymentreference", "communication", "description",
    ),
    "end_to_end": (
        "endtoendreference", "endtoendid", "kundenreferenzendtoend", "kundenreferenz", "betalingskenmerk",
        "structuredreference",
    ),
    "payer": (
        "payer", "payername", "namedescription", "naamomschrijving", "beguenstigterzahlungspflichtiger",
        "begünstigterzahlungspflichtiger", "namezahlungsbeteiligter", "auftraggeberempfänger",
        "auftraggeberempfaenger", "naamtegenpartij", "name", "debtorname",
    ),
    "account": (
        "iban", "payeriban", "counterparty", "tegenrekening", "kontonummeriban", "ibanzahlungsbeteiligter",
        "tegenrekeningibanbban", "debtoriban",
    ),
    "transaction_id": ("transactionid", "banktransactionid", "transaktionsid", "volgnr", "transferwiseid"),
    "direction": ("debitcredit", "afbij", "sollhaben", "creditdebit"),
    "state": ("info", "state", "status"),
}  # fmt: skip
NEEDED = ("date", "amount")
OUT = frozenset({"debit", "af", "d", "s", "soll", "dbit", "out"})
IN = frozenset({"credit", "bij", "c", "h", "haben", "crdt", "in"})
PENDING = frozenset({"umsatzvorgemerkt", "vorgemerkt", "pending", "reserved"})

# `Amount (EUR)` names the currency of the whole column.
_IN_NAME = re.compile(r"\(([A-Z]{3})\)\s*$")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each fact stands, by its name in `NAMES`; `currency` is the one that the amount's column names, if any."""

    places: dict[str, int]
    currency: str = ""

    def cell(self, cells: list[str], fact: str) -> str:
        """What the row says; empty for what it does not."""
        place = self.places.get(fact, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""


def plain(text: str) -> str:
    """Letters and digits, in lower case."""
    return "".join(each for each in text.casefold() if each.isalnum())


def columns(header: list[str]) -> Columns | None:
    """What stands where, if this is the line of names."""
    names = [plain(_IN_NAME.sub("", each)) for each in header]
    places = {
        fact: names.index(first)
        for fact, known in NAMES.items()
        if (first := next((each for each in known if each in names), None))
    }
    if not all(each in places for each in NEEDED):
        return None
    named = _IN_NAME.search(header[places["amount"]])
    return Columns(places, named[1] if named else "")
