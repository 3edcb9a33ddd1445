"""Where the next page of a list of the API begins, signed by this stack."""

from dunlin import wiring
from dunlin.adapters import cursors


def encode(position: dict[str, str] | None, *, of: str) -> str | None:
    """The cursor for a position in the list called `of`; None at the end."""
    return cursors.encode(position, of=of, key=wiring.signing_key())


def decode(cursor: str | None, *, of: str) -> dict[str, str] | None:
    """The position. Raises InvalidInput for a cursor that is not ours, or of another list."""
    return cursors.decode(cursor, of=of, key=wiring.signing_key()) if cursor else None
