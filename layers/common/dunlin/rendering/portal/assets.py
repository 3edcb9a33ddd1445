"""What pages load: style sheets under names that change with what they say, so that browsers keep them for ever."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from dunlin.rendering.mail.colours import colours

_FOLDER = Path(__file__).with_name("assets")
_ACCENT = re.compile(r"accent-([0-9a-f]{6})\.css")
PICO = "pico-2.1.1.css"


@cache
def own_style() -> str:
    """The name of our own style sheet."""
    return f"portal-{sha256((_FOLDER / 'portal.css').read_bytes()).hexdigest()[:12]}.css"


def style_sheet(name: str) -> str | None:
    """What is behind the name, or None."""
    if name == PICO:
        return (_FOLDER / PICO).read_text(encoding="utf-8")
    if name == own_style():
        return (_FOLDER / "portal.css").read_text(encoding="utf-8")
    found = _ACCENT.fullmatch(name)
    return _accent(f"#{found[1]}") if found else None


def _accent(colour: str) -> str:
    """A seller's colour, made readable: the policy of the pages lets no style stand in them."""
    made = colours(colour)
    return (
        f":root{{--accent:{made.accent};--on-accent:{made.on_accent};--link:{made.link}}}"
        f"@media(prefers-color-scheme:dark){{:root{{--accent:{made.dark_accent};--on-accent:{made.on_dark_accent};"
        f"--link:{made.dark_accent}}}}}"
    )
