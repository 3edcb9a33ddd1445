"""The documents bucket: every PDF by its hash, every mail as it was posted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from dunlin.adapters.user_agent import USER_AGENT
from dunlin.domain.errors import NotFound, Unavailable
from dunlin.domain.mail import Attachment, StoredFile, Upload

# Without these, addresses are signed by version 2 where that still works, which leaves the size out, and name a host
# that sends callers elsewhere while the bucket is new.
SIGNING = Config(signature_version="s3v4", s3={"addressing_style": "virtual"}, user_agent=USER_AGENT)
_OPEN = timedelta(minutes=15)
_NAME = "filename"
# A HEAD has no body that could say which.
_ABSENT = {"404", "NoSuchKey"}

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Documents:
    """Port `Documents`."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def put_pdf(self, invoice_id: str, sha256: str, content: bytes) -> None:
        """See the port."""
        self._put(f"documents/{invoice_id}/{sha256}.pdf", content, "application/pdf")

    def get_pdf(self, invoice_id: str, sha256: str) -> bytes:
        """See the port."""
        return self._get(f"documents/{invoice_id}/{sha256}.pdf")

    def put_eml(self, invoice_id: str, email_id: str, content: bytes) -> None:
        """See the port."""
        self._put(f"mails/{invoice_id}/{email_id}.eml", content, "message/rfc822")

    def get_eml(self, invoice_id: str, email_id: str) -> bytes:
        """See the port."""
        return self._get(f"mails/{invoice_id}/{email_id}.eml")

    def put_file(self, document_id: str, file: Attachment) -> None:
        """See the port."""
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_upload(document_id),
                Body=file.content,
                ContentType=file.content_type,
                Metadata={_NAME: quote(file.filename)},  # headers are ASCII
            )
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable(f"{document_id} could not be stored") from failure

    def invite(self, file: StoredFile, *, now: datetime) -> Upload:
        """See the port. Signed here, so it costs no call; S3 refuses what differs from a signed header.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: a key is written once.
        """
        name = quote(file.filename)
        wish = {
            "Bucket": self._bucket,
            "Key": _upload(file.document_id),
            "ContentType": file.content_type,
            "ContentLength": file.size,
            "IfNoneMatch": "*",
            "Metadata": {_NAME: name},
        }
        try:
            url = self._client.generate_presigned_url("put_object", Params=wish, ExpiresIn=int(_OPEN.total_seconds()))
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("no address for an upload could be signed") from failure
        headers = {"Content-Type": file.content_type, "If-None-Match": "*", f"x-amz-meta-{_NAME}": name}
        return Upload(file.document_id, url, headers, now + _OPEN)

    def about_file(self, document_id: str) -> StoredFile:
        """See the port."""
        with _reading(document_id):
            told = self._client.head_object(Bucket=self._bucket, Key=_upload(document_id))
        name = unquote(told["Metadata"].get(_NAME, document_id))
        return StoredFile(document_id, name, told["ContentType"], told["ContentLength"])

    def get_file(self, document_id: str) -> Attachment:
        """See the port."""
        with _reading(document_id):
            told = self._client.get_object(Bucket=self._bucket, Key=_upload(document_id))
            content = told["Body"].read()
        return Attachment(unquote(told["Metadata"].get(_NAME, document_id)), told["ContentType"], content)

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        try:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable(f"{key} could not be stored") from failure

    def _get(self, key: str) -> bytes:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey as missing:
            raise NotFound(f"there is no {key}") from missing
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable(f"{key} could not be read") from failure


def _upload(document_id: str) -> str:
    return f"uploads/{document_id}"


@contextmanager
def _reading(document_id: str) -> Iterator[None]:
    try:
        yield
    except ClientError as failure:
        if failure.response["Error"]["Code"] in _ABSENT:
            raise NotFound(f"there is no document {document_id}") from failure
        raise Unavailable(f"{document_id} could not be read") from failure
    except BotoCoreError as failure:
        raise Unavailable(f"{document_id} could not be read") from failure
