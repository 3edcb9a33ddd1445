"""S3: objects with their versions, in one bucket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

LONGEST_KEY, MOST_METADATA = 1024, 2048
_PUT = {"Bucket", "Key", "Body", "ContentType", "Metadata", "IfNoneMatch"}
_GET = {"Bucket", "Key", "ChecksumMode"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of an object."""

    content: bytes
    content_type: str
    metadata: dict[str, str]
    at: datetime
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{md5(self.content, usedforsecurity=False).hexdigest()}"')


class S3:
    """`objects` by key, with all that were ever stored there, the latest last."""

    def __init__(self, bucket: str, *, clock: Callable[[], datetime]) -> None:
        self.objects: dict[str, list[Stored]] = {}
        self._bucket, self._clock = bucket, clock

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if params["Bucket"] != self._bucket:
            raise Refusal("NoSuchBucket", "The specified bucket does not exist", 404)
        match operation:
            case "PutObject":
                return self._put(params)
            case "GetObject":
                found = self._find(params, Refusal("NoSuchKey", "The specified key does not exist.", 404))
                return {**_about(found), "Body": StreamingBody(BytesIO(found.content), len(found.content))}
            case "HeadObject":
                return _about(self._find(params, Refusal("404", "Not Found", 404)))
        raise NotModelledError(f"s3.{operation}")

    def _put(self, params: Params) -> Answer:
        _knows(params, _PUT)
        key, metadata = params["Key"], params.get("Metadata", {})
        if not 1 <= len(key.encode()) <= LONGEST_KEY:
            raise Refusal("KeyTooLongError", "Your key is too long")
        if sum(len(name) + len(value.encode("ascii")) for name, value in metadata.items()) > MOST_METADATA:
            raise Refusal("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        if params.get("IfNoneMatch") == "*" and key in self.objects:
            text = "At least one of the pre-conditions you specified did not hold"
            raise Refusal("PreconditionFailed", text, 412, Condition="If-None-Match")
        kind = params.get("ContentType", "binary/octet-stream")
        stored = Stored(_bytes(params.get("Body", b"")), kind, dict(metadata), self._clock())
        self.objects.setdefault(key, []).append(stored)
        return {"ETag": stored.etag, "VersionId": f"v{len(self.objects[key])}"}

    def _find(self, params: Params, missing: Refusal) -> Stored:
        _knows(params, _GET)
        if params["Key"] not in self.objects:
            raise missing
        return self.objects[params["Key"]][-1]


def _knows(params: Params, known: set[str]) -> None:
    if unknown := params.keys() - known:
        raise NotModelledError(f"s3 with {', '.join(sorted(unknown))}")


def _bytes(body: Any) -> bytes:
    content = body.read() if hasattr(body, "read") else body
    return content.encode() if isinstance(content, str) else bytes(content)


def _about(stored: Stored) -> Answer:
    return {
        "ContentLength": len(stored.content),
        "ContentType": stored.content_type,
        "ETag": stored.etag,
        "LastModified": stored.at,
        "Metadata": dict(stored.metadata),
    }
