"""The control calls for scripts, under `/_local`: mails, clock, schedules, queues, events."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from moto.sqs.models import Queue
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from local import events
from local.aws import Aws
from local.bus import Bus
from local.clock import Clock
from local.mail import Mail
from local.product import Product
from local.routes import Route
from local.schedules import Schedules
from local.seed import Seeded
from local.ses import Ses

LONGEST = 366 * 86_400


class Machine(Protocol):
    """The part of the stack that control calls reach."""

    ses: Ses
    aws: Aws
    bus: Bus
    clock: Clock
    schedules: Schedules
    routes: list[Route]
    seeded: list[Seeded]
    product: Product

    def settle(self) -> None: ...
    def advance(self, span: timedelta) -> None: ...


class Control:
    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def views(self) -> dict[tuple[str, str], Callable[..., Response]]:
        return {
            ("GET", "/_local/mails"): self.mails,
            ("GET", "/_local/mails/<email_id>.eml"): self.eml,
            ("POST", "/_local/mails/<email_id>/events"): self.emit,
            ("GET", "/_local/clock"): self.clock,
            ("POST", "/_local/clock"): self.advance,
            ("POST", "/_local/settle"): self.settle,
            ("GET", "/_local/schedules"): self.schedules,
            ("GET", "/_local/queues"): self.queues,
            ("GET", "/_local/events"): self.events,
        }

    def mails(self, _request: Request) -> Response:
        return _json({"mails": [summary(mail) for mail in reversed(self._machine.ses.mails)]})

    def eml(self, _request: Request, email_id: str) -> Response:
        return Response(find(self._machine.ses, email_id).raw, mimetype="message/rfc822")

    def emit(self, request: Request, email_id: str) -> Response:
        mail, wish = find(self._machine.ses, email_id), _wish(request)
        kind = wish.pop("type", "")
        if kind not in events.BODIES:
            raise BadRequest(f"type must be one of {', '.join(events.BODIES)}")
        if kind == "Click" and not wish.get("link"):
            raise BadRequest("A click needs its link")
        told = self._machine.ses.publish(mail, str(kind), wish)
        if back := _back(request):
            self._machine.settle()  # a person wants to see at once what came of it
            return back
        return _json(told, 201)

    def clock(self, _request: Request) -> Response:
        clock = self._machine.clock
        return _json({"now": clock.now().isoformat(), "offset_seconds": round(clock.offset, 3)})

    def advance(self, request: Request) -> Response:
        try:
            seconds = float(_wish(request)["advance_seconds"])
        except (KeyError, TypeError, ValueError) as problem:
            raise BadRequest("advance_seconds must be a number of seconds") from problem
        if not 0 <= seconds <= LONGEST:
            raise BadRequest(f"advance_seconds must be between 0 and {LONGEST}: the clock never goes back")
        self._machine.advance(timedelta(seconds=seconds))
        return _back(request) or self.clock(request)

    def settle(self, request: Request) -> Response:
        self._machine.settle()
        return self.clock(request)

    def schedules(self, _request: Request) -> Response:
        listing = self._machine.schedules.listing()
        return _json({"schedules": [_schedule(made.to_dict(), due) for made, due in listing]})

    def queues(self, _request: Request) -> Response:
        return _json({"queues": [_queue(*item) for item in self._machine.aws.of_kind(Queue).items()]})

    def events(self, _request: Request) -> Response:
        return _json({"events": list(self._machine.bus.published)})


def find(ses: Ses, email_id: str) -> Mail:
    """The mail, or a 404."""
    try:
        return ses.find(email_id)
    except KeyError as problem:
        raise NotFound(f"No mail with email_id {email_id}") from problem


def summary(mail: Mail) -> dict[str, Any]:
    return {
        "email_id": mail.email_id,
        "message_id": mail.message_id,
        "sent_at": mail.sent_at.isoformat(),
        "from": mail.source,
        "to": list(mail.recipients),
        "subject": mail.subject,
        "tags": mail.tags,
        "attachments": [part.get_filename() or "" for part in mail.attachments],
        "links": mail.tracked_links,
        "untracked_links": mail.untracked_links,
        "events": [event["eventType"] for event in mail.events],
    }


def _schedule(made: dict[str, Any], due: datetime | None) -> dict[str, Any]:
    names = ("Name", "GroupName", "ScheduleExpression", "ScheduleExpressionTimezone", "ActionAfterCompletion", "Target")
    return {name: made[name] for name in names} | {"next": due and due.isoformat()}


def _queue(name: str, queue: Queue) -> dict[str, Any]:
    """Counted as SQS counts: messages that could be received, are being worked on, and wait for their time."""
    messages = list(queue._messages)  # noqa: SLF001
    return {
        "name": name,
        "visible": len(queue.messages),
        "in_flight": sum(not message.visible for message in messages),
        "delayed": sum(message.delayed for message in messages),
    }


def _wish(request: Request) -> dict[str, Any]:
    """The body: JSON from scripts, a form from our pages."""
    if _is_form(request):
        return request.form.to_dict()
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError as problem:
        raise BadRequest("The body is not JSON") from problem
    if not isinstance(body, dict):
        raise BadRequest("The body is not a JSON object")
    return body


def _is_form(request: Request) -> bool:
    """Sent by one of our pages: curl's `-d` calls its body a form too, but then it is JSON all the same."""
    return request.mimetype == "application/x-www-form-urlencoded" and not request.get_data().startswith(b"{")


def _back(request: Request) -> Response | None:
    """A form returns to the page it was on."""
    if not _is_form(request):
        return None
    return redirect(urlsplit(request.referrer or "/").path or "/", 303)


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body, indent=1, default=str) + "\n", status, mimetype="application/json")
