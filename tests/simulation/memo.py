"""Drawing is pure: the same invoice is the same bytes. What was drawn once in this process is not drawn again."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from dunlin.rendering import renderer
from local import mail, refusals

_KEPT: dict[tuple[str, bytes], Any] = {}


def remembering[**P, R](draw: Callable[P, R]) -> Callable[P, R]:
    """The same function, which works once for each content of its arguments."""

    def remembered(*given: P.args, **named: P.kwargs) -> R:
        key = (draw.__name__, pickle.dumps((given, sorted(named.items()))))
        if key not in _KEPT:
            _KEPT[key] = draw(*given, **named)
        return _KEPT[key]  # type: ignore[no-any-return]

    return remembered


@contextmanager
def drawing_once() -> Iterator[None]:
    """Within this, PDFs, mails and MIME are made once per content; reading a mail back, too."""
    names = ("render_pdf", "render_mail", "build_mime", "encode")
    drawn = {name: remembering(getattr(renderer, name)) for name in names}
    parse = lru_cache(maxsize=4096)(mail.message_from_bytes)
    with patch.multiple(renderer, **drawn), patch.multiple(mail, message_from_bytes=parse), patch.multiple(refusals, message_from_bytes=parse):
        yield
