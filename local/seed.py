"""Fills a fresh stack over its public HTTP API: the sample invoices, imported and posted."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import logs

SAMPLES = Path(__file__).with_name("samples")


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
    invoice = _post(f"{url}/v1/invoices", file.read_bytes(), key=file.stem)
    _post(f"{url}/v1/invoices/{invoice['invoice_id']}/post", b"", key=f"{file.stem}-post")
    return Seeded(file.name, invoice["invoice_id"], invoice["number"])


def _post(url: str, body: bytes, *, key: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/xml" if body else "application/json", "Idempotency-Key": f"seed-{key}"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 our own address
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
    return answer
