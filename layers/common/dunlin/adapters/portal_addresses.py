"""The addresses of the portal's pages, with tokens that follow from the stack's secret."""

from collections.abc import Callable

from dunlin.domain.portal.capability import code_of, token_of


class PortalAddresses:
    """Port `Addresses`. The secret is asked for when the first link is made."""

    def __init__(self, *, url: str, key: Callable[[], bytes]) -> None:
        self._url, self._key = url.rstrip("/"), key

    def link(self, email_id: str) -> str:
        """See the port."""
        return f"{self._url}/p/{token_of(email_id, key=self._key())}"

    def preview(self) -> str:
        """See the port."""
        return f"{self._url}/p/preview"

    def code(self, email_id: str) -> str:
        """See the port."""
        return code_of(email_id, key=self._key())
