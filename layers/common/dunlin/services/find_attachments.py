"""Find the documents that are to go along with a mail."""

from dunlin.domain.errors import InvalidInput, NotFound, Problem
from dunlin.domain.mail import StoredFile
from dunlin.services.ports.documents import Documents

MOST_BYTES = 25_000_000


def find_attachments(document_ids: tuple[str, ...], *, documents: Documents) -> tuple[StoredFile, ...]:
    """What they are. Raises InvalidInput for one that is unknown, and for more than 25 MB in all."""
    found, problems = [], []
    for document_id in dict.fromkeys(document_ids):
        try:
            found.append(documents.about_file(document_id))
        except NotFound as missing:
            problems.append(Problem("/attachments", str(missing)))
    if (total := sum(each.size for each in found)) > MOST_BYTES:
        problems.append(Problem("/attachments", f"{total:,} bytes are more than the {MOST_BYTES:,} of one mail"))
    if problems:
        raise InvalidInput("The attachments cannot be sent.", *problems)
    return tuple(found)
