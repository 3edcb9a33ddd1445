"""What every error over HTTP looks like."""

from typing import Any

from tests.functional.http import PROBLEM, Answer


def problem(answer: Answer, status: int, code: str) -> Any:
    """The problem document, which must be one, of that status and code. RFC 9457."""
    assert answer.status == status, answer.content
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:dunlin:problem:{code}")
    assert told["title"]
    assert told["detail"]
    return told


def found(answer: Answer) -> dict[str, str]:
    """What is wrong with a request, by where: of a 422."""
    return {each["where"]: each["message"] for each in problem(answer, 422, "invalid_input")["problems"]}
