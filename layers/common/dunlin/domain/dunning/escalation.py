"""What an escalation does beside its late fees and interest: who is told of it, and whether a person is to look."""

from collections.abc import Iterable
from dataclasses import replace

from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind
from dunlin.domain.message import Recipient


def published(note: Note, escalation: Escalation) -> tuple[Note, ...]:
    """The note once for each action that other systems are to take, by its name; once without, where there is none."""
    actions = tuple(_of(EscalationKind.PUBLISH, escalation))
    if not actions:
        return (note,)
    return tuple(
        replace(note, text=f"{note.text}: {each.value}", data={**note.data, "action": each.value}) for each in actions
    )


def notified(escalation: Escalation) -> tuple[Recipient, ...]:
    """Who inside the company is written to; each once."""
    return tuple(
        Recipient(address) for address in dict.fromkeys(a.value for a in _of(EscalationKind.NOTIFY, escalation))
    )


def wants_review(escalation: Escalation) -> bool:
    """Whether a person is to look at the invoice."""
    return any(_of(EscalationKind.REVIEW, escalation))


def _of(kind: EscalationKind, escalation: Escalation) -> Iterable[EscalationAction]:
    return (each for each in escalation.actions if each.kind is kind)
