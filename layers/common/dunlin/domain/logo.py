"""A seller's logo: what is taken, and what is kept of it."""

from dataclasses import dataclass

# Bytes and pixels that are taken: enough for print, little enough for every page.
MOST_BYTES = 256 * 1024
LEAST_SIDE, MOST_SIDE = 16, 3_000
# What is kept fits into this: sharp in a box of 70 by 20 millimetres.
WIDE, HIGH = 800, 320


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture that is stored: a PNG of that hash and size."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew from what somebody sent: nothing but its pixels is left of that."""

    png: bytes
    width: int
    height: int
