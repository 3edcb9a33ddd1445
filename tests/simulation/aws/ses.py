"""SES v2: `SendEmail` of Raw content, quotas, the suppression list, and the events that follow.

https://docs.aws.amazon.com/ses/latest/dg/quotas.html
"""

import base64
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from local import events
from local.mail import Mail
from local.refusals import Account, Refused, check
from local.ses import SIMULATOR
from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

_PARAMS = {
    "FromEmailAddress",
    "Destination",
    "Content",
    "EmailTags",
    "ConfigurationSetName",
    "ConfigurationOverrides",
}
_A_SECOND, _A_DAY = timedelta(seconds=1), timedelta(days=1)
ON_THE_LIST = {
    "bounce_subtype": "OnAccountSuppressionList",
    "diagnostic_code": "Amazon SES did not send the message to this address because it is on the suppression list for"
    " your account.",
}


@dataclass(slots=True)
class Limits:
    """What the account may do; quotas count recipients. None is no limit."""

    per_second: int | None = None
    per_day: int | None = None
    paused: bool = False
    sandbox: bool = False


class Ses:
    """`mails` is what was accepted, oldest first; `events` what was told of each, in order."""

    def __init__(self, account: Account, *, clock: Callable[[], datetime], random: Random) -> None:
        self.mails: list[Mail] = []
        self.suppressed: set[str] = set()
        self.limits = Limits()
        self.account = account
        self._clock, self._random = clock, random
        self._lately: deque[datetime] = deque()

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if operation != "SendEmail" or params.keys() - _PARAMS:
            raise NotModelledError(f"sesv2.{operation} with {', '.join(params)}")
        if self.limits.paused:
            raise Refusal("SendingPausedException", "Email sending is disabled for your account.")
        mail = self._checked(params)
        if self.limits.sandbox:
            self._check_sandbox(mail)
        self._check_quotas(len(mail.recipients))
        self.mails.append(mail)
        return {"MessageId": mail.message_id}

    def fate(self, mail: Mail) -> list[tuple[str, dict[str, Any]]]:
        """What SES tells of it by itself, in order, with the options of `tell`."""
        [recipient, *_] = mail.recipients
        if recipient in self.suppressed:
            return [("Send", {}), ("Bounce", ON_THE_LIST)]
        return [("Send", {}), *SIMULATOR.get(recipient.lower(), [("Delivery", {})])]

    def tell(self, mail: Mail, kind: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
        """Let this happen to the mail; the answer is the event. Who bounced or complained is not written to again."""
        account, region = self.account.number, self.account.region
        told = events.event(kind, mail, account=account, region=region, now=self._clock(), options=options or {})
        body = told[events.BODIES[kind][0]]
        if "feedbackId" in body:
            body["feedbackId"] = self._new_id()
        if kind == "Complaint" or body.get("bounceType") == "Permanent":
            self.suppressed.update(mail.recipients)
        mail.events.append(told)
        return told

    def _checked(self, params: Params) -> Mail:
        raw = params.get("Content", {}).get("Raw", {}).get("Data", b"")
        encoded = {**params, "Content": {"Raw": {"Data": base64.b64encode(raw)}}} if raw else params
        try:
            taken = check(encoded, self.account)
        except Refused as refused:
            raise Refusal(refused.code, refused.text, refused.status) from None
        return Mail(
            message_id=self._new_id(),
            source=taken.source,
            recipients=taken.recipients,
            tags=taken.tags,
            configuration_set=taken.configuration_set,
            raw=taken.raw,
            sent_at=self._clock(),
        )

    def _check_sandbox(self, mail: Mail) -> None:
        for address in mail.recipients:
            if not {address, address.partition("@")[2]} & {*self.account.identities, "simulator.amazonses.com"}:
                text = "Email address is not verified. The following identities failed the check in region"
                raise Refusal("MessageRejected", f"{text} {self.account.region.upper()}: {address}")

    def _check_quotas(self, recipients: int) -> None:
        now, limits = self._clock(), self.limits
        while self._lately and now - self._lately[0] >= _A_DAY:
            self._lately.popleft()
        just_now = sum(now - each < _A_SECOND for each in self._lately)
        if limits.per_second is not None and just_now + recipients > limits.per_second:
            raise Refusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429)
        if limits.per_day is not None and len(self._lately) + recipients > limits.per_day:
            raise Refusal("TooManyRequestsException", "Daily message quota exceeded.", 429)
        self._lately.extend([now] * recipients)

    def _new_id(self) -> str:
        digits = f"{self._random.getrandbits(128):032x}"
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return f"0100{round(self._clock().timestamp() * 1000):012x}-{'-'.join(parts)}-000000"
