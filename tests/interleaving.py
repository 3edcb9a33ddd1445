"""Somebody else acts in the middle of a use case: before whichever of its calls to a port a test wishes."""

from collections.abc import Callable, Mapping
from typing import Any, cast


class Interleaving:
    """`meanwhile` happens before the call of that number, counted over all the ports; nothing comes between in it."""

    def __init__(self, meanwhile: Mapping[int, Callable[[], object]]) -> None:
        self._meanwhile, self._calls, self._inside = dict(meanwhile), 0, False

    def of[T](self, port: T) -> T:
        """The port, where others come in between."""
        return cast("T", _Port(port, self))

    def step(self) -> None:
        """A call is about to be made."""
        if self._inside:
            return
        act = self._meanwhile.pop(self._calls, None)
        self._calls += 1
        if act:
            self._inside = True
            try:
                act()
            finally:
                self._inside = False


class _Port:
    def __init__(self, port: Any, interleaving: Interleaving) -> None:
        self._port, self._interleaving = port, interleaving

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def called(*given: Any, **named: Any) -> Any:
            self._interleaving.step()
            return found(*given, **named)

        return called
