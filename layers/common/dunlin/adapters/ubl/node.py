"""A place in the file: an element, the path that names it to people, and where findings about it go."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # the type alone # nosec B405

from dunlin.adapters.ubl.findings import Findings
from dunlin.domain.errors import Problem, TooLarge

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE_NAMESPACE = f"{_UBL}Invoice-2"
# Files may use any prefixes; these are ours, and the ones people know from the standard.
_PREFIXES = {"cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"}
# More lines than 5 MB of any real file hold, and few enough to be read in a second.
MOST_OF_A_KIND = 10_000


@dataclass(frozen=True, slots=True)
class Node:
    """One element. Paths are like `cac:Item/cbc:Name`, and the first of several elements counts."""

    element: Element
    path: str
    findings: Findings

    def find(self, path: str) -> "Node | None":
        """The first element at the path, or None."""
        found = self.element.find(path, _PREFIXES)
        return None if found is None else Node(found, self.where(path), self.findings)

    def all(self, name: str) -> tuple["Node", ...]:
        """All children of that name. Raises TooLarge when they are more than any invoice has."""
        found = self.element.findall(name, _PREFIXES)
        if len(found) > MOST_OF_A_KIND:
            message = f"there are {len(found)} of {name}; at most {MOST_OF_A_KIND} are taken"
            raise TooLarge(message, Problem(self.where(name), message))
        if len(found) == 1:
            return (Node(found[0], self.where(name), self.findings),)
        return tuple(
            Node(each, f"{self.where(name)}[{position}]", self.findings) for position, each in enumerate(found, start=1)
        )

    def descendants(self, name: str) -> int:
        """How many elements of that name there are at any depth below."""
        return len(self.element.findall(f".//{name}", _PREFIXES))

    def where(self, path: str) -> str:
        """The full path of something below, there or not."""
        return f"{self.path}/{path}"

    def attribute(self, name: str) -> str:
        """An attribute's value, trimmed, or an empty string."""
        return _one_line(self.element.get(name))

    def text(self, path: str = ".") -> str:
        """The first text at the path, on one line, or an empty string."""
        return next(iter(self.texts(path)), "")

    def texts(self, path: str) -> tuple[str, ...]:
        """Every text at the path that is not empty, each on one line."""
        return _filled(_one_line(each.text) for each in self.element.findall(path, _PREFIXES))

    def prose(self, path: str) -> str:
        """All texts at the path with their own line breaks, one below the other."""
        return "\n".join(_filled(_trimmed_lines(each.text) for each in self.element.findall(path, _PREFIXES)))

    def problem(self, message: str) -> None:
        """Something wrong with this very element."""
        self.findings.problem(self.path, message)


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _trimmed_lines(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").splitlines()).strip()
