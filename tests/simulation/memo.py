"""Drawing is pure: the same invoice is the same bytes. What was drawn once in this process is not drawn again."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from dunlin.rendering import renderer
from local import events, refusals

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
    """Within this, PDFs, mails and MIME are made once per content, and SES looks at each and reads it back once."""
    with ExitStack() as patches:
        for module, names in _PURE.items():
            once = {name: remembering(getattr(module, name)) for name in names}
            patches.enter_context(patch.multiple(module, **once))  # type: ignore[call-overload] # typeshed knows no dict
        yield


_PURE: dict[Any, tuple[str, ...]] = {
    renderer: ("render_pdf", "render_mail", "build_mime", "encode"),
    events: ("mail_object",),
    refusals: ("_check_mime",),
}
