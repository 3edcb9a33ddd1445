"""The same invoice is the same file, whoever prints it and when."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

from dunlin.domain.invoice import Status
from dunlin.rendering.locales import choose
from dunlin.rendering.pdf import render_pdf
from tests.unit.rendering.builders import MIDDAY, a_document, a_line, a_seller, an_invoice

PRINT = (
    "import hashlib, tests.unit.rendering.test_pdf_bytes as test;"
    "print(hashlib.sha256(test.an_invoice_in_print()).hexdigest())"
)


def an_invoice_in_print() -> bytes:
    document = a_document(*(a_line(number, description="Ελληνικά, Кириллица, Tiếng Việt") for number in range(1, 40)))
    return render_pdf(an_invoice(document), document, a_seller(), locale=choose("fr-FR"))


def test_printing_twice_gives_the_same_bytes() -> None:
    assert an_invoice_in_print() == an_invoice_in_print()


def test_another_process_another_zone_another_hash_seed_give_the_same_bytes() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == hashlib.sha256(an_invoice_in_print()).hexdigest()


def test_sending_an_invoice_does_not_make_another_document_of_it() -> None:
    document = a_document()
    posted = an_invoice(document)
    opened = replace(posted, status=Status.OPEN, updated_at=MIDDAY + timedelta(days=3))
    first, second = (render_pdf(each, document, a_seller(), locale=choose("de")) for each in (posted, opened))
    assert first == second
