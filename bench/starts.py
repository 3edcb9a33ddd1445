"""What a cold start costs: CPU and memory of importing each function, in fresh processes, the best of several.

The first of them compiles the bytecode, which the layer brings along.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.sends.wire import ENVIRONMENT
from bench.tables import table

ROOT = Path(__file__).parents[1]
RUNS = 3
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/app.py"))
# Seconds of CPU; the others have none set.
BUDGETS = {"api": 0.6, "engage": 0.4}
# What the API imports when its first request names a resource.
_RESOURCES = ("sellers", "invoices", "")
_START = r"""
import json, re, sys, time
known, begin = len(sys.modules), time.process_time()
function, *asked = sys.argv[1:]
if function:
    __import__(function)
for each in asked:
    from api import app, resources
    resources.include(app.app, f"/v1/{each}") if each else resources.include_all(app.app)
spent = time.process_time() - begin
# Not getrusage, which after a fork tells of the parent as well.
held = re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())
print(json.dumps([spent, int(held[1]), len(sys.modules) - known]))
"""


def measure() -> str:
    """A table by function; of the API also with the routes of one resource, and of all."""
    rows = [_row(name, f"{name}.app") for name in FUNCTIONS]
    rows += [_row(f"api, asked for {each or 'everything'}", "api.app", each) for each in _RESOURCES]
    return table(["function", "s of CPU", "budget", "MB RSS", "modules"], [*rows, _row("(the interpreter)", "")])


def _row(name: str, *arguments: str) -> list[str]:
    runs = [_start(*arguments) for _ in range(RUNS)]
    seconds, kilobytes, modules = (min(column) for column in zip(*runs, strict=True))
    budget = f"{BUDGETS[name]:.1f}" if name in BUDGETS else ""
    return [name, f"{seconds:.2f}", budget, f"{kilobytes / 1024:.0f}", f"{modules:,.0f}"]


def _start(*arguments: str) -> tuple[float, float, float]:
    """CPU seconds, kilobytes of RSS at most, and modules of a process that imports."""
    paths = os.pathsep.join(str(ROOT / each) for each in ("functions", "layers/common"))
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own script
        [sys.executable, "-c", _START, *arguments],
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, kilobytes, modules = json.loads(done.stdout)
    return seconds, kilobytes, modules
