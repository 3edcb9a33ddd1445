"""Colours that can be read, whatever accent a seller chose (WCAG 2.2, 1.4.3)."""

import re
from dataclasses import dataclass
from functools import lru_cache

_READABLE = 4.5
_WHITE, _BLACK, _DARK_CARD, _ACCENT = "#ffffff", "#000000", "#1c2228", "#1f5f8b"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, slots=True)
class Colours:
    """The seller's accent, and what can be read on it and beside it on a light and on a dark ground."""

    accent: str
    on_accent: str
    link: str
    dark_accent: str
    on_dark_accent: str


@lru_cache(maxsize=128)
def colours(accent: str) -> Colours:
    """Readable colours for any accent; what is no `#rrggbb` is answered with Dunlin's own blue."""
    accent = accent if _COLOUR.fullmatch(accent) else _ACCENT
    dark = _readable(accent, on=_DARK_CARD, towards=_WHITE)
    return Colours(accent, _on(accent), _readable(accent, on=_WHITE, towards=_BLACK), dark, _on(dark))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _on(ground: str) -> str:
    """White where it can be read, else black: one of the two always can."""
    return _WHITE if contrast(_WHITE, ground) >= _READABLE else _BLACK


def _readable(colour: str, *, on: str, towards: str) -> str:
    mixes = (_mixed(colour, towards, twentieths) for twentieths in range(21))
    return next(mix for mix in mixes if contrast(mix, on) >= _READABLE)


def _mixed(colour: str, other: str, twentieths: int) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{(a * (20 - twentieths) + b * twentieths) // 20:02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
