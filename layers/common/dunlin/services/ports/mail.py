"""Ports of the provider of mail: it takes mails, and its events come back.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from enum import StrEnum
from typing import Protocol


class Refused(StrEnum):
    """Why a mail was certainly not accepted, by what helps."""

    THIS_MAIL = "this_mail"  # never by repeating
    THROTTLED = "throttled"  # later
    ACCOUNT = "account"  # when a person has mended the account
    UNREACHED = "unreached"  # later; no byte of it arrived


class MailRefusedError(Exception):
    """The provider certainly did not accept the mail."""

    def __init__(self, kind: Refused, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.kind, self.code, self.text = kind, code, text


class MailUnconfirmedError(Exception):
    """The provider may or may not have accepted the mail."""


class Mailer(Protocol):
    """The provider of mail."""

    def post(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str], tracked: bool) -> str:
        """Hand over one mail, once; the answer is the provider's id. Unless `tracked`, opens and clicks are not told.

        Raises MailRefusedError or MailUnconfirmedError. Never repeats the request by itself.
        """
        ...

    def message_id(self, provider_id: str) -> str:
        """What stands in the Message-ID header of the mail that the provider took under this id."""
        ...


class Pipeline(Protocol):
    """The way by which the provider's events come back."""

    def healthy(self) -> bool:
        """Whether missing evidence means something: nothing waits to be read, nothing has failed."""
        ...
