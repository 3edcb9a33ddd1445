"""The font that every stack embeds: the product's own."""

from pathlib import Path

import dunlin.rendering

_FONTS = Path(next(iter(dunlin.rendering.__path__))) / "fonts"
REGULAR, BOLD = _FONTS / "NotoSans-Regular.ttf", _FONTS / "NotoSans-Bold.ttf"
