"""How fast a worker goes on, by what the provider took: however many workers there are, they find its rate.

Without it, mails that are refused all wait, and come back at the same times: `python -m bench rush` shows it.
"""

from random import Random

# Seconds. What is refused slows down at once; what is taken makes faster again little by little.
_FIRST, _MOST = 0.25, 4.0
_SLOWER, _FASTER = 2.0, 0.9
# Of the worker's minute, the rest is for its messages: each may have many recipients.
KEPT = 30.0


class Pace:
    """One worker's. It lives as long as the process: the next invocation goes on as the last one did."""

    def __init__(self, random: Random) -> None:
        self._random, self._rest = random, 0.0

    def rest(self, *, put_off: bool, left: float) -> float:
        """Seconds to wait after a message, of those that the invocation has left; no two workers wait alike.

        `put_off`: the provider took a mail of it for the time being not.
        """
        if put_off:
            self._rest = min(max(_FIRST, self._rest * _SLOWER), _MOST)
        else:
            self._rest = self._rest * _FASTER if self._rest > _FIRST / 2 else 0.0
        return min(self._rest * self._random.uniform(0.5, 1.0), max(left - KEPT, 0.0))
