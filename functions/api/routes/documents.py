"""Documents that mails may carry beside the invoice: `/v1/documents`."""

import hashlib
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field

from api import leads, reading
from api.access import READ, SEND
from api.bodies.common import Given, Shown
from dunlin import wiring
from dunlin.domain.errors import InvalidInput, Problem, TooLarge
from dunlin.domain.ids import derived
from dunlin.domain.mail import Attachment, StoredFile
from dunlin.services.find_attachments import MOST_BYTES

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
# Lambda takes six megabytes, and what is no text comes in base 64.
_LARGEST = 4_500_000
FILENAME = r"^[^/\\\x00-\x1f\x7f\x22]*$"
# What customers' mail programs open, and what SES and virus scanners let through.
TYPES = (
    "application/pdf",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/xml",
    "application/zip",
    "image/jpeg",
    "image/png",
    "text/csv",
    "text/plain",
    "text/xml",
)


Size = Annotated[int, Field(ge=1, le=MOST_BYTES, description="bytes; 25 MB, of all that one mail carries")]


class NewUpload(Given):
    """A document that is about to be uploaded."""

    filename: Annotated[str, Field(min_length=1, max_length=150, pattern=FILENAME)]
    content_type: Annotated[str, Field(json_schema_extra={"enum": list(TYPES)})]
    size: Size


class UploadShown(Shown):
    """Where to put it: `PUT` to `url` with these headers and the file as the body, once, before `expires_at`."""

    document_id: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


class DocumentShown(Shown):
    """A stored document."""

    document_id: str
    filename: str
    content_type: str
    size: int


@router.post(
    "/v1/documents",
    tags=["documents"],
    summary="Store a document",
    status_code=201,
    middlewares=[SEND],
    responses={201: leads.answer(DocumentShown, "GET /v1/documents/{document_id}", headers=("Location",))},
)
def post_document(
    filename: Annotated[str, Query(max_length=150, pattern=FILENAME)] = "",
) -> Response[DocumentShown]:
    """The body is the file, its `Content-Type` says what it is; at most 4.5 MB. The same file is the same document.

    What is larger takes `/v1/documents/uploads`.
    """
    content, content_type = reading.raw(router), reading.content_type(router)
    if not filename:
        message = "say what the file is called: `?filename=terms.pdf`"
        raise InvalidInput(message, Problem("/filename", message))
    _check_type(content_type, where="Content-Type")
    if len(content) > _LARGEST:
        raise TooLarge(f"a document has at most {_LARGEST:,} bytes, not {len(content):,}")
    if not content:
        raise InvalidInput("The document is empty.", Problem("", "send the file as the body"))
    document_id = derived("doc", hashlib.sha256(content).hexdigest(), filename, content_type)
    wiring.documents().put_file(document_id, Attachment(filename, content_type, content))
    shown = DocumentShown(document_id=document_id, filename=filename, content_type=content_type, size=len(content))
    return Response(201, "application/json", shown, {"Location": f"/v1/documents/{document_id}"})


@router.post(
    "/v1/documents/uploads",
    tags=["documents"],
    summary="Upload a large document",
    status_code=201,
    middlewares=[SEND],
    responses={201: leads.answer(UploadShown, "GET /v1/documents/{document_id}", headers=("Location",))},
)
def post_upload(body: NewUpload) -> Response[UploadShown]:
    """An address that takes the file, of exactly this size and type, once, for 15 minutes. Until the file is there, the
    document is unknown: nothing can be sent with it.
    """
    _check_type(body.content_type, where="/content_type")
    file = StoredFile(wiring.new_id("doc"), body.filename, body.content_type, body.size)
    upload = UploadShown.model_validate(wiring.documents().invite(file, now=wiring.now()))
    return Response(201, "application/json", upload, {"Location": f"/v1/documents/{upload.document_id}"})


@router.get("/v1/documents/<document_id>", tags=["documents"], summary="Get what a document is", middlewares=[READ])
def get_document(document_id: Id) -> DocumentShown:
    """Its name, type and size."""
    return DocumentShown.model_validate(wiring.documents().about_file(document_id))


def _check_type(content_type: str, *, where: str) -> None:
    if content_type not in TYPES:
        message = f"mails carry {', '.join(TYPES)}"
        raise InvalidInput(message, Problem(where, message))
