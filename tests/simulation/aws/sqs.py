"""SQS: what is put is handed over at least once, in no promised order, and in the end lies with the dead letters.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import md5
from random import Random
from typing import Any

from tests.simulation.aws.queues import Letter, Queue, QueueSchema
from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

LARGEST, LONGEST_DELAY, LONGEST_HIDDEN, MOST_AT_ONCE = 256 * 1024, 900, 43_200, 10
_COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")


@dataclass(slots=True)
class Whims:
    """What SQS may do to anybody: nothing, unless told."""

    reorders: bool = False
    """Hand over in any order, rather than in that of arrival."""
    doubles: Callable[[], bool] = field(default=lambda: False)
    """Whether a message that is handed over stays for the next who asks, as if nobody had taken it."""


class Sqs:
    """`queues` by name."""

    def __init__(self, schemas: Iterable[QueueSchema], *, clock: Callable[[], datetime], random: Random) -> None:
        self.queues = {schema.name: Queue(schema) for schema in schemas}
        self.whims = Whims()
        self._clock, self._random = clock, random
        self._operations: dict[str, Callable[[Queue, Params], Answer]] = {
            "SendMessage": self._send,
            "ReceiveMessage": self._receive,
            "DeleteMessage": self._delete,
            "DeleteMessageBatch": self._delete_batch,
            "GetQueueAttributes": self._attributes,
        }

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if operation not in self._operations:
            raise NotModelledError(f"sqs.{operation}")
        asked = {name: value for name, value in params.items() if name != "QueueUrl"}
        return self._operations[operation](self._queue(params["QueueUrl"]), asked)

    def put(self, name: str, body: str, *, delay: timedelta = timedelta(0)) -> Letter:
        """Somebody else, a schedule or a topic, puts this into the queue of that name."""
        return self.queues[name].put(self._new_id(), body, self._clock(), delay)

    def _queue(self, url: str) -> Queue:
        queue = self.queues.get(url.rpartition("/")[2])
        if queue is None:
            raise Refusal("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        queue.forget_old(self._clock())
        return queue

    def _send(self, queue: Queue, params: Params) -> Answer:
        _knows("SendMessage", params, "MessageBody", "DelaySeconds")
        body, delay = params["MessageBody"], _within(params, "DelaySeconds", 0, LONGEST_DELAY) or 0
        _check_body(body)
        letter = queue.put(self._new_id(), body, self._clock(), timedelta(seconds=delay))
        return {"MessageId": letter.message_id, "MD5OfMessageBody": _md5(body)}

    def _receive(self, queue: Queue, params: Params) -> Answer:
        _knows(
            "ReceiveMessage",
            params,
            "MaxNumberOfMessages",
            "VisibilityTimeout",
            "AttributeNames",
            "MessageSystemAttributeNames",
        )
        most = _within(params, "MaxNumberOfMessages", 1, MOST_AT_ONCE) or 1
        hidden = _within(params, "VisibilityTimeout", 0, LONGEST_HIDDEN)
        told = _names(params)
        now = self._clock()
        taken = [self._hand_over(queue, each, hidden, now) for each in self._next(queue, most, now)]
        return {"Messages": [_shown(each, told) for each in taken]} if taken else {}

    def _next(self, queue: Queue, most: int, now: datetime) -> list[Letter]:
        """What waits; what has come too often goes to the dead letters on the way."""
        for letter in queue.too_often(now):
            self.queues[queue.schema.dead_letters].take_over(letter, now)
        waiting = queue.visible(now)
        if self.whims.reorders:
            self._random.shuffle(waiting)
        return waiting[:most]

    def _hand_over(self, queue: Queue, letter: Letter, hidden: int | None, now: datetime) -> Letter:
        span = queue.schema.visibility if hidden is None else timedelta(seconds=hidden)
        letter.hand_over(now, until=now if self.whims.doubles() else now + span)
        return letter

    def _delete(self, queue: Queue, params: Params) -> Answer:
        _knows("DeleteMessage", params, "ReceiptHandle")
        if not queue.delete(params["ReceiptHandle"]):
            raise Refusal("ReceiptHandleIsInvalid", "The input receipt handle is invalid.", 404)
        return {}

    def _delete_batch(self, queue: Queue, params: Params) -> Answer:
        _knows("DeleteMessageBatch", params, "Entries")
        ids = [entry["Id"] for entry in params["Entries"]]
        if not 1 <= len(ids) <= MOST_AT_ONCE:
            raise Refusal(
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"
                if ids
                else "AWS.SimpleQueueService.EmptyBatchRequest",
                f"Maximum number of entries per request are 10. You have sent {len(ids)}.",
            )
        if len(set(ids)) < len(ids):
            raise Refusal("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Id repeated.")
        done = {entry["Id"]: queue.delete(entry["ReceiptHandle"]) for entry in params["Entries"]}
        failed: list[Any] = [
            {"Id": each, "SenderFault": True, "Code": "ReceiptHandleIsInvalid"} for each, was in done.items() if not was
        ]
        return {
            "Successful": [{"Id": each} for each, was in done.items() if was],
            **({"Failed": failed} if failed else {}),
        }

    def _attributes(self, queue: Queue, params: Params) -> Answer:
        _knows("GetQueueAttributes", params, "AttributeNames")
        now = self._clock()
        counts = dict(zip(_COUNTS, queue.counts(now), strict=True))
        if unknown := set(params["AttributeNames"]) - counts.keys():
            raise NotModelledError(f"GetQueueAttributes of {unknown}")
        return {"Attributes": {name: str(counts[name]) for name in params["AttributeNames"]}}

    def _new_id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"


def _knows(operation: str, params: Params, *known: str) -> None:
    if unknown := params.keys() - set(known):
        raise NotModelledError(f"sqs.{operation} with {', '.join(sorted(unknown))}")


def _within(params: Params, name: str, low: int, high: int) -> int | None:
    given: int | None = params.get(name)
    if given is not None and not low <= given <= high:
        text = f"Value {given} for parameter {name} is invalid. Reason: Must be >= {low} and <= {high}, if provided."
        raise Refusal("InvalidParameterValue", text)
    return given


def _check_body(body: str) -> None:
    if not body:
        raise Refusal("MissingParameter", "The request must contain the parameter MessageBody.")
    if len(body.encode()) > LARGEST:
        text = f"One or more parameters are invalid. Reason: Message must be shorter than {LARGEST} bytes."
        raise Refusal("InvalidParameterValue", text)
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    if any((each < " " and each not in "\t\n\r") or each in "\ufffe\uffff" for each in body):
        raise Refusal("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | …")


def _names(params: Params) -> set[str]:
    return {*params.get("AttributeNames", ()), *params.get("MessageSystemAttributeNames", ())}


def _shown(letter: Letter, told: set[str]) -> dict[str, Any]:
    attributes = letter.attributes()
    if unknown := told - attributes.keys() - {"All"}:
        raise NotModelledError(f"ReceiveMessage with the attributes {unknown}")
    shown = {
        "MessageId": letter.message_id,
        "ReceiptHandle": letter.receipt,
        "MD5OfBody": _md5(letter.body),
        "Body": letter.body,
    }
    wanted = attributes if "All" in told else {name: attributes[name] for name in told}
    return {**shown, "Attributes": wanted} if wanted else shown


def _md5(body: str) -> str:
    return md5(body.encode(), usedforsecurity=False).hexdigest()
