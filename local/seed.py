"""Fills a fresh stack over its public HTTP API: the sample invoices, imported and posted."""

import urllib.error
from dataclasses import dataclass
from pathlib import Path

from local import logs
from local.ask import ask

SAMPLES = Path(__file__).with_name("samples")
SHOWN_ONLY = {"seller_id", "version", "payments_known_at"}
PAYMENT_PAGE = "https://pay.example.com/{number}"


@dataclass(frozen=True)
class Seeded:
    """An invoice that is there now."""

    file: str
    invoice_id: str
    number: str


def seed(url: str, folder: Path = SAMPLES) -> list[Seeded]:
    """What was imported; a file that is refused is said aloud and left out, like the credit note."""
    made = []
    for file in sorted(set(folder.glob("*.xml")) - set(folder.glob("*creditnote*"))):
        try:
            made.append(_import(url, file))
        except urllib.error.HTTPError as problem:
            logs.say(f"{'seed':<10} {file.name} was refused: {problem.code} {problem.read().decode()[:300]}")
    return made


def _import(url: str, file: Path) -> Seeded:
    invoice = ask("POST", f"{url}/v1/invoices", file.read_bytes(), kind="application/xml")
    ask("POST", f"{url}/v1/invoices/{invoice['invoice_id']}/post", b"")
    if invoice.get("new_seller"):
        _take_payments(f"{url}/v1/sellers/{invoice['seller_id']}")
    return Seeded(file.name, invoice["invoice_id"], invoice["number"])


def _take_payments(seller: str) -> None:
    """A file does not say where its seller takes payments online. The page stands in where mails carry no link."""
    told = ask("GET", seller)
    given = {name: value for name, value in told.items() if name not in SHOWN_ONLY}
    ask("PUT", seller, given | {"payment_page": PAYMENT_PAGE})
    methods = [{"method": method} for method in ("card", "sepa_debit")]
    ask("PUT", f"{seller}/portal", {"pay_online": True, "methods": methods})
