"""Bank statements for tests."""

from pathlib import Path

from dunlin.adapters.bank_csv.reader import Told, read_bank_csv
from dunlin.domain.bank_row import BadRow, BankRow

SAMPLES = Path(__file__).parents[2] / "samples" / "bank"


def sample(name: str) -> bytes:
    """The bytes of a statement."""
    return (SAMPLES / f"{name}.csv").read_bytes()


def read(raw: bytes | str, **told: str) -> tuple[BankRow | BadRow, ...]:
    """The rows of a statement."""
    return read_bank_csv(raw.encode() if isinstance(raw, str) else raw, Told(**told))


def good(raw: bytes | str, **told: str) -> list[BankRow]:
    """Those that can be read."""
    return [each for each in read(raw, **told) if isinstance(each, BankRow)]


def bad(raw: bytes | str, **told: str) -> dict[int, str]:
    """What is wrong with the others, by line."""
    return {each.line: each.why for each in read(raw, **told) if isinstance(each, BadRow)}
