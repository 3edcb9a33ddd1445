"""A line of a mail's tables."""

from dataclasses import dataclass

type Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what it labels, and in small how it came about; `main` is the one that people look for."""

    label: str
    value: str
    main: bool = False
    detail: str = ""
