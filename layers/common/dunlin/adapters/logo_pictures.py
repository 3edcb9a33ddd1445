"""Reading a logo with Pillow: what it is, is told by its content, and whatever else it brings along is left out."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from dunlin.domain.errors import InvalidInput, Problem, TooLarge
from dunlin.domain.logo import HIGH, LEAST_SIDE, MOST_BYTES, MOST_SIDE, WIDE, Picture

# No other decoder is ever run: what is no picture of these is refused before it is looked into.
_FORMATS = ("PNG", "JPEG")


def read_logo(content: bytes) -> Picture:
    """The picture as a PNG of its pixels alone, upright, no larger than is kept; the same for the same content.

    Raises TooLarge for too many bytes, InvalidInput for what is no PNG or JPEG, is damaged, moves, or is of a size that
    makes no logo.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(f"a logo has at most {MOST_BYTES // 1024} KB, not {len(content):,} bytes: save it smaller")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd but harmless chunks: of those nothing is kept
            return _made_anew(content)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as unreadable:
        raise _refused(
            "this is no PNG or JPEG that can be read: send the file itself, not an SVG or a link"
        ) from unreadable


def _made_anew(content: bytes) -> Picture:
    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        _check(opened)
        upright = ImageOps.exif_transpose(opened)
        clear = upright.has_transparency_data
        pixels = upright.convert("RGBA" if clear else "RGB")
    pixels.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
    plain = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = BytesIO()
    plain.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), *plain.size)


def _check(opened: Image.Image) -> None:
    """Before its pixels are unpacked: the size is in the head."""
    wide, high = opened.size
    if min(wide, high) < LEAST_SIDE or max(wide, high) > MOST_SIDE:
        raise _refused(f"a logo is {LEAST_SIDE} to {MOST_SIDE} pixels wide and high, not {wide} × {high}")
    if getattr(opened, "n_frames", 1) > 1:
        raise _refused("a logo does not move: save one picture of it")


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, Problem("", message))
