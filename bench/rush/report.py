"""How long a rush takes against the bound that SES sets, and what goes wrong on the way."""

from collections.abc import Callable

from bench.rush.model import HELD, Circumstances, Outcome
from bench.rush.product import Product, product
from bench.rush.scenarios import batches, reminders, workers_for
from bench.tables import table

SENDS, REMINDERS = 1_000_000, 100_000
RATES, QUOTAS = (14, 50, 300, 1_000), (10, 1_000)
# Workers for a rate of 14: as told, and what somebody may have set who did not read it.
TOO_MANY = (3, 6, 20, 200)
_HEAD = [
    "SES a second, Lambda quota, workers",
    "minutes",
    "÷ bound",
    "late p50, min",
    "p99",
    "max",
    "throttles",
    "redelivered",
    "in the DLQ",
    "given up",
]

type Scenario = Callable[[int, Product, Circumstances], Outcome]


def measure() -> str:
    """Three tables."""
    there = product()
    each = [_around(rate, quota) for rate in RATES for quota in QUOTAS]
    excess = [Circumstances(rate=RATES[0], quota=QUOTAS[1], workers=workers) for workers in TOO_MANY]
    parts = (
        (f"{SENDS:,} sends, asked for at once in batches of {there.items_of_batch:,}", batches, SENDS, each),
        (f"{REMINDERS:,} reminders, due in the same minute", reminders, REMINDERS, each),
        (f"{REMINDERS:,} reminders, and more workers than the rate takes", reminders, REMINDERS, excess),
    )
    return "\n\n".join(f"**{title}**\n\n{_table(act, mails, there, rows)}" for title, act, mails, rows in parts)


def _around(rate: int, quota: int) -> Circumstances:
    return Circumstances(rate=rate, quota=quota, workers=workers_for(rate, quota, held=HELD))


def _table(act: Scenario, mails: int, there: Product, rows: list[Circumstances]) -> str:
    return table(_HEAD, [_row(around, mails, act(mails, there, around)) for around in rows])


def _row(around: Circumstances, mails: int, ended: Outcome) -> list[str]:
    late = sorted(ended.taken)
    bound = mails / around.rate
    return [
        f"{around.rate:,}, {around.quota:,}, {around.workers}",
        f"{ended.finished / 60:,.0f}",
        f"{ended.finished / bound:.2f}",
        *(f"{late[int((len(late) - 1) * share)] / 60:,.0f}" for share in (0.5, 0.99, 1)),
        *(f"{count:,}" for count in (ended.throttles, ended.redelivered, ended.dead, ended.given_up)),
    ]
