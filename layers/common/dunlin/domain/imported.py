"""An invoice as a file brought it, before it is anybody's record."""

from dataclasses import dataclass
from datetime import date

from dunlin.domain.document import InvoiceDocument


@dataclass(frozen=True, slots=True)
class ImportedInvoice:
    """What an invoice file says. `due_date` is None when the file names none: the seller's terms decide then.

    `warnings` are sentences for the people who look after receivables: what is odd about the file, though it was taken.
    `attachments` counts the documents embedded in the file or linked from it; they are not kept.
    """

    number: str
    issue_date: date
    due_date: date | None
    document: InvoiceDocument
    warnings: tuple[str, ...] = ()
    attachments: int = 0
