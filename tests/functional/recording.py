"""Which right each function used in a test, seen at botocore: kept in `tests/infrastructure/rights.json`, and compared.

A call belongs to the function whose code it comes from. The file names for each right a test that has used it, and
that must still be there; `make rights` writes the file anew, without what nobody uses any more. Tests in which chance
decides what is asked are held to the roles, but are nobody's witness.
"""

import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

from tests.infrastructure.judged import JUDGED
from tests.infrastructure.rights import Need, grants, logical_ids, needs, packages
from tests.infrastructure.stack import FUNCTIONS, ROOT

RECORD = ROOT / "tests" / "infrastructure" / "rights.json"
WRITING = os.environ.get("RIGHTS") == "write"

CHANCE = re.compile(r"/openapi/|fuzz\.py")

type Record = dict[str, dict[str, str]]
"""Per function: an action and its resource, and the test that is known to use it."""


def recorded() -> Record:
    """What is committed."""
    return dict(json.loads(RECORD.read_text(encoding="utf-8")))


@contextmanager
def watching() -> Iterator[set[tuple[str, Need]]]:
    """Within this, what functions ask of AWS is added to the answer, also what they only sign for others to ask."""
    seen: set[tuple[str, Need]] = set()
    ask = BaseClient._emit_api_params  # type: ignore[attr-defined]

    def noted(client: Any, api_params: dict[str, Any], operation_model: Any, context: Any) -> Any:
        package = _running(sys._getframe(1))
        if package:
            service = operation_model.service_model.service_name
            seen.update((package, each) for each in needs(service, operation_model.name, api_params, _ids(package)))
        return ask(client, api_params=api_params, operation_model=operation_model, context=context)

    with patch.object(BaseClient, "_emit_api_params", noted):
        yield seen


def faults(seen: set[tuple[str, Need]], test: str) -> list[str]:
    """What is wrong with what a test has used: nothing, where all is well."""
    beyond = [f"{package} may not {action} on {on}" for package, (action, on) in seen - _allowed()]
    known = {(package, right) for package, rights in _known().items() for right in rights}
    known |= {(package, f"{action} {on}") for package, action, on in JUDGED}
    used = set() if CHANCE.search(test) else {(package, f"{action} {on}") for package, (action, on) in seen}
    new = [f"{package} uses {right} for the first time: make rights" for package, right in used - known]
    return sorted(beyond or new)


def write(seen: set[tuple[str, Need]], test: str) -> None:
    """Add what a test has used to the file; other processes do so at the same time."""
    if CHANCE.search(test):
        return
    with RECORD.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept: Record = json.loads(file.read())
        for package, (action, on) in seen:
            rights = kept.setdefault(package, {})
            rights[f"{action} {on}"] = min(test, rights.get(f"{action} {on}", test))
        file.seek(0)
        file.truncate()
        file.write(json.dumps(kept, indent=2, sort_keys=True) + "\n")


_known = cache(recorded)
_ids = cache(logical_ids)


@cache
def _allowed() -> set[tuple[str, Need]]:
    return {(package, right) for package in packages() for right in grants(package)}


def _running(frame: FrameType | None) -> str:
    """The function whose code stands closest to the call; the documents' within the API's."""
    while frame:
        if frame.f_code.co_filename.startswith(f"{FUNCTIONS}{os.sep}"):
            return Path(frame.f_code.co_filename).relative_to(FUNCTIONS).parts[0]
        frame = frame.f_back
    return ""
