"""Every error Dunlin raises on purpose.

DunlinError
├── InvalidInput          what was given cannot be accepted; says what to change, all problems at once
│   ├── UnsupportedDocument   a document of a kind we do not take (a credit note, a DTD, another syntax)
│   └── TooLarge              more bytes, lines or recipients than we take
├── NotFound              no such record
├── Conflict              the record is not in a state that allows it
│   ├── AlreadyExists         a business key (invoice number, id) is taken; `existing_id` says by what
│   ├── StaleVersion          somebody changed the record since it was read
│   └── ClaimLost             another worker, or a payment, came first
├── Forbidden             the caller lacks the scope
└── Unavailable           a service we depend on did not answer; nothing was done
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where (JSON pointer or XPath, may be empty) and what to change."""

    where: str
    message: str


class DunlinError(Exception):
    """An error with a message for the caller. Never holds personal data."""


class InvalidInput(DunlinError):
    """What was given cannot be accepted. `problems` lists everything that is wrong with it."""

    def __init__(self, message: str, *problems: Problem) -> None:
        super().__init__(message)
        self.problems = problems


class UnsupportedDocument(InvalidInput):
    """A document of a kind that is not taken."""


class TooLarge(InvalidInput):
    """More than is taken."""


class NotFound(DunlinError):
    """No such record."""


class Conflict(DunlinError):
    """The record is not in a state that allows this. `code` is stable for programs."""

    def __init__(self, message: str, *, code: str = "conflict") -> None:
        super().__init__(message)
        self.code = code


class AlreadyExists(Conflict):
    """A business key is taken by `existing_id`."""

    def __init__(self, message: str, *, existing_id: str) -> None:
        super().__init__(message, code="already_exists")
        self.existing_id = existing_id


class StaleVersion(Conflict):
    """The record changed since it was read; read it again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="stale_version")


class ClaimLost(Conflict):
    """The e-mail or its invoice changed between the read and the claim; decide again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="claim_lost")


class Forbidden(DunlinError):
    """The caller's token lacks a scope."""


class Unavailable(DunlinError):
    """A service we depend on did not answer; nothing was done, try again."""
