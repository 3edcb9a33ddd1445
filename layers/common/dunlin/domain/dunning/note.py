"""What the timeline tells of a decision."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """One line for the timeline: a type for programs, a text for people, and facts."""

    type: str
    text: str
    data: dict[str, str] = field(default_factory=dict)
