"""The sections of a bench: each a module with `measure() -> str`, which is Markdown between two marks in the docs."""

import argparse
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

PERFORMANCE = Path(__file__).parents[1] / "docs" / "performance.md"
SECTIONS = {
    "sends": "bench.sends.report",
    "dollars": "bench.dollars",
    "rush": "bench.rush.report",
    "starts": "bench.starts",
}


def main(arguments: Sequence[str]) -> None:
    """Measure what is named, else everything."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description="Measures and prints; asserts nothing.")
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; all without")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md as well")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    for name in asked.sections or SECTIONS:
        measured = import_module(SECTIONS[name]).measure()
        print(f"\n{measured}")
        if asked.write:
            write(name, f"{measured}\n\n{_circumstances(name)}")


def write(name: str, text: str, *, page: Path = PERFORMANCE) -> None:
    """Replace what stands between the marks of the section. Raises LookupError where the page has none."""
    marks = re.compile(rf"(<!-- bench: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
    before = page.read_text(encoding="utf-8")
    if not marks.search(before):
        raise LookupError(f"{page.name} has no marks for {name}")
    page.write_text(marks.sub(lambda found: f"{found[1]}{text}\n{found[2]}", before), encoding="utf-8")


def _circumstances(name: str) -> str:
    cores = os.cpu_count()
    machine = f"{platform.system()} on {platform.machine()} with {cores} cores, Python {platform.python_version()}"
    return f'*`make bench ARGS="{name} --write"`, {datetime.now(UTC):%Y-%m-%d}, {machine}.*'
