"""The port of what customers have begun to agree to. Adapters and fakes keep these promises."""

from typing import Protocol

from dunlin.domain.payments.agreeing import Setup


class Setups(Protocol):
    """Agreements under way: forgotten after a week, whatever came of them."""

    def put(self, setup: Setup) -> None:
        """Remember it. The same again is the same."""
        ...

    def get(self, setup_id: str) -> Setup:
        """Raises NotFound."""
        ...
