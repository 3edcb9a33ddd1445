"""The file that the state machine reads: ready-made batches of ids, as JSON in the documents bucket."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3BatchPlans:
    """Port `BatchPlans`."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def write(self, batch_id: str, name: str, batches: Iterable[Sequence[str]]) -> tuple[str, str]:
        """See the port. Written to disk first, so that memory never holds more than one batch."""
        key = f"batches/{batch_id}/{name}.json"
        with tempfile.TemporaryFile() as file:
            separator = b"["
            for ids in batches:
                file.write(separator + json.dumps({"ids": ids}).encode())
                separator = b",\n"
            file.write(b"]" if separator != b"[" else b"[]")
            file.seek(0)
            try:
                self._client.put_object(Bucket=self._bucket, Key=key, Body=file, ContentType="application/json")
            except (BotoCoreError, ClientError) as failure:
                raise Unavailable(f"{key} could not be stored") from failure
        return self._bucket, key
