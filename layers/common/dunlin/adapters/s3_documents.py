"""The documents bucket: every PDF by its hash, every mail as it was posted."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import NotFound, Unavailable

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
