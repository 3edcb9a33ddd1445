"""Dollars per million invoices, each with three reminders, and eight million events: counted, not estimated, where
something can be counted. The units come from the meter on the wire; how long a function runs on AWS is assumed.
"""

import contextlib
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from moto import mock_aws

from bench.prices import MILLION, PRICES
from bench.tables import table
from dunlin.domain.announcement.kinds import UNPUBLISHED
from local.transactions import all_or_nothing
from tests import aws
from tests.metering.meter import Meter

type Used = dict[str, float]
"""How much of each thing that has a price."""

# Design, section 7: what the infrastructure may cost, without SES.
BUDGET = 45.0
REMINDERS = 3
# How many of each mail's events there are: eight million for four million mails, beside the Send that each has.
MIX = {"delivered": 1.0, "first open": 0.4, "further open": 0.4, "first click": 0.1, "further click": 0.1}
SENDS = {"send told": 1.0}
# How many SQS messages, or entries of the timeline, one invocation gets: full when a million invoices are sent at once.
TOGETHER = {"deliver": 10, "engage": 10, "announce": 10}


@dataclass(frozen=True, slots=True)
class Run:
    """One turn of a function: its memory in GB, assumed milliseconds (half of them waiting), bytes of logs."""

    function: str
    gigabytes: float
    milliseconds: float
    log_bytes: int


_API, _SEND = Run("api", 1.0, 60, 800), Run("deliver", 1.0, 200, 900)
_TURN, _COUNTED, _CLIMBED = Run("deliver", 1.0, 40, 600), Run("engage", 0.5, 8, 450), Run("engage", 0.5, 20, 450)
RUNS = {
    "ask": _API,
    "deliver": _SEND,
    "plan reminders": _TURN,
    **{f"reminder {number}": _SEND for number in range(1, REMINDERS + 1)},
    "delivered": _CLIMBED,
    "first open": _CLIMBED,
    "further open": _COUNTED,
    "first click": _COUNTED,
    "further click": _COUNTED,
    "send told": _COUNTED,
}
ANNOUNCED = Run("announce", 0.25, 2, 250)


def measure() -> str:
    """The tables: units by operation, and dollars."""
    with _moto():
        from tests.metering.operations import Life

        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet):
            meters = Life("RE-2026-004711").live()
    used = {name: _used(name, meters[name]) for name in meters if name != "store"}
    times = dict(_times())
    total: Used = defaultdict(float)
    for name, count in times.items():
        for what, each in used[name].items():
            total[what] += each * count
    return f"{_by_operation(used, times)}\n\n{_in_all(total)}"


def _times() -> Iterator[tuple[str, float]]:
    """How often each operation is, per invoice."""
    for name in ("ask", "deliver", "plan reminders"):
        yield name, 1.0
    for number in range(1, REMINDERS + 1):
        yield f"reminder {number}", 1.0
    for suffix in ("", *(f" of reminder {number}" for number in range(1, REMINDERS + 1))):
        for name, often in {**MIX, **SENDS}.items():
            yield f"{name}{suffix}", often


def _used(name: str, meter: Meter) -> Used:
    """What one operation is charged for."""
    run, calls = RUNS[name.partition(" of ")[0]], meter.counted
    published = sum(each not in UNPUBLISHED for each in meter.told)
    used: Used = defaultdict(float)
    used["write unit"], used["read unit"] = meter.writes, meter.reads
    used["S3 put"], used["SQS request"] = calls["s3.PutObject"], calls["sqs.SendMessage"]
    used["pipe request"] = used["event"] = published
    used["HTTP API request"] = run.function == "api"
    if run.function != "api":  # received and deleted, with others; what is no API call of ours put it there
        used["SQS request"] += 2 / TOGETHER[run.function]
    if run.function == "engage":
        used["SNS publish"] = 1
        used["SQS request"] += 1
    if name.startswith("reminder "):
        used["schedule"] = 1
        used["SQS request"] += 1
    if name == "plan reminders":  # the sweep has put it there
        used["SQS request"] += 1
    _add(used, run, 1)
    _add(used, ANNOUNCED, published)
    return used


def _add(used: Used, run: Run, count: float) -> None:
    used["Lambda invocation"] += count / TOGETHER.get(run.function, 1)
    used["Lambda GB-second"] += count * run.gigabytes * run.milliseconds / 1_000
    used["log GB"] += count * run.log_bytes / 1_000_000_000


def _by_operation(used: dict[str, Used], times: dict[str, float]) -> str:
    shown = ("write unit", "read unit", "S3 put", "event")
    rows = [(name, f"{count:.1f}", *(f"{used[name][what]:g}" for what in shown)) for name, count in times.items()]
    return table(("operation", "per invoice", *(f"{what}s" for what in shown)), rows)


def _in_all(total: Used) -> str:
    dollars = {what: count * PRICES[what].dollars * MILLION for what, count in total.items()}
    rows = [(what, f"{total[what]:,.4g}", f"{dollars[what]:.2f}") for what in PRICES]
    summed = sum(dollars.values())
    rows.append(
        (f"**in all, without SES** ({summed / BUDGET:.1f} times the budget of ${BUDGET:.0f})", "", f"{summed:.2f}")
    )
    return table(("what", "per invoice", "$ per 1M invoices"), rows)


@contextlib.contextmanager
def _moto() -> Iterator[None]:
    os.environ.update(aws.ENVIRONMENT)
    with mock_aws(), all_or_nothing():
        from dunlin import wiring

        aws.build()
        wiring.signing_key()
        yield
