"""CPU per send, beside the stacks that one would otherwise take."""

from bench.sends.rounds import Spent, Stack
from bench.sends.rounds import measure as measure_all
from bench.sends.sample import Sample
from bench.sends.stopwatch import PARTS, STORING
from bench.sends.wire import Wire
from bench.tables import table

LINES, RECIPIENTS = (10, 100, 1_000), (1, 5, 20)
ROUNDS = {10: 9, 100: 5, 1_000: 2}
# Design, section 7: CPU per send of 10 lines to one, warm.
BUDGET_MS = 35.0

type Taken = list[tuple[Sample, dict[str, Spent]]]


def measure() -> str:
    """How many times as much the others take, then each part of each send. Raises MissingFieldsError."""
    wire = Wire()
    # Clients are made with the stacks, and must find the wire.
    from bench.sends.django_stack import DjangoStack
    from bench.sends.ours import Dunlin
    from bench.sends.reportlab_stack import ReportLabStack

    stacks: list[Stack] = [Dunlin(wire), DjangoStack(), ReportLabStack()]
    samples = [Sample(lines, recipients) for lines in LINES for recipients in RECIPIENTS]
    taken = [(each, measure_all(stacks, each, wire, rounds=ROUNDS[each.lines])) for each in samples]
    return "\n\n".join((_ratios(taken), _budget(taken), _parts(taken)))


def _ratios(taken: Taken) -> str:
    ours, *others = taken[0][1]
    head = ["lines × recipients", f"{ours}, ms", *(f"{other}, ms" for other in others)]
    head += [each for other in others for each in (f"{other.split(',')[0]} ÷ {ours}", "of the same work")]
    rows = []
    for sample, spent in taken:
        whole, same = spent[ours]["all"], spent[ours]["all"] - spent[ours][STORING]
        row = [f"{sample.lines:,} × {sample.recipients}", f"{whole:,.0f}"]
        row += [f"{spent[other]['all']:,.0f}" for other in others]
        row += [f"{spent[other]['all'] / against:.1f}" for other in others for against in (whole, same)]
        rows.append(row)
    return table(head, rows)


def _budget(taken: Taken) -> str:
    ours = next(iter(taken[0][1]))
    whole = taken[0][1][ours]["all"]
    return f"Ten lines to one recipient: {whole:.1f} ms, {whole / BUDGET_MS:.0%} of the budget of {BUDGET_MS:.0f} ms."


def _parts(taken: Taken) -> str:
    rows = [
        [f"{sample.lines:,} × {sample.recipients}, {name}", *(f"{spent[part]:,.1f}" for part in PARTS)]
        for sample, all_spent in taken
        for name, spent in all_spent.items()
    ]
    return table(["ms of CPU", *PARTS], rows)
