"""SES on one machine: takes mail as strictly as AWS does, keeps it, and publishes what becomes of it."""

import json
import threading
from collections import deque
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from werkzeug.wrappers import Request, Response

from local import events
from local.activity import Activity
from local.cloudformation import Resource
from local.mail import Mail
from local.refusals import Account, Refused, check
from local.server import Server

VALIDATED = "Successfully validated SNS topic for Amazon SES event publishing."
SIMULATOR: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "bounce@simulator.amazonses.com": [("Bounce", {})],
    "suppressionlist@simulator.amazonses.com": [
        ("Bounce", {"bounce_subtype": "Suppressed", "diagnostic_code": events.SUPPRESSED})
    ],
    "complaint@simulator.amazonses.com": [("Delivery", {}), ("Complaint", {})],
}
"""What follows Send; for every other address, ooto@ too, that is Delivery.

https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
"""


class Fault(StrEnum):
    """What a test may order for a coming call, by `ses.faults.append(…)`."""

    THROTTLE = "refused: too many requests"
    ERROR_BEFORE = "500, and nothing was accepted"
    ERROR_AFTER = "500, though the mail was accepted"
    SILENCE_AFTER = "accepted, but the answer does not come"


class Topics(Protocol):
    """SNS, as far as SES needs it."""

    def publish(self, message: str, arn: str, /) -> object: ...


class Ses:
    """`mails` holds what was accepted, oldest first."""

    def __init__(self, account: Account, destinations: list[Resource], topics: Topics, activity: Activity) -> None:
        self.account = account
        self.mails: list[Mail] = []
        self.faults: deque[Fault] = deque()
        self._destinations, self._topics, self._activity = destinations, topics, activity
        self._stopping = threading.Event()
        self.server = Server(self._serve, name="ses")

    def start(self) -> None:
        """Serve, and greet each topic as SES does when an event destination is made."""
        self.server.start()
        for destination in self._destinations:
            self._topics.publish(VALIDATED, _topic(destination))

    def stop(self) -> None:
        self._stopping.set()
        self.server.stop()

    def find(self, email_id: str) -> Mail:
        """The latest mail with this tag `email_id`; KeyError if there is none."""
        for mail in reversed(self.mails):
            if mail.email_id == email_id:
                return mail
        raise KeyError(email_id)

    def publish(self, mail: Mail, kind: str, options: dict[str, Any]) -> dict[str, Any]:
        """Let something happen to a mail and tell it; KeyError if `kind` is no event of SES or an option is missing."""
        account, region = self.account.number, self.account.region
        told = events.event(kind, mail, account=account, region=region, now=datetime.now(UTC), options=options)
        mail.events.append(told)
        for destination in self._destinations:
            if destination.properties["ConfigurationSetName"] == mail.configuration_set and _wants(destination, kind):
                self._topics.publish(json.dumps(told), _topic(destination))
        return told

    def _serve(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        with ExitStack() as stack:
            stack.enter_context(self._activity.under_way())
            try:
                response = self._answer(request, stack)
            except Refused as refused:
                response = _error(refused)
            response.call_on_close(stack.pop_all().close)  # the caller has its answer before anybody hears of the mail
        return response(environ, start_response)

    def _answer(self, request: Request, after: ExitStack) -> Response:
        if (request.method, request.path) != ("POST", "/v2/email/outbound-emails"):
            raise Refused("NotFoundException", f"The local SES has no {request.method} {request.path}", 404)
        fault = self.faults.popleft() if self.faults else None
        if fault is Fault.THROTTLE:
            raise Refused("TooManyRequestsException", "Maximum sending rate exceeded.", 429)
        if fault is Fault.ERROR_BEFORE:
            raise Refused("InternalFailure", "Internal failure", 500)
        mail = self._accept(json.loads(request.get_data()))
        after.callback(self._tell_fate, mail)
        if fault is Fault.SILENCE_AFTER:
            after.close()
            self._stopping.wait(60)
        if fault is not None:
            raise Refused("InternalFailure", "Internal failure", 500)
        return Response(json.dumps({"MessageId": mail.message_id}), mimetype="application/json")

    def _accept(self, body: dict[str, Any]) -> Mail:
        taken, now = check(body, self.account), datetime.now(UTC)
        mail = Mail(
            message_id=events.feedback_id(now),
            source=taken.source,
            recipients=taken.recipients,
            tags=taken.tags,
            configuration_set=taken.configuration_set,
            raw=taken.raw,
            sent_at=now,
        )
        self.mails.append(mail)
        return mail

    def _tell_fate(self, mail: Mail) -> None:
        self.publish(mail, "Send", {})
        for kind, options in SIMULATOR.get(mail.recipients[0].lower(), [("Delivery", {})]):
            self.publish(mail, kind, options)


def _topic(destination: Resource) -> str:
    return str(destination.properties["EventDestination"]["SnsDestination"]["TopicARN"])


def _wants(destination: Resource, kind: str) -> bool:
    settings = destination.properties["EventDestination"]
    wanted = {name.replace("_", "").lower() for name in settings["MatchingEventTypes"]}
    return bool(settings.get("Enabled")) and kind.lower() in wanted


def _error(refused: Refused) -> Response:
    response = Response(json.dumps({"message": refused.text}), refused.status, mimetype="application/json")
    response.headers["x-amzn-ErrorType"] = refused.code
    return response
