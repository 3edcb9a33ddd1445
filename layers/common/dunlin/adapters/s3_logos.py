"""Logos in the documents bucket, each under its hash: what is stored once never changes."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Who may not list a bucket is told that what is missing is forbidden.
_ABSENT = {"NoSuchKey", "AccessDenied"}
_REMEMBERED = 8


class S3Logos:
    """Port `Logos`. A process reads each logo once."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client, self._bucket = client, bucket
        self._known: dict[str, bytes] = {}

    def put(self, sha256: str, png: bytes) -> None:
        """See the port."""
        try:
            self._client.put_object(Bucket=self._bucket, Key=_key(sha256), Body=png, ContentType="image/png")
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the logo could not be stored") from failure

    def get(self, sha256: str) -> bytes:
        """See the port."""
        if sha256 not in self._known:
            png = self._read(sha256)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[sha256] = png
        return self._known[sha256]

    def _read(self, sha256: str) -> bytes:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=_key(sha256))["Body"].read()
        except ClientError as failure:
            if failure.response["Error"]["Code"] in _ABSENT:
                raise NotFound("there is no such logo") from failure
            raise Unavailable("the logo could not be read") from failure
        except BotoCoreError as failure:
            raise Unavailable("the logo could not be read") from failure


def _key(sha256: str) -> str:
    return f"logos/{sha256}.png"
