"""Pictures as people have them."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def a_picture(width: int = 300, height: int = 120, mode: str = "RGBA") -> Image.Image:
    """A green disc, on nothing where the mode has that."""
    picture = Image.new(mode, (width, height))
    ImageDraw.Draw(picture).ellipse((2, 2, width - 3, height - 3), fill="#227744" if mode != "L" else 90)
    return picture


def a_logo(width: int = 300, height: int = 120, *, mode: str = "RGBA", kind: str = "PNG", **options: Any) -> bytes:
    """The same as a file."""
    out = BytesIO()
    a_picture(width, height, mode).save(out, kind, **options)
    return out.getvalue()
