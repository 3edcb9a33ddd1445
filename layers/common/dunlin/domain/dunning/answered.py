"""What a customer has answered, in short, as it is kept with the dunning; the timeline has the whole of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dunlin.domain.portal.settings import Answer

# More than are taken in a day: what is repeated is found among them.
MOST_KEPT = 10
# A promise is looked after by itself; everything else waits for a person.
_WANT_A_PERSON = (Answer.ALREADY_PAID, Answer.WRONG, Answer.NOT_ME, Answer.QUESTION)

SAYS = {
    Answer.ALREADY_PAID: "already paid",
    Answer.WILL_PAY: "will pay",
    Answer.WRONG: "something is wrong",
    Answer.NOT_ME: "not me",
    Answer.QUESTION: "a question",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: by whom (an address), and the beginning of what they said. `attended`: nobody needs to look."""

    answer_id: str
    answer: Answer
    at: datetime
    who: str
    said: str = ""
    attended: bool = False


def with_answer(answers: tuple[Answered, ...], new: Answered) -> tuple[Answered, ...]:
    """Newest first, the oldest forgotten."""
    return (replace(new, attended=new.answer not in _WANT_A_PERSON), *answers)[:MOST_KEPT]


def waiting(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """Those that a person is to look at."""
    return tuple(each for each in answers if not each.attended)


def attended(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """All of them looked at."""
    return tuple(replace(each, attended=True) for each in answers)


def moot(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """Once nothing is owed, nobody needs to look; a question still wants an answer."""
    return tuple(each if each.answer is Answer.QUESTION else replace(each, attended=True) for each in answers)
