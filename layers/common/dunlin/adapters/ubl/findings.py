"""What reading a file brought to light beside the invoice: problems, which refuse it, and warnings, which do not."""

from dunlin.domain.errors import InvalidInput, Problem

# Enough to mend a file by. A hostile one may have a hundred thousand, and an answer must stay an answer.
_MOST = 100


class Findings:
    """Collects problems and warnings. `unreadable` is set once a figure could not be read: sums mean nothing then."""

    def __init__(self) -> None:
        # Dictionaries for their keys, in order: a figure may be read twice, and is still wrong but once.
        self._problems: dict[Problem, None] = {}
        self._warnings: dict[str, None] = {}
        self.unreadable = False

    def problem(self, where: str, message: str) -> None:
        """Something that refuses the file."""
        self._problems[Problem(where, message)] = None

    def unreadable_figure(self, where: str, message: str) -> None:
        """A problem that leaves a figure unknown."""
        self.unreadable = True
        self.problem(where, message)

    def warn(self, sentence: str) -> None:
        """Something a person should know of. Said once, however often it occurs."""
        self._warnings[sentence] = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The first hundred warnings, and how many more there were."""
        shown, more = tuple(self._warnings)[:_MOST], len(self._warnings) - _MOST
        return (*shown, f"There are {more} more warnings.") if more > 0 else shown

    def raise_problems(self) -> None:
        """Raise one InvalidInput with all problems, when there are any."""
        if not self._problems:
            return
        shown, more = tuple(self._problems)[:_MOST], len(self._problems) - _MOST
        if more > 0:
            shown = (*shown, Problem("", f"and {more} more problems"))
        raise InvalidInput(_summary(len(self._problems), shown[0].message), *shown)


def _summary(count: int, first: str) -> str:
    if count == 1:
        return f"the invoice cannot be taken: {first}"
    return f"the invoice cannot be taken for {count} reasons, the first: {first}"
